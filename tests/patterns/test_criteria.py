"""Filter criteria: how each source's record is seen, and what is dropped for its format."""

from __future__ import annotations

import base64
import json

import pytest

from lambda_triage.errors import PatternError
from lambda_triage.patterns import match_filter_criteria


def criteria(*patterns):
    return {"Filters": [{"Pattern": json.dumps(pattern)} for pattern in patterns]}


def encoded(message):
    data = message if isinstance(message, bytes) else message.encode()
    return base64.b64encode(data).decode()


def kinesis(message):
    return {
        "kinesis": {"partitionKey": "k1", "data": encoded(message)},
        "eventSource": "aws:kinesis",
    }


def sqs(body):
    return {"messageId": "1", "body": body, "messageAttributes": {"kind": {"stringValue": "new"}}}


JSON = '{"kind": "new", "count": 5}'
BY_KIND, BY_TEXT = {"kind": ["new"]}, [{"prefix": "new"}]
INSERTED = {
    "eventName": "INSERT",
    "dynamodb": {"NewImage": {"state": {"S": "new"}, "count": {"N": "5"}}},
}


@pytest.mark.parametrize(
    ("source", "pattern", "record", "matched"),
    [
        ("sqs", {"body": BY_KIND}, sqs(JSON), True),
        ("sqs", {"body": BY_KIND}, sqs('{"kind": "old"}'), False),
        ("sqs", {"body": BY_TEXT}, sqs("new order"), True),
        ("sqs", {"body": BY_TEXT}, sqs("old order"), False),
        ("sqs", {"body": BY_KIND}, sqs("new order"), False),
        ("sqs", {"body": [{"exists": True}]}, sqs(JSON), False),
        ("sqs", {"body": {"kind": [{"exists": False}]}}, sqs("new order"), False),
        ("sqs", {"body": ["42"]}, sqs("42"), True),
        ("sqs", {"messageId": ["1"]}, sqs("new order"), True),
        ("sqs", {"messageAttributes": {"kind": {"stringValue": ["new"]}}}, sqs(JSON), True),
        ("sqs", {"kind": ["new"]}, sqs(JSON), False),
        ("sqs", {"$or": [{"body": BY_KIND}, {"body": BY_TEXT}]}, sqs("new order"), True),
        ("sqs", {"$or": [{"body": BY_KIND}, {"body": BY_TEXT}]}, sqs(JSON), True),
        ("kinesis", {"data": BY_KIND}, kinesis(JSON), True),
        ("kinesis", {"kinesis": {"data": BY_KIND}}, kinesis(JSON), False),
        ("kinesis", {"data": BY_KIND}, kinesis("new order"), False),
        ("kinesis", {"data": BY_KIND}, kinesis(b"\x1f\x8b\xff"), False),
        ("kinesis", {"partitionKey": ["k1"]}, kinesis(b"\x1f\x8b\xff"), True),
        ("dynamodb", {"eventName": ["INSERT"]}, INSERTED, True),
        ("dynamodb", {"dynamodb": {"NewImage": {"state": {"S": ["new"]}}}}, INSERTED, True),
        ("dynamodb", {"dynamodb": {"NewImage": {"count": {"N": ["5"]}}}}, INSERTED, True),
        (
            "dynamodb",
            {"dynamodb": {"NewImage": {"count": {"N": [{"numeric": ["=", 5]}]}}}},
            INSERTED,
            False,
        ),
        ("msk", {"value": BY_KIND}, {"topic": "t", "value": encoded(JSON)}, True),
        ("kafka", {"value": BY_TEXT}, {"topic": "t", "value": encoded("new order")}, True),
        ("kafka", {"key": ["k1"]}, {"key": encoded("k1"), "value": encoded(JSON)}, True),
        ("kafka", {"topic": ["t"]}, {"topic": "t", "value": encoded(b"\xff")}, False),
        ("kafka", {"value": [None]}, {"value": None}, True),
        ("mq", {"data": BY_KIND}, {"messageID": "1", "data": encoded(JSON)}, True),
        ("mq", {"data": BY_KIND}, {"messageID": "1", "data": "not base64"}, False),
    ],
)
def test_a_record_is_filtered_as_its_source_shows_it(source, pattern, record, matched):
    actual = match_filter_criteria(criteria(pattern), record, source)

    assert actual.matched is matched, actual.reason


def test_a_message_of_the_other_format_is_dropped_with_the_reason():
    actual = match_filter_criteria(criteria({"body": BY_KIND}), sqs("new order"), "sqs")

    assert (actual.clause, actual.actual, actual.reason) == (
        "$.body",
        "new order",
        "$.body is a plain string, its pattern an object for JSON, and such a record is dropped",
    )


def test_one_of_several_filters_is_enough():
    several = criteria({"body": {"kind": ["old"]}}, {"body": BY_KIND})

    assert match_filter_criteria(several, sqs(JSON), "sqs").matched is True


def test_where_no_filter_is_met_the_first_is_told():
    several = criteria({"body": {"kind": ["old"]}}, {"messageId": ["2"]})

    actual = match_filter_criteria(several, sqs(JSON), "sqs")

    assert (actual.clause, actual.reason) == (
        "$.body.kind",
        'none of 2 filters is met; first: $.body.kind is "new", wanted is "old"',
    )


@pytest.mark.parametrize("none", [None, {}, {"Filters": []}, '{"Filters": []}'])
def test_without_filters_every_record_passes(none):
    assert match_filter_criteria(none, sqs("x"), "documentdb").matched is True


@pytest.mark.parametrize(
    ("filters", "source", "place"),
    [
        ({"Filters": [{"Pattern": {"body": ["x"]}}]}, "sqs", "$.Filters[0].Pattern"),
        ({"Filters": ["x"]}, "sqs", "$.Filters[0].Pattern"),
        ({"Filters": "x"}, "sqs", "$.Filters"),
        (criteria({"body": ["x"]}, {"body": "x"}), "sqs", "$.Filters[1].Pattern at $.body"),
        (criteria({"data": ["x"]}), "kinesis", "$.Filters[0].Pattern at $.data"),
        (criteria({"dynamodb": ["x"]}), "dynamodb", "$.Filters[0].Pattern at $.dynamodb"),
        (criteria({"a": ["x"]}), "documentdb", "$.Filters"),
        (criteria(*[{"body": ["x"]}] * 11), "sqs", "$.Filters"),
    ],
)
def test_criteria_that_aws_would_not_take_are_refused(filters, source, place):
    with pytest.raises(PatternError) as raised:
        match_filter_criteria(filters, {}, source)

    assert raised.value.path == place


def test_a_pipe_ignores_case_in_a_prefix_where_lambda_does_not():
    folded = criteria({"body": {"kind": [{"prefix": {"equals-ignore-case": "NEW"}}]}})

    assert match_filter_criteria(folded, sqs(JSON), "sqs", "pipes").matched is True


def test_a_pipe_takes_the_flat_record_of_a_stream():
    record = {"partitionKey": "k1", "data": encoded(JSON), "eventSource": "aws:kinesis"}

    actual = match_filter_criteria(criteria({"data": BY_KIND}), record, "kinesis", "pipes")

    assert actual.matched is True
