"""The same work done again."""
