"""Settings that are risky, outdated or left at their default."""
