"""A Report → text in one form: terminal, JSON, Markdown, HTML. Every function here is pure."""
