"""No text makes reading slow or deep: it is a tree, or an error, soon."""

from __future__ import annotations

import time

import pytest

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.parse import MOST_CHARACTERS, parse

_SOON = 5.0  # seconds; they take less than 1 on a slow machine, and would take minutes if quadratic

_LARGE = {
    "parentheses": "filter " + "(" * 99_000,
    "calls": "fields " + "f(" * 49_000,
    "sum": "fields " + "a+" * 49_000 + "a",
    "product": "fields " + "a*" * 49_000 + "a",
    "powers": "fields " + "a^" * 49_000 + "a",
    "minus": "fields " + "- " * 49_000 + "a",
    "not": "filter " + "not " * 24_000 + "a",
    "or": "filter " + " or ".join(["a"] * 19_000),
    "and in or": "filter " + " or ".join(["a=1 and b"] * 7_000),
    "comparisons": "filter " + "a=" * 49_000,
    "like": "filter " + "a like " * 14_000,
    "bars": "|" * 100_000,
    "bars apart": "fields a" + "| " * 49_000,
    "commands": "|".join(["fields a"] * 11_000),
    "quotes": '"' * 100_000,
    "texts": "filter a = " + "'a' " * 24_000,
    "escapes": 'filter a = "' + "\\" * 99_000,
    "backticks": "fields " + "`a`." * 24_000,
    "slashes": "filter a like " + "/" * 99_000,
    "brackets in a regex": "filter a like /" + "[" * 99_000 + "/",
    "groups in a regex": "parse /" + "(?<" * 33_000 + "/",
    "dots": "fields " + "." * 99_000,
    "digits": "fields " + "1" * 99_000,
    "digits of a name": "fields " + "1" * 99_000 + "x",
    "digits of a period": "fields " + "1" * 99_000 + "m",
    "letters": "x" * 100_000,
    "list": "filter a in [" + "1," * 49_000 + "1]",
    "places": "fields a" + "[1]" * 33_000,
    "places of a call": "fields f()" + "[1]" * 33_000,
    "lines of a regex": "filter a like /" + "\n" * 99_000,
    "blanks in lines of a regex": "filter a like /" + "\n" + " " * 98_000 + "|",
    "in": "in[" * 33_000,
    "subqueries": "filter a in (fields a | " * 4_000,
    "columns": "sort " + "a," * 49_000,
    "arguments": "fields f(" + "a," * 49_000,
    "groups": "SOURCE " + "'a'," * 24_000 + "'b'",
    "wildcards": "filldown " + "a* " * 33_000,
    "comments": "#" * 100_000,
    "lines": "fields a" + " #\n" * 33_000,
    "tall on the left": "fields " + "(" * 99 + "1" + ("+1" * 100 + ")") * 99,
    "tall on the right": "fields " + "1+(" * 99 + "1" + "+1" * 90 + ")" * 99,
}


@pytest.mark.parametrize("text", _LARGE.values(), ids=_LARGE.keys())
def test_a_large_text_is_read_or_refused_soon(text: str) -> None:
    begin = time.perf_counter()

    said = outcome(text)

    assert time.perf_counter() - begin < _SOON
    assert len(said) < 600


@pytest.mark.parametrize(
    ("within", "beyond", "reason"),
    [
        ("filter " + "(" * 100 + "a" + ")" * 100, "filter " + "(" * 101, "nested more than 100"),
        ("fields a" + "+1" * 100, "fields a" + "+1" * 101, "more than 100 operators in a row"),
        ("fields " + "f(" * 100 + ")" * 100, "fields " + "f(" * 102, "nested more than 100"),
        ("|".join(["fields a"] * 200), "|".join(["fields a"] * 201), "more than 200 commands"),
        ("fields " + "a" * 1_000, "fields " + "a" * 1_001, "at most 1,000 characters"),
        ("fields a" + ".a" * 99, "fields a" + ".a" * 100, "at most 100 parts"),
        ("fields f()" + "[1]" * 100, "fields f()" + "[1]" * 101, "at most 100 steps"),
        (
            "filter a in [" + "1," * 9_999 + "1]",
            "filter a in [" + "1," * 10_000 + "1]",
            "at most 10,000 values",
        ),
        ("fields a" + " " * 99_992, "fields a" + " " * 99_993, "at most 100,000 are read"),
        (
            "fields (" + "1+" * 99 + "1) * 2",
            "fields (" + "1+" * 100 + "1) * 2",
            "more than 100 operators within one another",
        ),
    ],
)
def test_a_limit_is_named_where_it_is_passed(within: str, beyond: str, reason: str) -> None:
    parse(within)

    with pytest.raises(QueryError) as caught:
        parse(beyond)

    assert reason in caught.value.reason


def test_more_characters_than_the_service_takes_are_read() -> None:
    assert len(parse("fields a" + " " * 20_000).commands) == 1
    assert MOST_CHARACTERS == 100_000


def outcome(text: str) -> str:
    """What is said about a text, nothing where it is a query."""
    try:
        parse(text)
    except QueryError as error:
        return str(error)
    return ""
