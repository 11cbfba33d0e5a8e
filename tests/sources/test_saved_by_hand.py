"""Files that a person saved are known by their names, where their content does not tell enough."""

from __future__ import annotations

import json

import pytest

from lambda_triage.evidence.documents import Stage
from lambda_triage.sources.collect import collect

ID = "5b0c7e1a-005b-4d2f-8a31-000000000011"
LINES = (
    f"START RequestId: {ID} Version: $LATEST\n",
    f"END RequestId: {ID}\n",
    (
        f"REPORT RequestId: {ID}\tDuration: 30.00 ms\tBilled Duration: 30 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 52 MB\n"
    ),
)
STREAM = "2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef"
CUSTOM = "2026/03/01/orders[$LATEST]0123456789abcdef0123456789abcdef"


def events(stream=STREAM):
    return [
        {
            "logStreamName": stream,
            "timestamp": 1772359200000 + n,
            "message": line,
            "eventId": str(n),
        }
        for n, line in enumerate(LINES)
    ]


def functions(folder):
    case, _ = collect([str(folder)], [])
    with case:
        return {row[0] for row in case.execute("SELECT DISTINCT resource FROM invocations")}


@pytest.mark.parametrize(
    "name",
    [
        "filter-log-events.orders.json",
        "03-logs_filter-log-events.orders.json",
        "filter-log-events._aws_lambda_orders.json",
        "get-log-events.aws-lambda-orders.json",
        "_aws_lambda_orders.json",
        "-aws-lambda-orders.txt",
    ],
)
def test_log_events_belong_to_the_function_that_their_file_is_named_for(name, tmp_path):
    (tmp_path / name).write_text(json.dumps({"events": events()}))

    assert functions(tmp_path) == {"?:orders"}


def test_log_events_of_a_group_of_ones_own_belong_to_the_function_in_the_stream(tmp_path):
    path = tmp_path / "filter-log-events.shared.json"
    path.write_text(json.dumps({"events": events(CUSTOM), "searchedLogStreams": []}))

    assert functions(tmp_path) == {"?:orders"}


@pytest.mark.parametrize(
    "name", ["filter-log-events.json", "aws-lambda-errors.json", "events.json"]
)
def test_a_name_that_tells_no_group_tells_no_function(name, tmp_path):
    (tmp_path / name).write_text(json.dumps({"events": events()}))

    assert functions(tmp_path) == {"?:unknown"}


def test_a_word_of_ones_own_does_not_stand_against_the_only_function(tmp_path):
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
    function = {"FunctionName": "orders", "FunctionArn": arn, "Runtime": "python3.13", "Timeout": 3,
                "Handler": "app.handler"}  # fmt: skip
    (tmp_path / "get-function-configuration.json").write_text(json.dumps(function))
    (tmp_path / "filter-log-events.errors.json").write_text(json.dumps({"events": events()}))

    assert functions(tmp_path) == {arn}


STAGES = [
    {"stageName": "prod", "tracingEnabled": False},
    {"deploymentId": "d1", "stageName": "prod", "cacheClusterEnabled": False, "methodSettings": {},
     "tracingEnabled": False, "createdDate": "2026-03-01T10:00:00Z"},
    {"StageName": "$default", "AutoDeploy": True, "RouteSettings": {}, "Tags": {}},
]  # fmt: skip


@pytest.mark.parametrize("body", STAGES)
@pytest.mark.parametrize("end", ["", "\n"])
def test_an_answer_on_one_line_is_a_document(body, end, tmp_path):
    path = tmp_path / "get-stage.a1b2c3.json"
    path.write_text(json.dumps(body) + end)
    case, reading = collect([str(path)], [])
    with case:
        found = [(s.resource, s.stage) for s in case.documents(Stage)]

    assert found == [("?:a1b2c3", body.get("stageName") or body.get("StageName"))]
    assert "application" not in reading.kinds


def test_json_lines_are_a_log_whatever_their_file_is_called(tmp_path):
    path = tmp_path / "get-stage.json"
    path.write_text('{"level":"INFO","message":"a"}\n{"level":"INFO","message":"b"}\n')
    case, reading = collect([str(path)], [])
    with case:
        found = case.documents(Stage)

    assert (found, reading.events) == ((), 2)
