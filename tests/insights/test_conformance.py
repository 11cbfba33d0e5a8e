"""What the pages of conformance/ say, executed; and that they leave nothing of the language out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.insights import query as ask
from lambda_triage.insights.vocabulary import AGGREGATES, COMMANDS, OPERATORS, SCALARS
from tests.insights.conformance.pages import Log, Pair, batches, pairs

NOW = 1_700_000_000_500  # what now() is on the pages
_CHOICES = Path(__file__).parents[2] / "docs" / "insights-choices.md"
_PARTS = {"negate": "-", "matches": "like", "get": "."}  # operators that are no word of a query
_LEAST = 400

# What is chosen about files and their shape is shown by tests/insights/surface.
_OF_FILES = frozenset(
    (
        "`now()` over files",
        "the window without `--since`",
        "an event whose container tells no time",
        "`@ptr`",
        "`@log` account",
        "`SOURCE 'x'` over files",
        "line ends of `@message`",
        "values",
    )
)

Rows = tuple[tuple[str | None, ...], ...]


@pytest.mark.parametrize("batch", batches(), ids=lambda each: each[0].id)
def test_a_page_says_what_the_engine_gives(batch: list[Pair], tmp_path: Path) -> None:
    found = (
        [_found(each, tmp_path) for each in batch] if len(batch) == 1 else _values(batch, tmp_path)
    )

    expected = [_expected(each) for each in batch]
    assert [f"{e.line}: {e.query} → {f}" for e, f in zip(batch, found, strict=True)] == [
        f"{e.line}: {e.query} → {f}" for e, f in zip(batch, expected, strict=True)
    ]


def test_the_pages_hold_at_least_400_pairs() -> None:
    assert len(pairs()) >= _LEAST


def test_every_command_stands_on_a_page() -> None:
    text = "\n".join(each.query for each in pairs()).lower()

    assert [each for each in COMMANDS if not re.search(rf"(?<![\w@]){each.lower()}\b", text)] == []


def test_every_function_stands_on_a_page_in_each_spelling() -> None:
    text = "\n".join(each.query for each in pairs()).lower()

    spellings = [s for each in (*SCALARS, *AGGREGATES) for s in (each.name, *each.spellings)]
    assert [each for each in spellings if f"{each.lower()}(" not in text] == []


def test_every_operator_stands_on_a_page() -> None:
    text = "\n".join(each.query for each in pairs()).lower()

    signs = [_PARTS.get(each.name, each.name) for each in OPERATORS]
    assert [each for each in signs if each not in text] == []


@pytest.mark.skipif(not _CHOICES.exists(), reason="the list of choices is not written yet")
def test_every_choice_has_a_pair() -> None:
    rows = re.findall(r"^\| (?!what \||---)(.+?) \|", _CHOICES.read_text("utf-8"), re.MULTILINE)
    statements = [each.statement for each in pairs() if each.statement.startswith("Choice: ")]
    shown = {each.split(": ")[1] for each in statements}

    assert [each for each in rows if each not in shown | _OF_FILES] == []


def _expected(pair: Pair) -> object:
    return pair.error if pair.error is not None else (pair.names, pair.rows, pair.read)


def _found(pair: Pair, folder: Path) -> object:
    """The rows, or the words of the error where those that are expected stand in it."""
    text = f"fields {pair.query[6:]}" if pair.query.startswith("value ") else pair.query
    try:
        names, rows, read = _run(text, pair.log, folder, counted=pair.read is not None)
    except UsageError as error:
        said = str(error)
        return pair.error if pair.error is not None and pair.error in said else said
    return tuple(
        found if wanted is not None else None
        for found, wanted in ((names, pair.names), (rows, pair.rows), (read, pair.read))
    )


def _values(batch: list[Pair], folder: Path) -> list[object]:
    items = (f"{each.query[6:]} as value{place}" for place, each in enumerate(batch))
    _, rows, _ = _run(f"fields {', '.join(items)}", batch[0].log, folder)
    return [(None, tuple((row[place],) for row in rows), None) for place in range(len(batch))]


def _run(
    text: str, log: Log, folder: Path, *, counted: bool = False
) -> tuple[tuple[str, ...], Rows, tuple[int, int] | None]:
    """Names, rows, and events matched and scanned where they are to be counted."""
    tables = {}
    for name, content in log.tables:
        tables[name] = folder / f"{name}.csv"
        tables[name].write_text(content, "utf-8")
    start, end = log.window
    with ask(text, log.events, start_ms=start, end_ms=end, now_ms=NOW, tables=tables) as result:
        names = [each.name for each in result.columns]
        shown = len(names) - (names[-1:] == ["@ptr"] and "@ptr" not in text)
        rows = tuple(tuple(row[:shown]) for row in result.rows)
        read = (result.statistics.matched, result.statistics.scanned) if counted else None
        return tuple(names[:shown]), rows, read
