"""Pages of statements, queries and results; see README.md."""
