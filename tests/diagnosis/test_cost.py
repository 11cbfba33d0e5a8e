"""Money is the trouble only where nothing else is."""

from __future__ import annotations

from lambda_triage.diagnosis.diagnose import diagnose
from lambda_triage.diagnosis.verdict import Verdict
from lambda_triage.evidence.case import Case
from lambda_triage.findings import Finding, Role

MONEY = Finding(
    resource="?:orders",
    summary="the logs cost more than the function",
    cause="log_cost",
    weight=4.0,
    symptom="cost",
    opens=True,
    role=Role.SYMPTOM,
    by_status=(("cost", 1),),
    invocations=1,
)
ERRORS = Finding(
    resource="?:orders",
    summary="invocations fail",
    symptom="error",
    opens=True,
    role=Role.SYMPTOM,
    by_status=(("error", 5),),
    invocations=5,
)


def test_a_bill_is_an_incident_where_nothing_fails() -> None:
    with Case() as case:
        found = diagnose(case, [MONEY], [])

    assert (found.verdict, found.causes[0].slug) == (Verdict.CAUSE_FOUND, "log_cost")


def test_a_bill_explains_no_errors() -> None:
    with Case() as case:
        found = diagnose(case, [MONEY, ERRORS], [])

    assert [i.symptom for i in found.incidents] == ["error"]
