"""Whatever well-formed commands are put together: a sound plan, or an error at a place."""

from __future__ import annotations

import random

import pytest

from lambda_triage.insights.bind import describe
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Plan
from tests.insights.bind.asking import bound
from tests.insights.bind.sound import faults

VALUES = (
    "a", "@duration", "@message", "n", "j.a", "e.b.c", "k", "t", "1", '"x"', "true",
    "strlen(a)", "a + n * 2", "coalesce(a, 0)", "bin(5m)", "datefloor(@timestamp, 1h)",
    "jsonParse(@message)", "split(a, ',')", "if(a > 1, n, k)", "-a", "now()", "count(*)",
    'a like /x(?<y>.)/ or k in [1, "b"]', "b.y", "l.a", "`a b`",
)  # fmt: skip
AGGREGATES = (
    "count(*)", "count(a)", "sum(n)", "avg(strlen(@message))", "max(a)", "min(@timestamp)",
    "pct(@duration, 99)", "earliest(a)", "values(k)", "sum(a) / count(*)", "topk(2, a)",
    "rate(n, 1m)", "stddev(j.a)", "n / 2", "max(t)",
)  # fmt: skip
NAMES = ("a", "n", "k", "t", "j", "e", "x y", "c")
TEMPLATES = (
    "fields {v} as {n}", "fields {v}, {v} as {n}", "display {v}, {v}", "filter {v} = {v}",
    "filter {v}", "stats {g} as {n} by {v}", "stats {g}, {g} as {n}",
    "stats {g} as {n}, {g} by {v} as {n}, {v}", "sort {v} desc, {v}", "limit 5", "dedup {m}, {m}",
    'parse {v} "*-*" as {n}, {n}', "parse @message /(?<k>.)(?<t>.)/ multi", "pattern {v}",
    "unnest {m} into {n}", "expand {m}", "lookup tab id as {m} OUTPUTNEW {n}", "addtotals {m}",
    "accum {m} as {n}", "autoregress {m} p=1-2", "filldown", "fillmissing with 0 for {m}",
    "outlier mark=true {m}", "sessionize {m}", "countFrequent {m}", "estimate",
    "relevantfields where {v} > 1", "relevantfields {m}, {m} where {v}",
    "appendcols (SOURCE 'g' | stats count(*) as {n} by a)", "filter {v} in (SOURCE 'g' | fields {v})",
    "join type=left left=l right=b where l.k=b.k (SOURCE 'g')",
)  # fmt: skip


def pipeline(chance: random.Random) -> str:
    commands = []
    for _ in range(chance.randint(1, 5)):
        command = chance.choice(TEMPLATES)
        for mark, words in (("{v}", VALUES), ("{g}", AGGREGATES), ("{n}", NAMES), ("{m}", NAMES)):
            while mark in command:
                word = chance.choice(words)
                quoted = f"`{word}`" if mark in ("{n}", "{m}") and " " in word else word
                command = command.replace(mark, quoted, 1)
        commands.append(command)
    return " | ".join(commands)


def survives(seed: int) -> bool:
    """Whether the pipeline has a plan."""
    query = pipeline(random.Random(seed))
    found = answer(query)
    if isinstance(found, QueryError):
        assert 0 <= found.span.start <= found.span.end <= len(query), query
        return False
    assert faults(found) == [], query
    assert describe(found)
    return True


def answer(query: str) -> Plan | QueryError:
    try:
        return bound(query)
    except QueryError as error:
        return error


def test_a_pipeline_has_a_sound_plan_or_an_error() -> None:
    assert sum(survives(seed) for seed in range(1_500)) > 300


@pytest.mark.long
def test_many_pipelines_have_sound_plans_or_errors() -> None:
    for seed in range(1_500, 100_000):
        survives(seed)
