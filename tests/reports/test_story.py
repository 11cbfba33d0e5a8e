"""What is told of a report is never more than the report holds."""

from __future__ import annotations

import msgspec
import pytest

from lambda_triage.reports.contract import Incident
from lambda_triage.reports.story import tell

from . import samples


@pytest.mark.parametrize(
    ("numbers", "impact"),
    [
        ((48, 25), "73 of 3,204 invocations"),  # disjoint: together no more than failed
        ((412, 424), "424 of 3,204 invocations"),  # they must share some
        ((3_204, 3), "3,204 of 3,204 invocations"),
        ((), ""),
    ],
)
def test_an_invocation_in_two_incidents_is_counted_once(
    numbers: tuple[int, ...], impact: str
) -> None:
    incidents = tuple(
        Incident(samples.EXPORT, f"symptom {n}", None, "cause_found", ("timeout_default_3s",), hit)
        for n, hit in enumerate(numbers)
    )

    told = tell(msgspec.structs.replace(samples.cause_found(), incidents=incidents))

    assert told.causes[0].impact == impact


def test_a_cause_that_leads_an_incident_is_found_and_any_other_only_considered() -> None:
    told = tell(samples.cause_found())

    assert [cause.found for cause in told.causes] == [True, True, False]


def test_without_a_candidate_the_failures_are_told() -> None:
    report = msgspec.structs.replace(samples.inconclusive(), causes=())

    assert tell(report).headline == (
        "Cannot tell yet: 6 of 7 invocations ended in an error, and nothing says why"
    )


def test_a_count_that_was_not_made_is_not_told() -> None:
    assert "fit" not in tell(samples.healthy()).statistics


def test_a_finding_and_its_own_citation_are_not_told_twice() -> None:
    against = tell(samples.cause_found()).causes[0].against

    assert [proof.said for proof in against] == ["8 invocations after the onset end within 0.5 s."]
