"""What is wrong with a query is said in one sentence, at its place, with what would be right."""

from __future__ import annotations

import pytest

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.parse import parse
from tests.insights.parse.errors import wrong


def told(query: str) -> str:
    with pytest.raises(QueryError) as caught:
        parse(query)
    return str(caught.value)


@pytest.mark.parametrize(
    ("query", "column", "sentence"), wrong(), ids=[each[0] for each in wrong()]
)
def test_a_wrong_query_is_explained_at_its_place(query: str, column: int, sentence: str) -> None:
    first = told(query).split("\n")[0]

    assert first == f"line 1, column {column}: {sentence}"


def test_the_caret_stands_below_the_place() -> None:
    assert told("fields a\n| fitler b = 1\n| limit 5").split("\n") == [
        "line 2, column 3: fitler is not a command; did you mean filter?",
        "  | fitler b = 1",
        "    ^^^^^^",
    ]


def test_a_bar_missing_at_the_end_of_a_line_is_named() -> None:
    assert told("fields a\nfilter b = 1").startswith(
        "line 2, column 1: a | is missing before filter"
    )


def test_a_text_open_over_several_lines_is_shown_where_it_begins() -> None:
    assert told('filter a = "x\n| sort b').split("\n")[:2] == [
        'line 1, column 12: the text that begins here is not closed; write " after it',
        '  filter a = "x',
    ]


def test_long_words_are_cut_in_the_sentence() -> None:
    assert len(told(f"{'x' * 50_000} y")) < 500


def test_the_caret_stands_below_the_place_behind_wide_signs() -> None:
    assert told('filter a = "名前" b').split("\n")[1:] == ['  filter a = "名前" b', " " * 20 + "^"]


def test_no_line_of_the_query_is_wider_than_a_terminal() -> None:
    lines = told('filter a = "' + "x" * 200 + '" b').split("\n")[1:]

    assert max(map(len, lines)) <= 80
    assert lines[0][lines[1].index("^")] == "b"


def test_an_empty_query_has_no_line_to_show() -> None:
    assert "\n" not in told(" ")
