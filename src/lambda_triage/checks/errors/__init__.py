"""Invocations that end in an error of the function."""
