"""Signals that still stand, without what passed tests played and what later successes overcame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.endings import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.checks.endings import Endings, Signals
    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.signature import Signal

    Places = dict[int, tuple[int, int, bool]]  # input, line, whether its invocation was played

# What stays true whatever the run came to: a secret in the log, that nothing was deployed.
KEPT = (f"{RUN}.", "observability/", "deployment/nothing-changed.")
DEPLOYING = ("deployment/", "resources/")  # families that speak of deployments
BUILDING = ("resources/build-failed.",)

FORGET = "DELETE FROM invocations WHERE input = $input AND line > $after AND line <= $until"
PLACES = """
SELECT id, input, line, request_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM invocations AS i WHERE i.request_id = e.request_id AND i.resource = e.resource
) AS played
FROM log_events AS e WHERE list_contains($ids, id)
"""


def standing(case: Case, signals: Signals, endings: Endings) -> dict[str, list[Signal]]:
    """The signals without those that are history wherever they occur.

    Takes the invocations out of the case that a passed test run printed.
    """
    if not endings.marks:
        return {name: list(found) for name, found in signals.items()}
    for input, after, until in endings.tested():
        case.execute(FORGET, input=input, after=after, until=until)
    places = _places(case, signals)
    left = {
        name: list(_left(found, places, endings) if _may_end(name) else found)
        for name, found in signals.items()
    }
    return {name: found for name, found in left.items() if found}


def _places(case: Case, signals: Signals) -> Places:
    ids = [
        e for name, found in signals.items() if _may_end(name) for s in found for e in s.examples
    ]
    rows = case.execute(PLACES, ids=ids) if ids else []
    return {
        int(str(id)): (int(str(input)), int(str(line)), bool(played))
        for id, input, line, played in rows
    }


def _may_end(name: str) -> bool:
    return not name.startswith(KEPT)


def _left(found: Sequence[Signal], places: Places, endings: Endings) -> Iterator[Signal]:
    for signal in found:
        told = [places[e] for e in signal.examples if e in places]
        if not told:
            yield signal
            continue
        signal = _freed(signal) if all(played for _, _, played in told) else signal
        where = {(input, line) for input, line, _ in told} | (
            {signal.last} if signal.last else set()
        )
        if not all(endings.is_history(*place, _stage(signal)) for place in where):
            yield signal


def _freed(signal: Signal) -> Signal:
    """As if it had stood outside: the invocation that seemed to hold it was played."""
    if not signal.invocations:
        return signal
    return replace(signal, invocations=0, failed=0, ok=0, statuses={}, loose=signal.events)


def _stage(signal: Signal) -> str:
    if signal.invocations:
        return "test"  # its invocation decides, unless that was played
    if signal.signal.startswith(BUILDING):
        return "build"
    deploying = signal.signal.startswith(DEPLOYING) or signal.origin == "deploy"
    return "deploy" if deploying else "test"
