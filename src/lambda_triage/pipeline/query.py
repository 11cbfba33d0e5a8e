"""A Logs Insights query over paths: the text and where to look → rows that may be shown.

paths → columns of events (kept beside them) → insights → redacted rows
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.evidence.redaction import Redactor
from lambda_triage.insights.columnar import log_groups, rewrite_texts
from lambda_triage.insights.error import nearest
from lambda_triage.pipeline.target import window
from lambda_triage.sources import query_cache
from lambda_triage.sources.query_events import called, is_called, logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lambda_triage.insights.result import Result
    from lambda_triage.insights.tree import Query
    from lambda_triage.sources.query_events import Logs

PTR = "@ptr"  # the service's name for the place of an event
_ABOUT, _VALUES = "@fieldName", "@topRelevanceContributors"  # columns of relevantfields
NUMERAL = frozenset("0123456789.-+eE: ")  # of numbers and times: nothing to hide


class Asked(Struct, frozen=True):
    """What to ask, and of which part of the logs.

    since, between  as on the command line: `3h`, `BEGIN/END`
    tables          CSV files for lookup, by name
    """

    text: str
    since: str | None = None
    between: str | None = None
    tables: Mapping[str, str] = {}


class Answer:
    """The rows of one query; they are there as long as the `with` that gave them."""

    def __init__(
        self,
        result: Result,
        logs: Logs,
        show: Callable[[str, str], str] | None,
        window: tuple[int | None, int | None] = (None, None),
        notes: Sequence[str] = (),
    ) -> None:
        self._result = result
        self._show = show
        self.columns: tuple[str, ...] = tuple(each.name for each in result.columns)
        self.kept = logs.kept
        self._first = list(_some(result.rows))
        self.notes = (*logs.notes, *result.notes, *notes, *self._nothing(logs, window))

    def _nothing(self, logs: Logs, window: tuple[int | None, int | None]) -> Iterator[str]:
        """Why there may be no rows: no events at all, or none in the window."""
        if logs.rows == 0:
            yield f"no log event in {', '.join(logs.names[:3]) or 'the input'}"
        elif (
            window != (None, None)
            and logs.last_ms is not None
            and not any(map(_tells, chain(*self._first)))
            and self._result.statistics.scanned == 0
        ):
            last = datetime.fromtimestamp(logs.last_ms / 1000, UTC)
            yield f"no event in the window; the last of all is of {last:%Y-%m-%dT%H:%M:%SZ}"

    def counts(self) -> dict[str, float]:
        """How much was read and matched, as GetQueryResults names it."""
        told = self._result.statistics
        return {
            "recordsMatched": float(told.matched),
            "recordsScanned": float(told.scanned),
            "bytesScanned": float(told.bytes),
            "estimatedRecordsSkipped": 0.0,
            "estimatedBytesSkipped": 0.0,
            "logGroupsScanned": float(told.groups),
        }

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Each row as it may be shown, once."""
        for row in chain(self._first, self._result.rows):
            yield row if self._show is None else shown(self.columns, row, self._show)

    def write_parquet(self, path: Path) -> None:
        """All rows, typed."""
        self._result.write_parquet(path)
        if self._show is not None:
            rewrite_texts(path, self._show)


@contextmanager
def ask(
    asked: Asked,
    paths: Sequence[str],
    *,
    threads: int = 1,
    keep: bool = True,
    secrets: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Answer]:
    """Run a query over files. Raises QueryError, and InputError for a path that is not there.

    keep     use and write the columnar form beside the inputs
    secrets  show them
    """
    with ExitStack() as stack:

        def opened(*, fresh: bool) -> Answer:
            return stack.enter_context(
                _asked(asked, paths, threads, progress, keep=keep, fresh=fresh, secrets=secrets)
            )

        try:
            answer = opened(fresh=False)
        except Exception as error:
            if not keep or not _of_columns(error):
                raise
            answer = opened(fresh=True)  # what was kept looked whole, and is not
        yield answer


def _of_columns(error: Exception) -> bool:
    """Whether it may come from columns that were kept."""
    from lambda_triage.insights.duckdb.refusal import UnreadableError

    return isinstance(error, UnreadableError) or type(error).__module__.endswith("duckdb")


@contextmanager
def _asked(
    asked: Asked,
    paths: Sequence[str],
    threads: int,
    progress: Callable[[int, int], None] | None,
    *,
    keep: bool,
    fresh: bool,
    secrets: bool,
) -> Iterator[Answer]:
    from lambda_triage.insights import query
    from lambda_triage.insights.doubts import doubts
    from lambda_triage.insights.parse import parse

    tree = parse(asked.text)
    wanted = _sources(tree)
    with logs(
        paths, wanted=wanted, threads=threads, keep=keep, fresh=fresh, progress=progress
    ) as found:
        _check_sources(wanted, found)
        now = found.last_ms
        start, end = _window(asked, now)
        tables = dict(asked.tables)
        with query(
            asked.text, found.events, start_ms=start, end_ms=end, now_ms=now, tables=tables
        ) as result:
            show = None if secrets else redacting()
            yield Answer(result, found, show, (start, end), doubts(tree))


def plan(asked: Asked) -> str:
    """The plan of the query and its SQL."""
    from lambda_triage.insights import explain

    return explain(asked.text, tables=dict(asked.tables))


def forget(paths: Sequence[str]) -> int:
    """Remove what was kept of these paths; bytes freed."""
    return query_cache.clear(paths)


def _window(asked: Asked, now: int | None) -> tuple[int | None, int | None]:
    """Both ends, or none: exported logs are asked as a whole, and their last event is *now*."""
    if asked.since is None and asked.between is None:
        return None, None
    if now is None:
        raise UsageError("no event has a time; leave --since and --window out")
    told = datetime.fromtimestamp(now / 1000, UTC)
    if asked.between and "/" in asked.between:  # a window may end after the last event
        last = asked.between.partition("/")[2]
        told = max(told, _known_time(last, told))
    return window(asked.since, asked.between, told, longest=None)


def _known_time(text: str, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:  # which `window` says
        return otherwise
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _sources(tree: Query) -> tuple[str, ...]:
    """Names that the query gives to SOURCE, in joins and subqueries too."""
    from lambda_triage.insights.tree import Source
    from lambda_triage.insights.walk import walk

    sources = [each for each in walk(tree) if isinstance(each, Source)]
    names = ((*each.groups, *(f"{prefix}*" for prefix in each.prefixes)) for each in sources)
    return tuple(dict.fromkeys(chain.from_iterable(names)))


def _check_sources(wanted: Sequence[str], found: Logs) -> None:
    if not wanted:
        return
    named = {name for name, _ in found.events.groups}
    open_ = [each for each in wanted if not any(is_called(name, each) for name in named)]
    if not open_:
        return
    known = log_groups(found.events)
    for each in open_:
        if not any(is_called(name, _group(each)) for name in known):
            stems = [min(called(name), key=len) for name in found.names]
            near = nearest(each, [*known, *stems])
            hint = f"; did you mean {near}?" if near else ""
            list_ = ", ".join([*known, *stems][:6]) or "none"
            raise UsageError(f"SOURCE '{each}' is none of the inputs ({list_}){hint}")


def _group(name: str) -> str:
    """The log group of an ARN or of `account:group`."""
    if ":log-group:" in name:
        return name.partition(":log-group:")[2].removesuffix(":*")
    return name.partition(":")[2] if name[:12].isdigit() and name[12:13] == ":" else name


def redacting() -> Callable[[str, str], str]:
    """A value as it may be shown: its column's name tells of secrets, too."""
    redactor = Redactor()

    def show(name: str, value: str) -> str:
        if name in ("@message", PTR, "@log", "@logStream"):
            return redactor.text(value)
        clean = redactor.value({name: value})
        inner = next(iter(clean.values())) if isinstance(clean, dict) else clean
        return inner if isinstance(inner, str) else redactor.text(value)

    return show


def shown(
    columns: Sequence[str], row: Sequence[str | None], show: Callable[[str, str], str]
) -> tuple[str | None, ...]:
    """The row with each text as *show* has it; numbers and times hide nothing.

    Values in a row of relevantfields are those of the field that the row is about.
    """
    about = row[columns.index(_ABOUT)] if _ABOUT in columns else None
    return tuple(
        value
        if value is None or NUMERAL.issuperset(value)
        else show(about if about and name == _VALUES else name, value)
        for name, value in zip(columns, row, strict=True)
    )


def _tells(cell: str | None) -> bool:
    return cell not in (None, "0")


def _some(rows: Iterator[tuple[str | None, ...]]) -> Iterator[tuple[str | None, ...]]:
    """The first row: a query that cannot run fails here, before anything is shown."""
    first = next(rows, None)
    if first is not None:
        yield first
