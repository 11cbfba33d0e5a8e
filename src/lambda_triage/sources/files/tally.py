"""Counts of what was left out while reading one input, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage.sources.files.item import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator


class Tally(Struct):
    """One Skipped for each kind and reason, in the order in which they were met."""

    index: int
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, kind: str, reason: str, count: int = 1) -> None:
        self.counts[kind, reason] = self.counts.get((kind, reason), 0) + count

    def once(self, kind: str, reason: str) -> None:
        self.counts.setdefault((kind, reason), 1)

    def skipped(self) -> Iterator[Skipped]:
        for (kind, reason), count in self.counts.items():
            yield Skipped(kind, count, reason, self.index)
