"""Bundled evidence: incidents recorded from real handlers, and illustrative scenarios."""
