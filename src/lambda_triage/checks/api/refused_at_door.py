"""Requests that were refused before the function ran."""

from __future__ import annotations

ENDED = "status IN (401, 403) AND integration_status IS NULL"
