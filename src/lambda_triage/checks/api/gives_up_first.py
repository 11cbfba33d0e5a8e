"""Requests that the API gave up on at its own time limit."""

from __future__ import annotations

GIVEN_UP = """status IN (503, 504) AND integration_status IS DISTINCT FROM 200
    AND coalesce(latency_ms, integration_ms, 29000) >= 28000"""  # its own limit is 29 s or 30 s
