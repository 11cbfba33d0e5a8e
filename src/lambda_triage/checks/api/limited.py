"""Requests that the API refused for their number."""

from __future__ import annotations

ENDED = "status = 429 AND integration_status IS NULL"
