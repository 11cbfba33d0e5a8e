"""A request is followed through the functions that share its id, and its end is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks.index import indexed
from lambda_triage.errors import UsageError
from lambda_triage.pipeline.diagnose import answer, diagnose
from lambda_triage.pipeline.journeys import follow
from lambda_triage.pipeline.shared_ids import SMALL_BYTES, shared, wanted
from lambda_triage.reports.story import journey_lines
from lambda_triage.sources.collect import collect

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


SECOND = 1_772_359_200_000  # 2026-03-01T10:00:00Z


def plain(function: str, at: int, line: str, status: str = "") -> list[object]:
    """One invocation without a trace: its lines a second after the one before."""
    request = f"33333333-0000-4000-8000-{at:012d}"
    numbers = "Duration: 20.00 ms\tBilled Duration: 20 ms\tMemory Size: 128 MB"
    end = f"\tStatus: {status}" if status else ""
    told = [
        f"START RequestId: {request} Version: $LATEST",
        f"{request}\t{line}",
        f"END RequestId: {request}",
        f"REPORT RequestId: {request}\t{numbers}\tMax Memory Used: 60 MB{end}\t",
    ]
    stream = f"2026/03/01/{function}[$LATEST]{'0123456789abcdef' * 2}"
    return [
        {"logStreamName": stream, "timestamp": SECOND + 1000 * at + n, "message": text}
        for n, text in enumerate(told)
    ]


def written(folder: Path, count: int, failing: tuple[int, ...], line: str) -> str:
    """Invocations of two functions in turn, all with the same line."""
    events: dict[str, list[object]] = {"api": [], "stock": []}
    for at in range(count):
        name = ("api", "stock")[at % 2]
        events[name] += plain(name, at, line, "timeout" if at in failing else "")
    for name, told in events.items():
        (folder / f"{name}.json").write_text(json.dumps({"events": told}))
    return str(folder)


def test_every_invocation_with_the_id_is_followed(tmp_path: Path) -> None:
    journey = follow("corr-7f3a91", [written(tmp_path, 20, (9,), "order corr-7f3a91")])
    assert [hop.outcome for hop in journey.hops] == ["ok"] * 9 + ["timeout"] + ["ok"] * 10


def test_a_failure_on_the_way_is_its_end_although_others_follow(tmp_path: Path) -> None:
    journey = follow("corr-7f3a91", [written(tmp_path, 20, (9,), "order corr-7f3a91")])
    assert journey.end == (
        "fails at stock: timeout, and goes on: 10 later invocations carry this id, ending well"
    )


def test_of_a_long_journey_the_failures_and_the_end_are_shown_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    journey = follow("corr-7f3a91", [written(tmp_path, 120, (71, 77), "order corr-7f3a91")])
    failed = [hop.request_id[-3:] for hop in journey.hops if hop.outcome == "timeout"]
    last = journey.hops[-1].request_id[-3:]
    assert (failed, last, len(journey.hops) + journey.more) == (["071", "077"], "119", 120)


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    journey = follow("corr-7f3a91", [written(tmp_path, 120, (), "order corr-7f3a91")])
    assert f"and {journey.more} more" in journey_lines(journey)


@pytest.mark.parametrize(
    "line",
    [
        '{"level": "INFO", "correlation_id": "corr-7f3a91", "message": "order"}',
        "order received, correlationId=corr-7f3a91",
        'headers {"x-correlation-id": "corr-7f3a91"}',
        "headers {'X-Request-Id': 'corr-7f3a91'}",
        r'record "{\"messageId\": \"corr-7f3a91\"}"',
        "for arn:aws:states:eu-west-1:111122223333:execution:orders:corr-7f3a91",
    ],
)
def test_a_diagnosis_joins_functions_by_the_id_in_their_lines(tmp_path: Path, line: str) -> None:
    (journey,) = diagnose([written(tmp_path, 4, (3,), line)]).journeys
    assert (journey.id[-11:], journey.end) == ("corr-7f3a91", "stops at stock: timeout")


def test_an_id_of_many_invocations_is_no_request(tmp_path: Path) -> None:
    report = diagnose([written(tmp_path, 60, (3,), "correlation_id=corr-7f3a91")])
    assert report.journeys == ()


def test_a_field_without_a_value_of_its_own_joins_nothing(tmp_path: Path) -> None:
    report = diagnose([written(tmp_path, 4, (3,), "correlation_id=undefined")])
    assert report.journeys == ()


def test_of_more_evidence_only_the_ids_of_kept_lines_are_looked_for(tmp_path: Path) -> None:
    told = written(tmp_path, 4, (), '{"level": "INFO", "correlation_id": "corr-7f3a91"}')
    path = tmp_path / "stock.json"
    body = json.loads(path.read_text())
    error = (
        "[ERROR] KeyError: 'total' correlation_id=corr-7f3a91\nTraceback (most recent call last):"
    )
    body["events"][-3]["message"] = f'{error}\n  File "/var/task/app.py", line 7, in handler'
    path.write_text(json.dumps(body))
    case, reading = collect([told], [s for check in indexed() for s in check.signatures])
    reading.bytes = SMALL_BYTES + 1
    with case:
        report = answer(case, reading)
        ids = wanted(case, reading, report)
    (journey,) = shared([told], ids)
    assert ([s.literals for s in ids], journey.end[:20]) == (
        [("corr-7f3a91",)],
        "stops at stock: erro",
    )


def test_a_secret_in_the_place_of_an_id_is_not_told(tmp_path: Path) -> None:
    line = "X-Request-Id: " + "AKIA" + "ABCDEFGHIJKLMN12"
    assert diagnose([written(tmp_path, 4, (3,), line)]).journeys == ()
