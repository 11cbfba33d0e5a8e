"""A service that the function calls limits its rate, and the client waits and tries again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.limits import refusals
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

MOSTLY = 0.1  # of the calls of a name, from which its limit is what the function waits for
ENOUGH = 3  # traces, below which a call that was not limited says nothing of the others
TRACED = """
SELECT count(DISTINCT trace_id), count(*), count(*) FILTER (throttle),
       min(name) FILTER (throttle), min(input)
FROM spans
WHERE namespace IN ('aws', 'remote')
  AND trace_id IN (SELECT trace_id FROM segments WHERE resource = $resource)
HAVING count(*) > 0
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    for points, told, cited in refusals(facts):
        yield Weight(points, told, "metric", (cited,))
    yield from _traces(facts)
    for message in facts.found("scaling/downstream-throttled"):
        hit, of = message.invocations, facts.outcomes.invocations if facts.outcomes else 0
        if of and hit >= MOSTLY * of:
            text = f"{hit} of {of} invocations log that the service limits its rate"
            yield Weight(4.0, text, "message", message.citations[:1])
    if facts.found("retries/calls-retried", "retries/until-stopped"):
        yield Weight(0.8, "a client tries its calls again", "again")


def _traces(facts: Facts) -> Iterator[Weight]:
    for traces, calls, throttled, name, input in facts.case.execute(
        TRACED, resource=facts.resource
    ):
        many, hit = int(str(calls)), int(str(throttled))
        told = f"{hit} of {many} calls are marked as throttled"
        cited = (Citation(place=Place(int(str(input))), text=told),)
        if hit >= MOSTLY * many:
            yield Weight(5.0, f"{hit} of {many} traced calls are throttled: {name}", "spans", cited)
        elif not hit and int(str(traces)) >= ENOUGH:
            yield Weight(-2.0, f"none of {many} traced calls is throttled", "spans", cited)


def summary(facts: Facts) -> str:
    found = refusals(facts)
    told = [text for points, text, _ in found if points > 0]
    if told:
        return f"What the function calls limits its rate, and it tries again: {told[0]}."
    if found:
        return (
            "Throttling does not explain it: what the function calls refused no more than before."
        )
    return "A service that the function calls limits its rate, and the client tries again."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Call the service less (batch, cache, fewer at once) and give it the capacity for what"
            " remains; let the client's attempts end before the function's time-out"
        ),
    )


DOWNSTREAM_THROTTLING = Hypothesis(
    "downstream_throttling",
    ("timeout", "slow"),
    -4.5,
    weigh,
    summary,
    propose,
    (("metrics", "whether what the function calls limits it (its throttle metrics)"),),
)
