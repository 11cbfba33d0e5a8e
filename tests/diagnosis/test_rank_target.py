"""Whose cause comes first: of what was asked about, unless it has none."""

from __future__ import annotations

import pytest

from lambda_triage.diagnosis.rank_target import target_first
from lambda_triage.diagnosis.verdict import Candidate, Diagnosis, Incident, Verdict
from lambda_triage.findings import Finding

ORDERS = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
STACK = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1"


def candidate(resource: str, slug: str, confidence: float) -> Candidate:
    return Candidate(slug, resource, 0.0, confidence, slug, (), (), ())


def incident(resource: str, slug: str, confidence: float) -> Incident:
    finding = Finding(resource=resource, summary=slug, symptom=slug, opens=True)
    return Incident(resource, slug, None, 1, finding, (candidate(resource, slug, confidence),))


def diagnosis(*incidents: Incident) -> Diagnosis:
    causes = tuple(i.candidates[0] for i in incidents)
    return Diagnosis(Verdict.CAUSE_FOUND, causes, incidents)


def order(told: Diagnosis) -> tuple[list[str], list[str]]:
    return [i.symptom for i in told.incidents], [c.slug for c in told.causes]


DEPLOYMENT = incident(STACK, "deployment_rollback", 0.99)
DENIED = incident(ORDERS, "access_denied_identity", 0.9)
UNKNOWN = incident(ORDERS, "app_code_error", 0.4)


@pytest.mark.parametrize(
    "asked", ["orders", "orders:prod", ORDERS, f"{ORDERS}:prod", "123456789012:function:orders"]
)
def test_the_function_that_was_asked_for_comes_before_the_stack(asked: str) -> None:
    expected = ["access_denied_identity", "deployment_rollback"]
    assert order(target_first(diagnosis(DEPLOYMENT, DENIED), [asked])) == (expected, expected)


def test_what_has_no_cause_of_its_own_comes_after_a_cause_that_may_explain_it() -> None:
    expected = ["deployment_rollback", "app_code_error"]
    assert order(target_first(diagnosis(DEPLOYMENT, UNKNOWN), ["orders"])) == (expected, expected)


def test_among_open_incidents_too() -> None:
    other = incident(f"{ORDERS}-archive", "env_var_missing", 0.5)
    assert order(target_first(diagnosis(other, UNKNOWN), ["orders"]))[0] == [
        "app_code_error",
        "env_var_missing",
    ]


@pytest.mark.parametrize("asked", [[], ["checkout"]])
def test_nothing_moves_where_nothing_that_ails_was_asked_for(asked: list[str]) -> None:
    before = diagnosis(DEPLOYMENT, DENIED)
    assert target_first(before, asked) == before
