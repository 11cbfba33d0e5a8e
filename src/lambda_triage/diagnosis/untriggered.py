"""The symptom of a function that nothing invokes, as the causes that explain it see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Finding

SYMPTOM = "not_triggered"
PRIOR = -5.5  # where a message tells of the symptom, which names its own cause
ASKED = 3.0  # more, where only the silence itself tells: then each of the causes is in question


def untriggered(facts: Facts) -> tuple[Finding, ...]:
    """The finding that events came, or may have come, and how far they got."""
    return facts.found("triggers/never-invoked")


def in_question(facts: Facts, slug: str) -> Iterator[Weight]:
    """What makes a cause worth a question where no finding names it."""
    found = facts.found("triggers/never-invoked", "triggers/silence")
    if found and not any(f.cause == slug for f in facts.findings):
        yield Weight(ASKED, "nothing invokes the function", "silence", found[0].citations[:1])


def count(finding: Finding, stage: str) -> float | None:
    """How many events got as far as this stage; None where nothing counted them."""
    told = finding.fact(stage)
    return float(told) if told else None
