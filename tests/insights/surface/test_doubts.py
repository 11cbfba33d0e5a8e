"""A query that says what nobody means is told of, and no sample of AWS is."""

from __future__ import annotations

import pytest

from lambda_triage.insights.doubts import doubts
from lambda_triage.insights.parse import parse
from lambda_triage.insights.saved import saved_queries

MS = "a time is compared in milliseconds since 1970"
TOLD = [
    ("filter @type = REPORT", 'REPORT without quotes is a field; a text is "REPORT"'),
    ("filter a LIKE '%x%'", '% and * stand for themselves: like "x" finds a part of the text'),
    ("filter a like '.*x'", 'like ".*x" looks for the text as it stands; a regex is like /…/'),
    ('filter @timestamp > "2024-01-01"', f'{MS}, and "2024-01-01" is no number; write 1704067200000'),
    ("filter @timestamp > 2024-01-01", f"{MS}: 2024-01-01 is a subtraction; write 1704067200000"),
    ("filter @timestamp > 1700000000", f"{MS}: 1700000000 are seconds; write 1700000000000"),
    ("filter @timestamp > now() - 60", f"{MS}, and now() gives seconds: write now() * 1000"),
    ("filter status = 400 or 500", "500 alone is always true; several values: field in [1, 2]"),
    ('filter a like "x" or "y"', '"y" alone is no condition: like "y" is'),
    ("stats count(*) by detail-type", "detail-type is detail minus type; a field of that name is `detail-type`"),
]  # fmt: skip
MEANT = [
    "filter a like '100%'",
    "filter a like '|'",
    "filter toMillis(@timestamp) >= (now() * 1000 - 7200000)",
    "filter @timestamp > 1700000000 * 1000",
    "stats max(a) as x, min(a) as y | fields x-y",
    "fields a-b as c",
    "stats count(*) as ALL_OF | filter 1 = ALL_OF",
]


@pytest.mark.parametrize(("query", "told"), TOLD)
def test_what_is_surely_not_meant_is_told(query: str, told: str) -> None:
    assert doubts(parse(query)) == (told,)


@pytest.mark.parametrize("query", MEANT)
def test_what_may_be_meant_is_not(query: str) -> None:
    assert doubts(parse(query)) == ()


@pytest.mark.parametrize("text", [each.text for each in saved_queries()])
def test_no_saved_query_is_doubted(text: str) -> None:
    assert doubts(parse(text)) == ()
