"""Faults of the function's own code: what it reads, returns and leaves unhandled."""
