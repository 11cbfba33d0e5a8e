"""Recorded HTTP exchanges: transcripts of curl, and what browsers export as HAR."""

from __future__ import annotations

from lambda_triage.sources.exchanges.har import is_har, read_har
from lambda_triage.sources.exchanges.transcript import (
    TRANSCRIPT_LIMIT,
    is_transcript,
    read_transcript,
)

__all__ = ["TRANSCRIPT_LIMIT", "is_har", "is_transcript", "read_har", "read_transcript"]
