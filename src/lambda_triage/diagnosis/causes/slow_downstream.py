"""A service that the function calls takes longer than it did, and nothing times out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.limits import refusals
from lambda_triage.diagnosis.slowness import computed, in_calls, rise
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

WAITED = 0.2  # of the rise that is CPU time, up to which the function only waits (our choice)
WORKED = 0.5  # and from which it computes more
CALLED, OWN = 0.6, 0.3  # of slow traces in calls: most of it, and hardly any of it (our choice)
CONNECTING = 0.5  # of the rise, from which it is not the answer that is late

CONNECTS = "SELECT warm, opened, connect_us FROM connects WHERE resource = $resource AND opened > 0"
# Calls of each trace on either side of the rise: more calls are the function's own doing.
COUNTS = """
WITH each AS (
    SELECT trace_id, min(start_us) AS start_us, sum(spans) FILTER (call) AS calls
    FROM segments WHERE resource = $resource GROUP BY trace_id
)
SELECT quantile_disc(calls, 0.5) FILTER (start_us < $onset),
       quantile_disc(calls, 0.5) FILTER (start_us >= $onset)
FROM each
"""
MORE = 2  # times the calls of a trace before (our choice)


def weigh(facts: Facts) -> Iterator[Weight]:
    cpu = computed(facts)
    if cpu is not None and cpu.share <= WAITED:
        yield Weight(1.0, f"it waits and computes no more: {cpu.citation.text}", "cpu")
    elif cpu is not None and cpu.share >= WORKED:
        text = f"it computes for as much longer: {cpu.citation.text}"
        yield Weight(-3.5, text, "cpu", (cpu.citation,))
    calls = in_calls(facts)
    if calls is not None and calls[1] >= CALLED:
        yield Weight(1.0, calls[2].text, "spans", (calls[2],))
    elif calls is not None and calls[1] <= OWN:
        yield Weight(-3.5, f"only {calls[2].text}", "spans", (calls[2],))
    risen = rise(facts)
    if risen is None:
        return
    for _, opened, connect_us in facts.case.execute(CONNECTS, resource=facts.resource):
        if float(str(connect_us)) >= CONNECTING * risen.more_us:
            text = f"in {opened} traces connecting takes it, not the answer"
            yield Weight(-2.5, text, "connecting")
    for before, after in facts.case.execute(COUNTS, resource=facts.resource, onset=risen.onset_us):
        if before and after and float(str(after)) >= MORE * float(str(before)):
            text = f"an invocation makes {after} calls instead of {before}"
            yield Weight(-3.0, text, "calls", (Citation(text=text),))
    for points, told, cited in refusals(facts):
        if points > 0:
            yield Weight(-2.0, f"it refuses calls: {told}", "limits", (cited,))


def summary(facts: Facts) -> str:
    risen = rise(facts)
    more = f" {risen.more_us / 1000:.0f} ms longer" if risen else " longer"
    return f"A service that the function calls answers later, so that each invocation takes{more}."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Log how long each call to another service takes, or trace them with X-Ray: one of"
            " them has become slow; give it a time-out of its own, and cache what may be old"
        ),
    )


SLOW_DOWNSTREAM = Hypothesis(
    "slow_downstream",
    ("slow",),
    -0.8,
    weigh,
    summary,
    propose,
    (("spans", "which call the time goes into"),),
)
