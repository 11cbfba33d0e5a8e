"""A plan run in plain Python, row by row: slow and obvious, and without a line of the engine."""

from __future__ import annotations

from tests.insights.reference.run import run

__all__ = ["run"]
