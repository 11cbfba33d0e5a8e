"""Event source mappings: what they need, whether their settings hold, and what suits them better."""
