"""Durable functions write ordinary platform lines at each replay, and ids of their own in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.pipeline.journeys import follow
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

FIRST, REPLAY = "6f1d2c3b-0000-4000-8000-000000000001", "6f1d2c3b-0000-4000-8000-000000000002"
EXECUTION = (
    "arn:aws:lambda:eu-west-1:111122223333:function:orders:$LATEST/durable-execution/order-17/"
    "3f8a1c52-0000-4000-8000-00000000000a"
)


def logged(request: str, second: int, level: str, message: str, **more: object) -> str:
    """A line of the SDK's logger in the JSON format (aws-durable-execution-sdk-python 3.0)."""
    at = f"2026-03-01T10:00:{second:02d}Z"
    ids = {"executionArn": EXECUTION, "operationName": "charge", "operationId": "2", "attempt": 1}
    head = {"timestamp": at, "level": level, "message": message, "logger": "root"}
    return json.dumps({**head, "requestId": request, **ids, **more})


def platform(kind: str, request: str, second: int, **record: object) -> str:
    at = f"2026-03-01T10:00:{second:02d}.500Z"
    return json.dumps({"time": at, "type": kind, "record": {"requestId": request, **record}})


def replayed(request: str, second: int, line: str) -> list[str]:
    metrics = {
        "durationMs": 20.5,
        "billedDurationMs": 21,
        "memorySizeMB": 128,
        "maxMemoryUsedMB": 60,
    }
    return [
        platform("platform.start", request, second, version="$LATEST"),
        line,
        platform("platform.report", request, second, status="success", metrics=metrics),
    ]


@pytest.fixture
def log(tmp_path: Path) -> str:
    lines = [
        *replayed(FIRST, 1, logged(FIRST, 1, "INFO", "charging")),
        *replayed(REPLAY, 9, logged(REPLAY, 9, "ERROR", "StepError: refused", attempt=2)),
    ]
    path = tmp_path / "orders.log"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_each_replay_is_an_invocation_by_itself(log: str) -> None:
    case, _ = collect([log], ())
    with case:
        seen = case.execute("SELECT request_id, status, attempt FROM invocations ORDER BY start_us")

    assert seen == [(FIRST, "ok", 1), (REPLAY, "ok", 1)]


def test_an_execution_is_followed_over_its_replays_by_its_arn(log: str) -> None:
    assert [hop.request_id for hop in follow(EXECUTION, [log]).hops] == [FIRST, REPLAY]
