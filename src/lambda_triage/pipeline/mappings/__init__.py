"""Event source mappings: what they need, whether their settings hold, what suits them better."""
