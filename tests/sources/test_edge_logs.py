"""Lambda@Edge logs in the Region of the visitor, in a group that names the Region of the function."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

ID = "6f1d2c3b-0000-4000-8000-000000000001"
ARN = "arn:aws:lambda:us-east-1:111122223333:function:viewer"
STREAM = "2026/03/01/[7]0123456789abcdef0123456789abcdef"
NUMBERS = "Duration: 3.10 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t"
TOLD = (
    f"START RequestId: {ID} Version: 7",
    f"END RequestId: {ID}",
    f"REPORT RequestId: {ID}\t{NUMBERS}",
)
FIRST_MS = 1_772_359_200_000  # 2026-03-01T10:00:00Z


def subscribed(group: str) -> str:
    """What a subscription of a log group delivers."""
    events = [{"id": str(n), "timestamp": FIRST_MS + n, "message": t} for n, t in enumerate(TOLD)]
    head = {"messageType": "DATA_MESSAGE", "owner": "111122223333", "subscriptionFilters": ["all"]}
    return json.dumps({**head, "logGroup": group, "logStream": STREAM, "logEvents": events})


def queried(group: str) -> str:
    """What a query of Logs Insights answers."""
    rows = [
        {"@timestamp": f"2026-03-01 10:00:00.00{n}", "@message": t, "@logStream": STREAM,
         "@log": f"111122223333:{group}"}
        for n, t in enumerate(TOLD)
    ]  # fmt: skip
    results = [[{"field": k, "value": v} for k, v in row.items()] for row in rows]
    return json.dumps({"results": results, "status": "Complete"})


def resources(folder: Path, texts: list[str]) -> list[tuple]:
    for n, text in enumerate(texts):
        (folder / f"{n}.json").write_text(text, encoding="utf-8")
    case, _ = collect([str(folder)], ())
    with case:
        return case.execute("SELECT DISTINCT resource, version FROM invocations")


@pytest.mark.parametrize("told", [subscribed, queried])
def test_the_group_of_a_replica_names_the_function_without_its_region(tmp_path, told):
    assert resources(tmp_path, [told("/aws/lambda/us-east-1.viewer")]) == [("?:viewer", "7")]


def test_a_replica_belongs_to_the_configuration_of_the_function(tmp_path):
    configuration = json.dumps({"FunctionName": "viewer", "FunctionArn": ARN, "Handler": "a.b"})

    found = resources(tmp_path, [configuration, subscribed("/aws/lambda/us-east-1.viewer")])

    assert found == [(ARN, "7")]


def test_replicas_of_several_regions_are_one_function(tmp_path):
    groups = ("/aws/lambda/us-east-1.viewer", "/aws/lambda/viewer")

    assert resources(tmp_path, [subscribed(g) for g in groups]) == [("?:viewer", "7")]


def test_a_function_may_be_named_like_a_region(tmp_path):
    assert resources(tmp_path, [subscribed("/aws/lambda/us-east-1")]) == [("?:us-east-1", "7")]
