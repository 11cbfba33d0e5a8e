"""Calls that were refused: policies, keys, credentials and permissions to invoke."""
