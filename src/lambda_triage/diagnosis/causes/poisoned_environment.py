"""State that one environment keeps makes every further invocation in it fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.findings import Command, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts


PLENTY = 5  # failures in the one environment, from which chance is out of the question


def weigh(facts: Facts) -> Iterator[Weight]:
    for finding in facts.found("errors/one-environment"):
        points = 7.0 if finding.invocations >= PLENTY else 5.5
        yield Weight(points, finding.summary, "environment", finding.citations, finding)


def summary(facts: Facts) -> str:
    found = facts.found("errors/one-environment")
    return f"{found[0].summary}." if found else "One environment fails, the others work."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    found = facts.found("errors/one-environment")
    fixes = found[0].remedies if found else (EditCode("check kept state at the start"),)
    return (
        *fixes,
        Command(
            (
                "aws",
                "lambda",
                "update-function-configuration",
                "--function-name",
                facts.resource,
                "--description",
                "recycled",
            ),
            "Any change of configuration replaces all environments, which ends the trouble for now",
            "every next invocation starts cold",
        ),
    )


POISONED_ENVIRONMENT = Hypothesis(
    "poisoned_environment",
    ("error",),
    -4.0,
    weigh,
    summary,
    propose,
    (("log_events", "whether other environments of the same version work"),),
)
