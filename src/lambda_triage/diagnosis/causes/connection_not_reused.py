"""Each invocation opens its connections anew, and that takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.slowness import rise
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

OPENS = "network/connection-per-invocation"
LARGE = 0.3  # of the time, from which connecting explains it (our choice)
FEWEST = 3  # warm traces
TRACED = "SELECT warm, opened, input FROM connects WHERE resource = $resource AND warm >= $fewest"


def weigh(facts: Facts) -> Iterator[Weight]:
    risen, limit = rise(facts), facts.timeout_s
    for finding in facts.found(OPENS):
        took = finding.fact("took_us")
        cited = finding.citations[:1]
        if took is None:
            yield Weight(0.8, finding.summary, "share", cited)
        elif risen is not None:
            # It opened them before, too: a new cost shows in the rise, an old one does not.
            small = int(took) < LARGE * risen.more_us
            text = f"connecting takes {int(took) / 1000:.0f} of {risen.more_us / 1000:.0f} ms more"
            yield Weight(-4.5 if small else 1.0, text, "share", cited)
        elif limit:
            share = int(took) / (limit * 1e6)
            text = f"connecting takes {int(took) / 1e6:.1f} of {limit:g} s"
            large = share >= LARGE
            yield Weight(4.5 if large else -2.0, text, "limit", cited)
    for warm, opened, input in facts.case.execute(TRACED, resource=facts.resource, fewest=FEWEST):
        if not opened:
            text = f"none of {warm} warm traces opens a connection"
            yield Weight(-2.0, text, "traced", (Citation(place=Place(int(str(input))), text=text),))


def summary(facts: Facts) -> str:
    told = facts.found(OPENS)
    return f"{told[0].summary}." if told else "Each invocation opens its connections anew."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Make clients, sessions and connections once outside the handler, with keep-alive,"
            " and do not close them at its end"
        ),
    )


CONNECTION_NOT_REUSED = Hypothesis(
    "connection_not_reused",
    ("timeout", "slow"),
    -4.5,
    weigh,
    summary,
    propose,
    (("application", "whether the client is made inside the handler"),),
)
