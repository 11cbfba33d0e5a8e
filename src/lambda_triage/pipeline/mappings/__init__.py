"""Event source mappings: what they need, whether their settings hold, and what would suit them better."""
