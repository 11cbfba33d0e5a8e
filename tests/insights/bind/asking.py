"""How the tests of the binder ask: a text in, a described plan or the sentence of an error out."""

from __future__ import annotations

import pytest

from lambda_triage.insights.bind import Clock, bind, describe
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.parse import parse
from lambda_triage.insights.plan import Plan

CLOCK = Clock(1_700_000_000_500, 1_699_990_000_000, 1_700_000_000_000)


def bound(query: str, clock: Clock = CLOCK) -> Plan:
    return bind(parse(query), clock)


def described(query: str) -> list[str]:
    return describe(bound(query)).split("\n")


def shown(query: str) -> list[str]:
    """The names of the columns that the query shows."""
    return [each.name for each in bound(query).shown]


def refused(query: str) -> tuple[str, str]:
    """The words that an error points at, and what it says."""
    tree = parse(query)
    with pytest.raises(QueryError) as caught:
        bind(tree, CLOCK)
    error = caught.value
    sentence = str(error).split("\n")[0].split(": ", 1)[1]
    return query[error.span.start : error.span.end], sentence
