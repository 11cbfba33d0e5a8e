"""Read the pages: every query with its log, its statement and what it must give."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent
_BLOCK = re.compile(
    r"```(\w+)(?: (\w+))?\n(.*?)\n```|^(?![#`|])(\S.*?)(?=\n\n|\n```|\Z)", re.DOTALL | re.MULTILINE
)
_STATEMENT = re.compile(
    r"(CWL_[\w-]+|Lambda guide|aws-samples|API reference|Choice[^:]*): .+", re.DOTALL
)

Event = dict[str, "str | int | None"]


class Log(Struct, frozen=True):
    events: tuple[Event, ...] = ()
    window: tuple[int | None, int | None] = (None, None)
    tables: tuple[tuple[str, str], ...] = ()


class Pair(Struct, frozen=True):
    """One query and its result.

    rows   printed values, None where missing
    error  words of the error, where it gives one
    names  of the columns, where the page says them
    read   events matched and scanned, where it says them
    """

    page: str
    line: int
    statement: str
    query: str
    log: Log
    rows: tuple[tuple[str | None, ...], ...] = ()
    error: str | None = None
    names: tuple[str, ...] | None = None
    read: tuple[int, ...] | None = None

    @property
    def id(self) -> str:
        return f"{self.page}:{self.line}"


def pairs() -> list[Pair]:
    """Of all pages, in order."""
    return [
        pair
        for path in sorted(FOLDER.glob("*.md"))
        if path.stem != "README"
        for pair in _page(path)
    ]


def batches() -> list[list[Pair]]:
    """Values of one block are asked in one query."""
    made: list[list[Pair]] = []
    for pair in pairs():
        last = made[-1][-1] if made else None
        if last is not None and _together(last, pair):
            made[-1].append(pair)
        else:
            made.append([pair])
    return made


def _together(one: Pair, other: Pair) -> bool:
    same = (one.page, one.statement, one.log) == (other.page, other.statement, other.log)
    return same and all(
        each.query.startswith("value ") and each.error is None for each in (one, other)
    )


def _page(path: Path) -> list[Pair]:
    text = path.read_text("utf-8")
    log, statement = Log(), ""
    made: list[Pair] = []
    for found in _BLOCK.finditer(text):
        kind, name, body, paragraph = found.groups()
        line = text.count("\n", 0, found.start()) + 2
        if paragraph is not None:
            statement = " ".join(paragraph.split()) if _STATEMENT.match(paragraph) else statement
        elif kind == "events":
            log = Log(*_events(body), tables=log.tables)
        elif kind == "table":
            log = Log(log.events, log.window, (*log.tables, (name, f"{body}\n")))
        else:
            assert statement, f"{path.name}:{line} has no statement"
            made += (_queries if kind == "query" else _values)(
                body, path.stem, line, statement, log
            )
    return made


def _events(body: str) -> tuple[tuple[Event, ...], tuple[int | None, int | None]]:
    said: Event = {}
    window: tuple[int | None, int | None] = (None, None)
    made: list[Event] = []
    for line in body.splitlines():
        word, _, rest = line.partition(" ")
        if word == "@window":
            window = _time(rest.split()[0]), _time(rest.split()[1])
        elif word in ("@log", "@stream"):
            said["logStream" if word == "@stream" else "log"] = rest or None
        elif word == "@ingested":
            said["ingestionTime"] = int(rest)
        else:
            message = rest.replace("⇥", "\t").replace("⏎", "\n")
            made.append({"timestamp": _time(word), "message": message, **said})
    return tuple(made), window


def _time(word: str) -> int | None:
    return None if word == "-" else int(word)


def _queries(body: str, page: str, line: int, statement: str, log: Log) -> list[Pair]:
    made = []
    for piece in re.split(r"\n\n+", body):
        lines = piece.strip("\n").split("\n")
        query = "\n".join(each for each in lines if each[:2] not in ("> ", "! ", ": ", "= "))
        rows = tuple(
            _row(each[2:]) for each in lines if each.startswith("> ") and each != "> no rows"
        )
        error = next((each[2:] for each in lines if each.startswith("! ")), None)
        names = next(
            (tuple(each[2:].split(" | ")) for each in lines if each.startswith(": ")), None
        )
        read = next((each[2:].split(" | ") for each in lines if each.startswith("= ")), None)
        assert len(query.split("\n")) < len(lines), f"{page}:{line}: {query} has no result"
        counts = None if read is None else tuple(map(int, read))
        made.append(Pair(page, line, statement, query, log, rows, error, names, counts))
        line += piece.count("\n") + 2
    return made


def _values(body: str, page: str, line: int, statement: str, log: Log) -> list[Pair]:
    made = []
    for place, each in enumerate(body.splitlines()):
        expression, _, value = each.rpartition(" → ")
        assert expression, f"{page}:{line + place}: no → in {each}"
        rows = tuple(_row(part) for part in value.split(" | "))
        error = value[2:] if value.startswith("! ") else None
        query = f"value {expression.strip()}"
        made.append(Pair(page, line + place, statement, query, log, rows, error))
    return made


def _row(text: str) -> tuple[str | None, ...]:
    return tuple(_cell(each) for each in text.split(" | "))


def _cell(text: str) -> str | None:
    if text == "-":
        return None
    return "" if text == '""' else text.replace("⇥", "\t").replace("⏎", "\n")
