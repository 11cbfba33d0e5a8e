"""`query_logs`: CloudWatch Logs Insights queries over files and bundles, or live."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.calls import MOST_ITEMS
from lambda_triage.mcp.inputs import MOST_PATHS, Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import access, refuse_live

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.query import Answer as Offline
    from lambda_triage.pipeline.query import Asked
    from lambda_triage.pipeline.query_live import LiveAnswer

PTR = "@ptr"  # the last column where the query has no own: of no use to an agent
CELL = 1_000  # characters of one cell
QUERY_LIMIT = 10_000  # characters, as in the service


class Query(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to ask, and of which logs."""

    query: Annotated[str, Meta(max_length=QUERY_LIMIT, description="Logs Insights QL")]
    paths: Annotated[
        tuple[Name, ...], Meta(max_length=MOST_PATHS, description="Logs, bundles, folders")
    ] = ()
    log_groups: Annotated[
        tuple[Name, ...],
        Meta(max_length=50, description="Instead of paths: live, billed per GB scanned"),
    ] = ()
    since: Annotated[Name, Meta(description="90m, 3h, 2d, 1w")] | None = None
    window: Annotated[Name, Meta(description="BEGIN/END in RFC 3339")] | None = None


class Rows(Struct, frozen=True, omit_defaults=True):
    """What the rows have, and how much was read."""

    columns: tuple[str, ...]
    matched: int
    scanned: int
    notes: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """One row, in the order of the columns."""

    cells: tuple[str | None, ...]


def run(asked: Query, work: Work) -> Answer:
    """Rows, redacted."""
    from lambda_triage.pipeline.query import Asked

    query = Asked(asked.query, asked.since, asked.window)
    if asked.log_groups and asked.paths:
        raise UsageError("paths and log_groups contradict each other; give one")
    if asked.log_groups:
        refuse_live(work)
        return live(query, asked.log_groups, asked)
    return offline(query, asked.paths, work)


def live(query: Asked, groups: Sequence[str], asked: Access) -> Answer:
    """Ask the service."""
    from lambda_triage.pipeline.query_live import ask_live

    return _answer(ask_live(query, groups, access(asked)))


def offline(query: Asked, given: Sequence[str], work: Work) -> Answer:
    """Ask files; a bundle of live log groups needs the flag that they need."""
    from lambda_triage.pipeline.query import ask

    paths = work.paths(given)
    if not paths:
        raise UsageError("no logs; give paths, or log_groups for live ones")
    if any(work.room.holds(Path(path)) for path in paths):
        refuse_live(work)
    with ask(query, paths, keep=False, progress=work.reading) as answer:
        return _answer(answer)


def _answer(answer: Offline | LiveAnswer) -> Answer:
    width = len(answer.columns) - (PTR in answer.columns[-1:])
    rows = tuple(
        Row(tuple(None if cell is None else quoted(cell, CELL) for cell in row[:width]))
        for row in islice(answer.rows(), MOST_ITEMS)
    )
    counts = answer.counts()
    head = Rows(
        columns=tuple(quoted(name) for name in answer.columns[:width]),
        matched=int(counts.get("recordsMatched", 0)),
        scanned=int(counts.get("recordsScanned", 0)),
        notes=tuple(quoted(note) for note in answer.notes),
    )
    return Answer(head, rows)


QUERY_LOGS = Tool(
    name="query_logs",
    title="Query logs",
    description=(
        "A CloudWatch Logs Insights query over exported logs and bundles, offline and free; or over"
        " live log groups (needs --allow-sensitive-data-access). Secrets are redacted."
    ),
    takes=Query,
    run=run,
    head=Rows,
    item=Row,
    effects=Effects(open_world=True),
)
