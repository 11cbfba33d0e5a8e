"""Callers of an API who get server errors."""

from __future__ import annotations

ENDED = "status >= 500"
