"""Handler settings, entry points and extensions: what Lambda starts, and how."""
