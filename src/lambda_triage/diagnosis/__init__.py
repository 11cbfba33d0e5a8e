"""Findings → ranked causes: hypotheses weighed for and against, per incident."""
