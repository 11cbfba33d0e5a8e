"""Runtimes that end before they answer, and symptoms of it."""
