"""Promises of the ranking: what outweighs what, what counts once, and when the answer is open."""

from __future__ import annotations

import pytest

from lambda_triage.diagnosis.facts import Facts
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.rank import incidents, strongest
from lambda_triage.diagnosis.verdict import Verdict
from lambda_triage.evidence.case import Case
from lambda_triage.findings import Finding, Role

RESOURCE = "?:orders"
HUNDRED = 100  # invocations of the symptom


def symptom(name: str = "timeout", invocations: int = HUNDRED) -> Finding:
    return Finding(
        RESOURCE,
        f"{invocations} {name}",
        symptom=name,
        opens=True,
        invocations=invocations,
        role=Role.SYMPTOM,
        check=f"symptoms/{name}",
    )


def message(cause: str, weight: float, *, key: str = "", opens: bool = True, **statuses: int):
    return Finding(
        RESOURCE,
        cause,
        key=key,
        cause=cause,
        weight=weight,
        opens=opens,
        by_status=tuple(statuses.items()),
        role=Role.SIGNATURE if opens else Role.RISK,
        check="messages/known",
    )


def hypothesis(slug: str, prior: float, *weights: Weight, explains: tuple[str, ...] = ("timeout",)):
    return Hypothesis(slug, explains, prior, lambda _: iter(weights), lambda _: slug, lambda _: ())


def rank(*findings: Finding, causes: tuple[Hypothesis, ...] = ()):
    with Case() as case:
        return incidents(Facts(RESOURCE, None, None, findings, case), causes)


def first(*findings: Finding, causes: tuple[Hypothesis, ...] = ()):
    return rank(*findings, causes=causes)[0]


def names(incident) -> list[str]:
    return [c.slug for c in incident.candidates]


def test_a_decisive_message_beats_what_is_only_weighed():
    weighed = hypothesis("timeout_downstream", -1.0, Weight(2.0, "it waited", "silence"))

    incident = first(symptom(), message("dns_failure", 4.0, timeout=HUNDRED), causes=(weighed,))

    assert names(incident)[0] == "dns_failure"
    assert incident.verdict is Verdict.CAUSE_FOUND


def test_a_message_that_covers_few_of_the_invocations_counts_less():
    few = first(symptom(), message("dns_failure", 4.0, timeout=20))
    many = first(symptom(), message("dns_failure", 4.0, timeout=50))

    assert few.candidates[0].score == pytest.approx(0.4 * many.candidates[0].score)


def test_a_message_keeps_some_weight_however_few_it_covers():
    one = first(symptom(), message("dns_failure", 4.0, timeout=1))

    assert one.candidates[0].score == pytest.approx(1.2)


def test_half_of_the_invocations_are_full_coverage():
    half = first(symptom(), message("dns_failure", 4.0, timeout=50))
    every = first(symptom(), message("dns_failure", 4.0, timeout=100))

    assert half.candidates == every.candidates or half.candidates[0].score == pytest.approx(4.0)


def test_a_message_of_other_invocations_does_not_explain_the_symptom():
    incident = first(symptom(), message("dns_failure", 4.0, error=3))

    assert names(incident) == []


def test_a_message_outside_any_invocation_is_worth_a_little_less():
    incident = first(symptom(), message("dns_failure", 4.0))

    assert incident.candidates[0].score == pytest.approx(3.0)


def test_evidence_on_one_topic_counts_once_at_its_strongest():
    weights = (Weight(1.0, "a", "vpc"), Weight(-3.0, "b", "vpc"), Weight(0.5, "c", "share"))

    assert [w.text for w in strongest(weights)] == ["b", "c"]


def test_two_messages_of_one_cause_add_little():
    both = first(
        symptom(),
        message("dns_failure", 4.0, key="a", timeout=HUNDRED),
        message("dns_failure", 4.0, key="b", timeout=HUNDRED),
    )

    assert both.candidates[0].score == pytest.approx(4.5)


def test_a_message_takes_the_place_of_the_prior():
    doubted = hypothesis("dns_failure", -5.0)

    incident = first(symptom(), message("dns_failure", 4.0, timeout=HUNDRED), causes=(doubted,))

    assert incident.candidates[0].score == pytest.approx(4.0)


def test_counter_evidence_lowers_a_message_of_the_same_cause():
    against = hypothesis("dns_failure", -5.0, Weight(-3.0, "names resolve", "dns"))

    incident = first(symptom(), message("dns_failure", 4.0, timeout=HUNDRED), causes=(against,))

    assert incident.candidates[0].score == pytest.approx(1.0)


def test_none_of_these_is_always_in_the_running():
    incident = first(symptom(), causes=(hypothesis("timeout_downstream", 0.0),))

    assert incident.candidates[0].confidence == pytest.approx(0.5)
    assert incident.verdict is Verdict.INCONCLUSIVE


def test_confidences_leave_room_for_none_of_these():
    causes = tuple(hypothesis(slug, 3.0) for slug in ("cpu_starved", "dns_failure", "eni_limit"))

    assert sum(c.confidence for c in first(symptom(), causes=causes).candidates) < 1.0


def test_a_tie_is_broken_by_the_name_and_names_no_cause():
    causes = (hypothesis("timeout_downstream", 3.0), hypothesis("cpu_starved", 3.0))

    incident = first(symptom(), causes=causes)

    assert names(incident) == ["cpu_starved", "timeout_downstream"]
    assert incident.verdict is Verdict.INCONCLUSIVE


def test_a_likely_cause_that_hardly_leads_is_not_named():
    causes = (hypothesis("timeout_downstream", 4.0), hypothesis("cpu_starved", 3.4))

    assert first(symptom(), causes=causes).verdict is Verdict.INCONCLUSIVE


def test_a_hypothesis_does_not_compete_for_a_symptom_that_it_does_not_explain():
    incident = first(symptom("oom"), causes=(hypothesis("timeout_downstream", 3.0),))

    assert names(incident) == []


def test_a_symptom_that_nothing_explains_is_an_open_incident():
    incident = first(symptom())

    assert (names(incident), incident.verdict) == ([], Verdict.INCONCLUSIVE)


def test_a_message_without_any_symptom_opens_its_own_incident():
    incident = first(message("dns_failure", 4.0))

    assert (incident.symptom, names(incident)) == ("error", ["dns_failure"])


def test_a_message_in_invocations_that_succeed_opens_nothing():
    assert rank(message("dns_failure", 4.0, opens=False, ok=9)) == []


def test_the_incident_with_most_invocations_comes_first():
    found = rank(symptom("error", 3), symptom("timeout", 40), symptom("oom", 7))

    assert [i.symptom for i in found] == ["timeout", "oom", "error"]


def test_the_order_of_findings_and_hypotheses_does_not_matter():
    found = [symptom(), *(message(c, 2.5, timeout=60) for c in ("eni_limit", "dns_failure"))]
    causes = (hypothesis("cpu_starved", 1.0), hypothesis("timeout_downstream", 1.0))

    assert first(*found, causes=causes).candidates == (
        first(*reversed(found), causes=causes[::-1]).candidates
    )
