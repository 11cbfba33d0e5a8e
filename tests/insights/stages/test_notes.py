"""A name that no event can have is told of, and stays missing."""

from __future__ import annotations

import pytest

from lambda_triage.insights import query
from lambda_triage.insights.duckdb.unknown import notes as of_plan
from lambda_triage.insights.run import plan_of
from lambda_triage.insights.saved import saved_queries
from tests.insights.samples import samples
from tests.insights.stages.logs import of


def notes(text: str) -> tuple[str, ...]:
    with query(text, of("a"), tables={}) as result:
        return result.notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stats max(@duraton)", ("no event has @duraton; did you mean @duration?",)),
        ("filter @TYPE = 'REPORT'", ("no event has @TYPE; did you mean @type?",)),
        (
            "fields @owner",
            ('no event has @owner; the key "@owner" of a JSON message is the field @@owner',),
        ),
        (
            "filter @requestId in (SOURCE 'g' | filter @typ = 'START' | fields @requestID)",
            (
                "no event has @typ; did you mean @type?",
                "no event has @requestID; did you mean @requestId?",
            ),
        ),
        (
            "parse @message /(?<user>a)/ | stats count(*) by @user",
            ("no event has @user; did you mean user?",),
        ),
        ("fields @@owner, @entity.KeyAttributes.Name, @aws.region, @data_format, @ptr", ()),
        ("parse @message '* *' as @first, @rest | filter @first = 'a'", ()),
        ("fields 1 as @one | stats sum(@one) as @all by bin(5m) | sort @all", ()),
        ("pattern @message | filter @ratio > 0.5 | sort @sampleCount", ()),
    ],
)
def test_a_name_that_no_event_has_is_told_of(text: str, expected: tuple[str, ...]) -> None:
    assert sorted(notes(text)) == sorted(expected)


def test_a_note_is_no_error() -> None:
    with query("stats count(*), max(@duraton)", of("a")) as result:
        assert list(result.rows) == [("1", None)]


def test_queries_of_aws_and_the_saved_ones_name_fields_that_are_there() -> None:
    asked = [*(each.query for each in samples()), *(each.text for each in saved_queries())]
    told = [note for each in asked for note in of_plan(plan_of(each))]

    # a page of the guide names groups of its regex with @ before them
    assert sorted(told) == [
        "no event has @method2; did you mean method2?",
        "no event has @user2; did you mean user2?",
    ]
