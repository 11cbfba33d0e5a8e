"""What statuses of APIs mean, and which invocations are taken for those behind them."""

from __future__ import annotations

import json

import pytest

from lambda_triage.diagnosis.diagnose import OUTCOMES
from lambda_triage.diagnosis.facts import Facts, Outcomes
from lambda_triage.diagnosis.server_errors import server_errors
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.tables import INVOCATIONS, REQUESTS
from lambda_triage.facts.causes import causes
from lambda_triage.facts.server_errors import means, readings

RESOURCE = "?:orders"
SECOND = 1_000_000


def slugs(api: str | None, status: int, integration: int | None) -> set[str]:
    return {reading.cause for reading in means(api, status, integration)}


def behind(requests: dict[str, object], *runs: dict[str, object]):
    with Case() as case:
        row = {"resource": RESOURCE, "status": 502, "requests": 2, "input": 0, "line": 0}
        case.add(REQUESTS, [row | requests])
        case.add(INVOCATIONS, ({"resource": RESOURCE, "input": 1, "line": 1, **r} for r in runs))
        outcomes = {o.resource: o for o in case.rows(OUTCOMES, Outcomes)}
        return server_errors(Facts(RESOURCE, None, outcomes.get(RESOURCE), (), case))


def test_every_reading_names_a_known_cause_and_its_source():
    assert [r for r in readings() if r.cause not in causes() or not r.source] == []


@pytest.mark.parametrize(
    ("api", "status", "integration", "expected"),
    [
        ("REST", 502, 200, {"response_malformed_502", "app_code_error"}),
        ("REST", 504, None, {"apigw_29s_timeout"}),
        ("REST", 500, 403, {"apigw_permission_missing"}),
        ("HTTP", 503, None, {"apigw_29s_timeout", "throttled_concurrency"}),
        ("HTTP", 503, 429, {"throttled_concurrency"}),
        ("REST", 418, None, set()),
    ],
)
def test_a_status_means_what_its_api_means_by_it(api, status, integration, expected):
    assert slugs(api, status, integration) == expected


def test_an_unknown_api_may_mean_what_any_of_them_means():
    assert slugs("REST", 502, 200) < slugs(None, 502, None)


def test_a_request_id_leads_to_its_own_invocation():
    ids = {"calls": json.dumps(["a-1", "a-2"])}
    found = behind(
        ids,
        {"request_id": "a-1", "status": "error"},
        {"request_id": "a-2", "status": "error"},
        {"request_id": "a-3", "status": "ok"},
    )

    assert (found.ran, found.exact) == ({"error": 2}, True)


def test_without_ids_the_invocations_of_the_time_count():
    times = {"first_us": 100 * SECOND, "last_us": 110 * SECOND}
    found = behind(
        times,
        {"status": "ok", "start_us": SECOND},
        {"status": "ok", "start_us": 105 * SECOND},
        {"status": "ok", "start_us": 900 * SECOND},
    )

    assert (found.ran, found.exact) == ({"ok": 1}, False)


def test_a_log_of_another_day_says_nothing():
    found = behind({"first_us": 0, "last_us": SECOND}, {"status": "ok", "start_us": 900 * SECOND})

    assert found.ran is None


def test_a_few_failures_do_not_explain_many_requests():
    runs = [{"status": "ok", "start_us": SECOND}] * 9 + [{"status": "oom", "start_us": SECOND}]

    found = behind({"requests": 8, "first_us": 0, "last_us": 2 * SECOND}, *runs)

    assert (found.failed, found.well) == (frozenset(), False)
