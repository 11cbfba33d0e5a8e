"""Saved queries give the right rows on logs in text, in JSON, and of SnapStart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.insights import query
from lambda_triage.insights.saved import saved_queries, text_of

LOGS = Path(__file__).parents[1] / "logs"
NAMES = [each.name for each in saved_queries()]
HOUR = "2023-11-14 22:00:00.000"
BINS = ("2023-11-14 22:10:00.000", "2023-11-14 22:15:00.000", "2023-11-14 22:20:00.000")
INITS = [
    (BINS[0], "100.25", "100.25", "100.25"),
    (BINS[1], "400", "400.0", "400.0"),
    (BINS[2], None, None, None),
]
P99 = [(BINS[0], "130.25", "248.095"), (BINS[1], "1410.25", "2964.015"), (BINS[2], "20.5", "20.5")]
COLD = [
    ("1", "2", "975.75", "1475.75", "1588.25", "1599.5"),
    ("0", "4", "25.25", "2109", "2910.9", "2991.09"),
]
ROWS = [
    ("cold-starts", "text", [(HOUR, "2", "250.125")]),
    ("cold-starts", "json", [(HOUR, "2", "250.125")]),
    ("cold-starts", "snapstart", [(HOUR, "2", "400")]),
    ("init-durations", "text", INITS),
    ("init-durations", "json", INITS),
    ("init-durations", "snapstart", [(bin_, None, None, None) for bin_ in BINS[:2]]),
    ("average-and-p99", "text", P99),
    ("average-and-p99", "json", P99),
    ("average-and-p99", "snapstart", [(BINS[0], "60", "99.2"), (BINS[1], "60", "79.6")]),
    ("durations", "text", [("751.9583", "250.125", "3000.0")]),
    ("durations", "json", [("751.9583", "250.125", "3000.0")]),
    ("durations", "snapstart", [("60", None, "100.0")]),
    ("memory-share", "text", [("70.3125",)]),
    ("memory-share", "json", [("70.3125",)]),
    ("memory-share", "snapstart", [("29.4434",)]),
    ("overprovisioned-memory", "text", [("128", "79", "90", "128", "0")]),
    ("overprovisioned-memory", "json", [("128", "79", "90", "128", "0")]),
    ("overprovisioned-memory", "snapstart", [("512", "150", "150.75", "152", "360")]),
    ("snapstart", "text", [("orders", *row) for row in COLD]),
    ("snapstart", "json", [("billing", *row) for row in COLD]),
    (
        "snapstart", "snapstart",
        [("quotes", "1", "2", "490", "578", "597.8", "599.78"), ("quotes", "0", "2", "30", "38", "39.8", "39.98")],
    ),
    ("cold-starts-by-function", "text", [("orders", "1.28E8", "2", "250.125", "400.0")]),
    ("cold-starts-by-function", "json", [("billing", "1.28E8", "2", "250.125", "400.0")]),
    (
        "cold-and-warm", "snapstart",
        [("0", "2", "30", "38", "39.8", "40"), ("1", "2", "490", "578", "597.8", "600")],
    ),
    ("cold-starts-by-function", "snapstart", [("quotes", "5.12E8", "2", "400", "500.00")]),
    ("near-memory-limit", "text", [(HOUR, "1")]),
    ("near-memory-limit", "json", [(HOUR, "1")]),
    ("near-memory-limit", "snapstart", []),
    ("failures-over-time", "text", [(BINS[1], "3")]),
    ("failures-over-time", "json", [(BINS[1], "2")]),
    ("failures-over-time", "snapstart", []),
]  # fmt: skip


def asked(name: str, log: str) -> list[tuple[str | None, ...]]:
    lines = (LOGS / f"{log}.jsonl").read_text(encoding="utf-8").splitlines()
    with query(
        text_of(name), [json.loads(line) for line in lines], now_ms=1_700_000_000_000
    ) as found:
        return list(found.rows)


@pytest.mark.parametrize(
    ("name", "log", "rows"), ROWS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_the_rows_are_right(name: str, log: str, rows: list[tuple[str | None, ...]]) -> None:
    assert asked(name, log) == rows


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_on_any_log(name: str) -> None:
    assert asked(name, "text") is not None


def test_each_tells_what_it_answers_and_where_it_is_from() -> None:
    assert all(each.title and each.source for each in saved_queries())


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean cold-starts"):
        text_of("cold-start")
