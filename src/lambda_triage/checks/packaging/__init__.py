"""Packages that lack something, hold the wrong thing, or do not fit the runtime."""
