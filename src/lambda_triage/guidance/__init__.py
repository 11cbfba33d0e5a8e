"""What is to be known before something breaks: events, templates, limits, ways to deploy."""
