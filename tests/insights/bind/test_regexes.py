"""What passes the binder's look at a regex, RE2 takes; globs find what they say."""

from __future__ import annotations

import random

import duckdb
import pytest

from lambda_triage.insights.bind import globs, regexes
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.tree import Span

PIECES = (
    "a", "b", "(", ")", "(?:", "(?P<n>", "(?<m>", "[", "]", "[^", "-", "a-z", "*", "+", "?", "{2}",
    "{2,}", "{3,2}", "{", "|", "^", "$", ".", r"\d", r"\b", r"\.", r"\1", r"\12", r"\Q", r"\E",
    r"\pL", r"\p{Greek}", r"\x41", r"\_", r"\/", "(?i)", "(?s-m:", "(?=", "[:alpha:]", "é", r"\é",
    r"\h", r"\A", r"\z", r"\Z", r"\0", r"\8",
)  # fmt: skip
GLOBS = (
    ("user=*, id:*", "x user=ann, id:7 b\nrest", ["ann", "7 b"]),
    ("[*] * end", "25 [ERROR] {a}\n{b} end", ["ERROR", "{a}\n{b}"]),
    ("* [*] *", "2019 [INFO] text", ["2019", "INFO", "text"]),
    ("*/*", "a/b/c", ["a", "b/c"]),
    ("*.*+*", "1.2+3", ["1", "2", "3"]),
    ("a**b", "axyb", ["", "xy"]),
    ("(*)", "f(x)", ["x"]),
    ("x*", "xyx\nz", ["yx"]),
)


def taken(pattern: str) -> bool:
    """Whether RE2 compiles it."""
    try:
        duckdb.execute("SELECT regexp_matches('x', ?)", [pattern])
    except duckdb.Error:
        return False
    return True


def test_what_is_let_through_can_be_compiled() -> None:
    chance = random.Random(11)
    passed = 0
    for _ in range(1_500):
        pattern = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        try:
            portable = regexes.portable(regexes.Literal(pattern, pattern, Span(0, len(pattern))))
        except QueryError:
            continue
        passed += 1
        assert taken(portable), pattern
    assert passed > 300


@pytest.mark.parametrize(("glob", "text", "expected"), GLOBS)
def test_a_glob_takes_the_shortest_texts(glob: str, text: str, expected: list[str]) -> None:
    groups = list(range(1, glob.count("*") + 1))
    names = ", ".join(f"regexp_extract(?, ?, {each})" for each in groups)
    arguments = [each for _ in groups for each in (text, globs.regex(glob))]

    assert list(duckdb.execute(f"SELECT {names}", arguments).fetchone() or ()) == expected


def test_groups_without_a_wanted_name_take_nothing() -> None:
    literal = regexes.Literal(r"(a)(?P<n>\()(b)[(](?i:c)", "", Span(0, 0))

    assert regexes.columns(literal, 0) == (r"(?:a)(\()(?:b)[(](?i:c)", ("n",))
    assert regexes.columns(literal, 2) == (r"(a)(\()(b)[(](?i:c)", ("", "n", ""))
