"""The same query in CloudWatch Logs: log groups and a window → the rows that the service gives."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.query import PTR, redacting, shown
from lambda_triage.pipeline.target import window
from lambda_triage.sources.aws.queries import run_query
from lambda_triage.sources.aws.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lambda_triage.pipeline.query import Asked
    from lambda_triage.pipeline.target import Access
    from lambda_triage.sources.aws.queries import Answered


class LiveAnswer:
    """Rows of the service, with a column for each field that some row has."""

    def __init__(self, answered: Answered, show: Callable[[str, str], str] | None) -> None:
        names = dict.fromkeys(name for row in answered.rows for name, _ in row)
        pointer = [PTR] if names.pop(PTR, "") is None else []
        self.columns = (*names, *pointer)
        self.notes = tuple(_billed(answered.statistics.get("bytesScanned")))
        self._answered = answered
        self._show = show

    def counts(self) -> dict[str, float]:
        """As the service counts."""
        return self._answered.statistics

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Each row as it may be shown."""
        for row in self._answered.rows:
            told = dict(row)
            cells = tuple(told.get(name) for name in self.columns)
            yield cells if self._show is None else shown(self.columns, cells, self._show)

    def write_parquet(self, path: Path) -> None:
        """The service gives texts only."""
        raise UsageError(f"{path}: --live has no parquet; take json, csv or ndjson")


def ask_live(
    asked: Asked,
    groups: Sequence[str],
    access: Access,
    *,
    secrets: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    say: Callable[[str], None] = lambda _: None,
) -> LiveAnswer:
    """Run the query over log groups. It is billed for what it scans, which *say* is told before."""
    if not groups and "source" not in asked.text.lower():
        raise UsageError("--live needs --log-group, or SOURCE in the query")
    start, end = window(asked.since, asked.between, datetime.now(UTC), longest=None)
    session = Session(access.profile, access.region, access.role_arn)
    named = ", ".join(groups[:3]) + (" …" if len(groups) > 3 else "")
    say(
        f"asking {named or 'the groups of SOURCE'} for {(end - start) / 3_600_000:.4g} h,"
        " billed per GB that this scans; Ctrl-C ends it"
    )
    answered = run_query(session, asked.text, groups, (start // 1000, end // 1000), sleep)
    return LiveAnswer(answered, None if secrets else redacting())


def _billed(scanned: float | None) -> Iterator[str]:
    if scanned is not None:
        yield f"{scanned / 1e9:.3g} GB scanned, which is billed"
