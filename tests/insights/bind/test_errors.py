"""A query that means nothing is refused with one sentence at the words that are wrong."""

from __future__ import annotations

import pytest

from lambda_triage.insights.bind import bind
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.parse import parse
from tests.insights.bind.asking import CLOCK, refused
from tests.insights.bind.errors import WRONG


@pytest.mark.parametrize(("query", "words", "sentence"), WRONG, ids=[each[0] for each in WRONG])
def test_the_wrong_words_are_pointed_at(query: str, words: str, sentence: str) -> None:
    assert refused(query) == (words, sentence)


def test_the_place_in_a_subquery_is_one_in_the_whole_query() -> None:
    query = "fields a\n| filter k in (\n  SOURCE 'g'\n  | filter strln(k) > 1\n  | fields k)"

    with pytest.raises(QueryError) as caught:
        bind(parse(query), CLOCK)

    assert str(caught.value).split("\n") == [
        "line 4, column 12: unknown function strln; did you mean strlen?",
        "    | filter strln(k) > 1",
        "             ^^^^^",
    ]
