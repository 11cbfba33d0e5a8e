"""Promises that hold for every weighed cause, and the few that are arithmetic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lambda_triage.diagnosis.causes
from lambda_triage.diagnosis.causes import HYPOTHESES, page
from lambda_triage.diagnosis.causes.deploy_regression import fisher
from lambda_triage.diagnosis.diagnose import OUTCOMES, diagnose
from lambda_triage.diagnosis.facts import Facts, Outcomes
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.function import FunctionConfiguration
from lambda_triage.evidence.tables import INVOCATIONS
from lambda_triage.facts.causes import causes
from lambda_triage.findings import Finding, Role

FOLDER = Path(lambda_triage.diagnosis.causes.__file__).parent
RESOURCE = "?:orders"
SYMPTOMS = (
    *("timeout", "oom", "crash", "error", "init_failure"),
    *("slow", "memory_growth", "dead_letters", "duplicates", "not_triggered", "request"),
    *("lag", "backlog", "throttle", "stream"),
    *("lag", "backlog", "throttle", "stream"),
)
HEADINGS = ["What supports it", "What speaks against it", "What would settle it"]
EACH = pytest.mark.parametrize("hypothesis", HYPOTHESES, ids=lambda h: h.slug)


def facts(case: Case, *rows: dict[str, object], **known: object) -> Facts:
    """One function with these invocations, and a partial configuration of what is known."""
    case.add(INVOCATIONS, ({"resource": RESOURCE, "input": 0, "line": 1, **row} for row in rows))
    outcomes = {o.resource: o for o in case.rows(OUTCOMES, Outcomes)}
    function = FunctionConfiguration(RESOURCE, complete=False, **known) if known else None
    return Facts(RESOURCE, function, outcomes.get(RESOURCE), (), case)


def stopped(times: int, seconds: float, **more: object) -> list[dict[str, object]]:
    row = {"status": "timeout", "duration_us": int(seconds * 1e6), "cold_start": False, **more}
    return [row] * times


def named(*rows: dict[str, object], symptom: str = "timeout", **known: object) -> list[str]:
    """Slugs in order, as a diagnosis of these invocations ranks them."""
    with Case() as case:
        facts(case, *rows)
        if known:
            case.add_function(FunctionConfiguration(RESOURCE, complete=False, **known))
        found = Finding(
            RESOURCE,
            symptom,
            symptom=symptom,
            opens=True,
            invocations=len(rows),
            role=Role.SYMPTOM,
            check=f"symptoms/{symptom}",
        )
        return [c.slug for c in diagnose(case, (found,), HYPOTHESES).causes]


def test_every_file_is_listed_once_in_order():
    on_disk = {path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"}

    assert [h.slug for h in HYPOTHESES] == sorted(on_disk)


@EACH
def test_page_has_its_headings_and_says_something_under_each(hypothesis):
    text = page(hypothesis.slug)

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) in (HEADINGS, [*HEADINGS, "Examples"])
    assert all(part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE))


@EACH
def test_slug_is_in_the_closed_list_and_its_symptoms_exist(hypothesis):
    assert hypothesis.slug in causes()
    assert set(hypothesis.explains) <= set(SYMPTOMS)


@EACH
def test_a_cause_is_unlikely_before_there_is_evidence(hypothesis):
    assert hypothesis.prior <= 0.5


@EACH
def test_nothing_known_gives_words_and_no_evidence_for_it(hypothesis):
    with Case() as case:
        bare = facts(case)
        weights = list(hypothesis.weigh(bare))

        assert [w for w in weights if w.points > 0] == []
        assert hypothesis.summary(bare)
        assert hypothesis.propose(bare)


@EACH
@pytest.mark.parametrize("note", ["nat", "db", "downstream", "redis", "trigger_note"])
def test_a_note_alone_never_concludes(hypothesis, note):
    with Case() as case:
        told = facts(case, notes={note: "false mongodb mysql via API Gateway"})
        points = [w.points for w in hypothesis.weigh(told)]

    assert all(p <= 0.8 for p in points)


def test_a_stop_at_three_seconds_is_the_default():
    assert named(*stopped(3, 3.0), timeout_s=3)[0] == "timeout_default_3s"


def test_in_a_vpc_where_nothing_gets_through_the_route_goes_first():
    rows = stopped(3, 30.0, memory_mb=512, max_memory_mb=80)

    assert named(*rows, timeout_s=30, vpc=True)[0] == "timeout_vpc_no_route"


def test_outside_a_vpc_no_route_is_missing():
    assert "timeout_vpc_no_route" not in named(*stopped(3, 30.0), timeout_s=30, vpc=False)


def test_a_last_line_that_announces_a_call_blames_what_is_called():
    rows = stopped(
        3, 30.0, last_line="fetching https://api.example.com/rates", silent_us=29_500_000
    )

    assert named(*rows, timeout_s=30)[0] == "timeout_downstream"


def test_a_last_line_that_says_done_blames_the_event_loop_in_node():
    rows = stopped(3, 30.0, last_line="all records saved, finished", silent_us=29_500_000)

    assert named(*rows, timeout_s=30, runtime="nodejs22.x")[0] == "event_loop_not_empty"
    assert "event_loop_not_empty" not in named(*rows, timeout_s=30, runtime="python3.13")


def test_a_new_version_that_fails_alone_is_a_regression():
    old = [{"status": "ok", "version": "6", "start_us": i} for i in range(40)]
    new = [{"status": "error", "version": "7", "start_us": 100 + i} for i in range(20)]

    assert named(*old, *new, symptom="error")[0] == "deploy_regression"


def test_versions_that_fail_alike_are_no_regression():
    rows = [
        {"status": "error" if i % 2 else "ok", "version": "67"[i % 4 // 2], "start_us": i}
        for i in range(40)
    ]

    assert named(*rows, symptom="error") == []


def test_an_image_that_never_succeeds_has_no_runtime_loop():
    with Case() as case:
        crashed = facts(case, {"status": "crash"}, {"status": "crash"}, package_type="Image")
        hypothesis = next(h for h in HYPOTHESES if h.slug == "entrypoint_invalid")
        points = sum(w.points for w in hypothesis.weigh(crashed))

    assert points > 1.5


def test_fisher_agrees_with_the_tea_tasting():
    assert fisher(3, 4, 1, 4) == pytest.approx(17 / 70)
