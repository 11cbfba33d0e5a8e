"""Requests that the function answered and the API could not read."""

from __future__ import annotations

ENDED = "status = 502 AND integration_status = 200"
