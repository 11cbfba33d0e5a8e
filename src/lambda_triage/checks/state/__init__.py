"""Checks on what Lambda says of a function's state, and of calls that it refuses."""
