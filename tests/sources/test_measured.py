"""Measurements in logs: Lambda Insights, embedded metrics, access logs of APIs, and flows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

AT_MS, AT_US, S = 1_772_359_200_000, 1_772_359_200_000_000, 1_000_000
INSIGHTS: dict[str, object] = {
    "function_name": "orders", "request_id": "r-1", "duration": 12.5, "cold_start": True,
    "used_memory_max": 90, "total_memory": 128, "cpu_total_time": 10, "threads_max": 7,
    "fd_use": 3, "fd_max": 1024, "tmp_used": 5, "tmp_max": 9, "rx_bytes": 1, "tx_bytes": 2,
    "_aws": {
        "Timestamp": AT_MS,
        "CloudWatchMetrics": [
            {"Namespace": "LambdaInsights", "Metrics": [{"Name": "used_memory_max"}]}
        ],
    },
}  # fmt: skip
EMBEDDED: dict[str, object] = {
    "_aws": {
        "Timestamp": AT_MS,
        "CloudWatchMetrics": [
            {"Namespace": "shop", "Dimensions": [["service"]],
             "Metrics": [{"Name": "Latency", "Unit": "Milliseconds"}, {"Name": "Count"}]}
        ],
    },
    "service": "orders", "Latency": [1, 2.5], "Count": 3,
}  # fmt: skip
ACCESS: dict[str, object] = {
    "requestId": "a", "requestTime": "01/Mar/2026:11:00:00 +0100", "routeKey": "GET /orders",
    "status": "504", "integrationStatus": "200", "integrationErrorMessage": "-",
    "responseLatency": "29000", "integrationLatency": "28990",
}  # fmt: skip
NUMBERS = ["1e999", "-1e999", "NaN", "1" + "0" * 30, "1" + "0" * 400, "1" + "0" * 5000]


def logged(*messages: str) -> str:
    """An answer of FilterLogEvents."""
    events = [
        {"logStreamName": "s", "timestamp": AT_MS + n, "message": m, "eventId": str(n)}
        for n, m in enumerate(messages)
    ]
    return json.dumps({"events": events})


def read(folder: Path, text: str, sql: str) -> list[tuple]:
    (folder / "a.log").write_text(text + "\n", encoding="utf-8")
    case, reading = collect([str(folder / "a.log")], [])
    assert reading.unreadable == []
    with case:
        return case.execute(sql)


# Lambda Insights and embedded metrics


@pytest.mark.parametrize(
    ("text", "environment"), [(json.dumps(INSIGHTS), None), (logged(json.dumps(INSIGHTS)), "s")]
)
def test_an_insights_event_is_one_row_of_usage(
    text: str, environment: str | None, tmp_path: Path
) -> None:
    (row,) = read(tmp_path, text, "SELECT * EXCLUDE (input, line) FROM usage")

    assert row == ("?:orders", environment, "r-1", AT_US, 12_500, True, 90, 128, 10, 7, 3, 1024,
                   5, 9, 1, 2)  # fmt: skip


def test_what_an_insights_event_leaves_out_is_unknown(tmp_path: Path) -> None:
    short = {k: INSIGHTS[k] for k in ("function_name", "_aws")} | {"duration": "12", "fd_use": True}

    (row,) = read(tmp_path, json.dumps(short), "SELECT * EXCLUDE (input, line) FROM usage")

    assert row == ("?:orders", None, None, AT_US, *[None] * 12)


@pytest.mark.parametrize(
    "text",
    [json.dumps(EMBEDDED), logged(json.dumps(EMBEDDED)),
     f"2026-03-01T10:00:00.000Z\tr-1\tINFO\t{json.dumps(EMBEDDED)}"],
    ids=["line", "answer", "node"],
)  # fmt: skip
def test_every_value_of_an_embedded_metric_is_a_point(text: str, tmp_path: Path) -> None:
    rows = read(tmp_path, text, "SELECT metric, time_us, value FROM metrics")

    assert rows == [("Latency", AT_US, 1.0), ("Latency", AT_US, 2.5), ("Count", AT_US, 3.0)]


def test_a_metric_that_is_named_and_not_given_is_no_point(tmp_path: Path) -> None:
    text = json.dumps({**EMBEDDED, "Latency": "slow", "Count": [None, True, 4]})

    assert read(tmp_path, text, "SELECT metric, value FROM metrics") == [("Count", 4.0)]


@pytest.mark.parametrize("told", NUMBERS, ids=lambda t: t[:9])
@pytest.mark.parametrize("name", ["duration", "used_memory_max", "rx_bytes"])
def test_a_number_that_no_table_holds_is_unknown(name: str, told: str, tmp_path: Path) -> None:
    text = json.dumps({**INSIGHTS, name: "X"}).replace('"X"', told)

    rows = read(tmp_path, text, "SELECT duration_us, memory_mb, rx_bytes FROM usage")

    held = {"duration": 12_500, "used_memory_max": 90, "rx_bytes": 1} | {name: None}
    assert rows in ([tuple(held.values())], [])  # Python reads no integer of 5000 digits


@pytest.mark.parametrize("told", NUMBERS, ids=lambda t: t[:9])
def test_a_value_that_no_table_holds_is_no_point(told: str, tmp_path: Path) -> None:
    text = json.dumps({**EMBEDDED, "Latency": "X"}).replace('"X"', told)

    assert read(tmp_path, text, "SELECT metric FROM metrics WHERE metric = 'Latency'") == []


# Access logs


COUNTED = "SELECT route, status, integration_status, error, requests, latency_ms FROM requests"


def test_requests_are_counted_by_what_came_of_them(tmp_path: Path) -> None:
    slower, fine = {**ACCESS, "responseLatency": "30001"}, {**ACCESS, "status": 200}
    text = "\n".join(map(json.dumps, (ACCESS, slower, fine)))

    assert read(tmp_path, text, COUNTED) == [
        ("GET /orders", 200, 200, None, 1, 29_000),
        ("GET /orders", 504, 200, None, 2, 30_001),
    ]


def test_a_request_has_the_time_that_its_record_tells(tmp_path: Path) -> None:
    epoch = {**ACCESS, "requestTimeEpoch": AT_MS + 5_000}
    text = f"{json.dumps(ACCESS)}\n{json.dumps(epoch)}"

    assert read(tmp_path, text, "SELECT first_us, last_us, line FROM requests") == [
        (AT_US, AT_US + 5 * S, 1)
    ]


@pytest.mark.parametrize(
    ("told", "error"),
    [({"integrationErrorMessage": "timed out"}, "timed out"),
     ({"authorizerError": "denied", "errorMessage": "x"}, "x"),
     ({"wafResponseCode": "WAF_BLOCK"}, "WAF_BLOCK"), ({"wafResponseCode": "WAF_ALLOW"}, None)],
)  # fmt: skip
def test_the_first_error_that_says_something_is_kept(
    told: dict[str, str], error: str | None, tmp_path: Path
) -> None:
    ((*_, kept, _, _),) = read(tmp_path, json.dumps(ACCESS | told), COUNTED)

    assert kept == error


def test_rest_apis_tell_method_and_path_apart(tmp_path: Path) -> None:
    rest = {k: v for k, v in ACCESS.items() if k != "routeKey"}
    text = json.dumps(rest | {"httpMethod": "POST", "resourcePath": "/orders/{id}"})

    assert read(tmp_path, text, "SELECT route FROM requests") == [("POST /orders/{id}",)]


@pytest.mark.parametrize("status", ["-", 99, 600, None, True, [504], "5o4", *NUMBERS[3:4]])
def test_what_has_no_status_is_no_request(status: object, tmp_path: Path) -> None:
    assert read(tmp_path, json.dumps({**ACCESS, "status": status}), COUNTED) == []


# Flows


def flow(action: str = "REJECT", port: str = "5432", packets: str = "3", start: int = 0) -> str:
    begin = AT_US // S + start
    return f"2 123456789012 eni-0a1 10.0.0.5 10.0.9.9 40000 {port} 6 {packets} 180 {begin} {begin + 60} {action} OK"


def test_flows_are_added_up_by_their_ends_and_action(tmp_path: Path) -> None:
    head = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
    none = "2 123456789012 eni-0a1 - - - - - - - 1772359200 1772359260 - NODATA"
    text = "\n".join([head, flow(), flow("ACCEPT"), none, flow(start=120)])

    rows = read(tmp_path, text, "SELECT * EXCLUDE (input) FROM flows")

    ends = ("eni-0a1", "10.0.0.5", "10.0.9.9", 5432, 6)
    assert rows == [
        (*ends, "ACCEPT", 1, 3, 180, AT_US, AT_US + 60 * S, 3),
        (*ends, "REJECT", 2, 6, 360, AT_US, AT_US + 180 * S, 2),
    ]


def test_flows_in_a_log_group_are_read_alike(tmp_path: Path) -> None:
    sql = "SELECT source, port, action, records FROM flows"

    assert read(tmp_path, logged(flow(), flow()), sql) == [("10.0.0.5", 5432, "REJECT", 2)]


@pytest.mark.parametrize(
    "wrong", [{"port": "9" * 12}, {"packets": "9" * 30}, {"packets": "9" * 5000}]
)
def test_a_flow_with_impossible_numbers_is_no_flow(wrong: dict[str, str], tmp_path: Path) -> None:
    text = f"{flow()}\n{flow(**wrong)}"

    assert read(tmp_path, text, "SELECT records FROM flows") == [(1,)]


@pytest.mark.parametrize("bundled", [False, True], ids=["a line each", "a list"])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_insights_event_is_read_without_its_envelope(
    tmp_path: Path, bundled: bool, indent: int | None
) -> None:
    bare = {k: v for k, v in INSIGHTS.items() if k != "_aws"}
    events = [bare | {"request_id": "r-1"}, bare | {"request_id": "r-2"}]
    lines = "\n".join(map(json.dumps, events))
    text = json.dumps(events, indent=indent) if bundled else lines

    rows = read(tmp_path, text, "SELECT resource, request_id, cpu_ms FROM usage ORDER BY ALL")

    assert rows == [("?:orders", "r-1", 10), ("?:orders", "r-2", 10)]


def test_an_event_of_an_application_that_counts_cpu_is_no_measurement(tmp_path: Path) -> None:
    text = json.dumps({"level": "INFO", "cpu_total_time": 12, "message": "rendered"})

    assert read(tmp_path, text, "SELECT * FROM usage") == []
