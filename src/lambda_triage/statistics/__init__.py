"""Statistics that decide something: pure functions, each with its reference."""
