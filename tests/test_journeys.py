"""A request is followed through the functions that share its id, and its end is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.pipeline.journeys import follow

if TYPE_CHECKING:
    from pathlib import Path

API = "11111111-0000-4000-8000-000000000001"
STOCK = "22222222-0000-4000-8000-000000000002"
TRACE = "1-65f0c1d2-aabbccddeeff001122334455"


def invocation(request: str, at: str, line: str, report: str, function: str) -> list[object]:
    stream = f"2026/03/01/{function}[$LATEST]{'0123456789abcdef' * 2}"
    tail = f"\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\nXRAY TraceId: {TRACE}\t"
    told = [
        f"START RequestId: {request} Version: $LATEST",
        f"[INFO]\t2026-03-01T{at}.010Z\t{request}\t{line}",
        f"END RequestId: {request}",
        f"REPORT RequestId: {request}\t{report}{tail}",
    ]
    second = 1_772_359_200_000 + 1000 * int(at[-2:])
    return [
        {"logStreamName": stream, "timestamp": second + n, "message": text}
        for n, text in enumerate(told)
    ]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    good = "Duration: 120.00 ms\tBilled Duration: 120 ms"
    bad = "Duration: 3000.00 ms\tBilled Duration: 3000 ms"
    api = invocation(API, "10:00:01", "order corr-7f3a91 received", good, "api")
    stock = invocation(STOCK, "10:00:02", "reserve for corr-7f3a91", bad, "stock")
    stock[3]["message"] += "\tStatus: timeout"  # type: ignore[index]
    for name, events in (("api", api), ("stock", stock)):
        body = {"events": events}
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    return tmp_path


def test_a_trace_that_crosses_functions_is_told_to_its_failing_end(logs: Path) -> None:
    (journey,) = diagnose([str(logs)]).journeys
    assert [(hop.request_id, hop.outcome) for hop in journey.hops] == [
        (API, "ok"),
        (STOCK, "timeout"),
    ]


def test_an_id_in_the_lines_leads_from_function_to_function(logs: Path) -> None:
    journey = follow("corr-7f3a91", [str(logs)])
    assert [hop.request_id for hop in journey.hops] == [API, STOCK]


def test_the_end_of_a_journey_is_the_deepest_failure(logs: Path) -> None:
    assert follow("corr-7f3a91", [str(logs)]).end == "stops at stock: timeout"


def test_an_id_that_nothing_carries_has_no_hops(logs: Path) -> None:
    assert follow("corr-000000", [str(logs)]).hops == ()


def test_an_id_too_short_to_be_one_is_refused(logs: Path) -> None:
    with pytest.raises(UsageError):
        follow("7", [str(logs)])


def test_one_functions_failures_are_no_journey(tmp_path: Path, logs: Path) -> None:
    (logs / "api.json").unlink()
    assert diagnose([str(tmp_path)]).journeys == ()
