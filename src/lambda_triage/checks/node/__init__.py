"""What only Node.js functions can get wrong."""
