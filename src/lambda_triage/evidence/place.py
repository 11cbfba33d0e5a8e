"""Where a piece of evidence stands, as a person would look it up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Index of the input and the line in it, or the path in a document or the name of a metric."""

    input: int
    line: int | None = None
    path: str | None = None
    metric: str | None = None
