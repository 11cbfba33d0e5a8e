"""The small logs of tests/insights/logs, as events."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from lambda_triage.insights import query

LOGS = Path(__file__).parents[1] / "logs"
NOW = 1_700_001_000_000  # ms; the logs begin at 1 700 000 000 s, 2023-11-14 22:13:20
NAMES = ("text", "json", "snapstart", "flow", "dns")

Event = dict[str, str | int]
Rows = list[tuple[str | None, ...]]


@cache
def events(name: str) -> list[Event]:
    """One log, or all of them as `all`."""
    if name == "all":
        return [event for each in NAMES for event in events(each)]
    return [json.loads(line) for line in (LOGS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def rows(text: str, name: str, tables: dict[str, Path] | None = None) -> Rows:
    """What a query gives, without @ptr."""
    with query(text, events(name), now_ms=NOW, tables=tables) as result:
        shown = [place for place, each in enumerate(result.columns) if each.name != "@ptr"]
        return [tuple(row[place] for place in shown) for row in result.rows]


def of(*messages: str) -> list[Event]:
    """Events a second apart."""
    return [{"timestamp": at * 1000, "message": each} for at, each in enumerate(messages)]
