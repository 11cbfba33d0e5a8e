"""Where a piece of evidence stands, as a person would look it up."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True, order=True):
    """Index of the input and the line in it, or the path in a document or the name of a metric."""

    input: int
    line: int | None = None
    path: str | None = None
    metric: str | None = None
