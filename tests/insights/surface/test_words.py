"""Rows are the same whether events have bits for words or not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.insights.batches import batch
from lambda_triage.insights.columnar import KEPT, add_rows, computing
from lambda_triage.insights.duckdb.prefilter import of_regex
from lambda_triage.insights.events import WORD_BITS, Events
from lambda_triage.insights.run import plan_of, run
from lambda_triage.insights.word_bits import WordBits
from lambda_triage.insights.words import WORDS
from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.every_event import every_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

TIME = b"2024-01-01T00:00:00.000Z "


@cache
def _select() -> str:
    return computing()


def stored(lines: Iterable[bytes], ending: bytes = b"\n") -> DuckDBPyConnection:
    """The events of lines, with the bits of their words, as `stored`."""
    data = b"".join(line + ending for line in lines)
    connection = duckdb.connect()
    add_rows(connection, [], "stored", _select())
    found, first = WordBits(), 0
    for part in every_event(Block(data, 0, Prefix.ISO)):
        made = batch(part, first=first, input=0, log=lambda _: "1:g", words=found.of(part))
        add_rows(connection, [made.array], "stored", _select())
        first += made.rows
    return connection


def bits(connection: DuckDBPyConnection) -> list[tuple[str, int]]:
    return connection.execute(f"SELECT message, {WORD_BITS} FROM stored ORDER BY n").fetchall()


def exact(message: str) -> int:
    return sum(
        1 << place for place, each in enumerate(WORDS) if each.occurs_in(message.encode("utf-8"))
    )


TEXTS = st.one_of(
    st.sampled_from([each.text for each in WORDS]),
    st.sampled_from(
        [
            *(
                b"Error",
                b"ERR",
                b"OR",
                b"or",
                b"eRRoR",
                b"fai",
                b"l",
                b"timed",
                b" out",
                b"WARNING",
            ),
            *(b"\n", b"\r", b"\r\n", b"\n" + TIME, b" ", b"\t", b"", b"\xc3\xa9", b"\xff", b"\xe2"),
            *(b"\xe2\x84\xaailled", b"\xc5\xbftatus: ", b'"status": "error"', b"{", b"x"),
        ]
    ),
)
LINES = st.lists(st.lists(TEXTS, max_size=6).map(b"".join).map(TIME.__add__), max_size=6)


@settings(max_examples=60, deadline=None)
@given(LINES, st.sampled_from([b"\n", b"\r\n"]))
def test_bits_are_those_of_the_words_in_each_message(lines: list[bytes], ending: bytes) -> None:
    found = bits(stored(lines, ending))

    assert found == [(message, exact(message)) for message, _ in found]


def test_a_word_that_stands_in_very_many_lines_may_be_in_every_message() -> None:
    lines = [TIME + b'{"error":null}'] * 30_000 + [TIME + b"panic", TIME + b"hello"]

    told = dict(bits(stored(lines)))

    assert told == {
        '{"error":null}': exact("error"),
        "panic": exact("error panic"),
        "hello": exact("error"),
    }


def test_words_may_become_common_late_or_all_at_once() -> None:
    all_of_them = b" ".join(each.text for each in WORDS)
    lines = [TIME + b"x" * 90] * 10_000 + [TIME + all_of_them] * 9_000 + [TIME + b"hello"]

    told = dict(bits(stored(lines)))

    assert told["hello"] == told["x" * 90] == (1 << len(WORDS)) - 1


# Parts of regexes: such as this package looks into, and such as it must not be misled by.
PARTS = st.sampled_from(
    [
        *(
            "error",
            "ERROR",
            "fail",
            "timed out",
            "killed",
            "Exception",
            "status: ",
            "panic",
            "x",
            "é",
        ),
        *(
            "err",
            "or",
            ".",
            "[error]",
            "[^e]",
            r"\w",
            r"\s",
            r"\.",
            r"\x65rror",
            r"\bfail",
            "^",
            "$",
        ),
        *(
            r"\Qerror\E",
            r"\Qfa\Eil",
            r"\Q\E",
            "(?i)",
            "(?s)",
            "(?i:killed)",
            "(?-i:error)",
            "(?U)",
            "\\n",
        ),
        *('"status":\\s?"(?:error|timeout)"', "ſ", "{", "{,2}"),
    ]
)
REPEATS = st.sampled_from(["", "", "", "?", "*", "+", "{0}", "{2}", "{0,1}", "{1,}", "??", "+?"])
REGEXES = st.recursive(
    st.tuples(PARTS, REPEATS).map("".join),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(st.one_of(inner, st.just("")), min_size=2, max_size=3).map("|".join),
        st.tuples(
            st.sampled_from(["(", "(?:", "(?i:", "(?P<n>"]), inner, st.just(")"), REPEATS
        ).map("".join),
    ),
    max_leaves=6,
)


@cache
def _judge() -> DuckDBPyConnection:
    return duckdb.connect()


def matching(messages: list[str], pattern: str) -> list[str]:
    """The messages in which RE2 finds the pattern; none where it refuses it."""
    asked = "SELECT m FROM (SELECT unnest(?) AS m) WHERE regexp_matches(m, ?)"
    try:
        return [each for (each,) in _judge().execute(asked, [messages, pattern]).fetchall()]
    except duckdb.Error:
        return []


MESSAGES = st.lists(TEXTS, max_size=6).map(lambda parts: b"".join(parts).decode(errors="replace"))


@settings(max_examples=150, deadline=None)
@given(st.lists(REGEXES, min_size=6, max_size=6), st.lists(MESSAGES, max_size=8))
def test_each_match_holds_a_word_of_its_regex(patterns: list[str], messages: list[str]) -> None:
    for pattern in patterns:
        matched = matching(messages, pattern)
        needed = of_regex(pattern) if matched else 0
        assert all(exact(each) & needed for each in matched) or not needed, (pattern, matched)


CONDITIONS = [
    "@message like /{}/",
    "@message not like /{}/",
    "not (@message like /{}/)",
    "@message like /{}/ or @message like /{}/",
    "@message like /{}/ and @message not like /{}/",
    "@message like /{}/ or @type = 'START'",
    "not (@message like /{}/ or not (@message like /{}/))",
    "(@message like /{}/) = 0",
    "ispresent(@message) and (@message like /{}/ or strcontains(@message, 'fail'))",
]
WORDY = ["error", "ERROR|panic", "(?i)error", "timed out|x", "(?:fail|killed)+", "é|status: "]
LOG = [
    *(TIME + b"one error", TIME + b"ERROR", TIME + b"eRRoR", TIME + b"", TIME + b"hello x"),
    *(TIME + b"panic\nerror", TIME + b"Task timed out", TIME + b"killed fail", TIME + "é".encode()),
    *(TIME + b"START RequestId: a", TIME + b"err\nor", TIME + b"Status: error", TIME + b"\xff"),
]


SHAPES = [
    "filter {}",
    "fields @message as m | filter {} | fields @timestamp | limit 3",
    "fields 'error' as other | filter {} | filter other like /error/ | stats count(*)",
    "filter {} | parse @message /(?<k>o)/ | filter @message like /error/ | dedup k",
    "limit 5 | filter {}",
    "filter {} | stats count(*) by @message | filter @message like /error/",
]


@pytest.fixture(scope="module")
def logged() -> Iterator[DuckDBPyConnection]:
    """LOG with its bits, as `events`."""
    with stored(LOG) as connection:
        connection.execute(
            "CREATE VIEW events AS"
            " SELECT *, CAST(NULL AS BIGINT) AS ingested_ms, n AS place FROM stored"
        )
        yield connection


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("folded", [True, False])
def test_rows_are_the_same_with_and_without_bits(
    condition: str, shape: str, folded: bool, logged: DuckDBPyConnection
) -> None:
    number = CONDITIONS.index(condition) + SHAPES.index(shape) + folded  # each meets each in turn
    for place in (number, number + len(WORDY) // 2):
        pattern, other = WORDY[place % len(WORDY)], WORDY[(place - 1) % len(WORDY)]
        plan = plan_of(shape.format(condition.format(pattern, other)), now_ms=0)
        rows = []
        for columns in ({*KEPT, WORD_BITS}, KEPT):
            with run(plan, Events("events", logged, frozenset(columns)), folded=folded) as told:
                rows.append((list(told.rows), told.statistics))
        assert rows[0] == rows[1]
