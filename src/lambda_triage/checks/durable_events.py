"""Operations of durable executions that failed for good, by the events of their histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import DurableHistory
from lambda_triage.evidence.place import Place
from lambda_triage.sources.documents.build import walk
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

# How an execution ends badly (Lambda API, EventType, botocore 1.44, 2026).
LOST = ("ExecutionFailed", "ExecutionTimedOut")


class Failed(Struct, frozen=True):
    """One operation that failed and did not succeed later.

    function  key of the durable function
    called    what its start names as the called function; None for other operations
    lost      whether the execution itself failed or timed out
    """

    function: str
    name: str
    event: str
    error: str
    called: str | None
    lost: bool
    place: Place
    time_us: int | None


def failed(scene: Scene, kind: str, ways: tuple[str, ...]) -> Iterator[Failed]:
    """The last failure of each operation: *kind* is Step, *ways* are Failed, TimedOut …"""
    for history in scene.case.documents(DurableHistory):
        events = history.events if isinstance(history.events, list) else []
        known = [(n, e) for n, e in enumerate(events) if isinstance(e, dict)]
        lost = any(e.get("EventType") in LOST for _, e in known)
        done = {str(e.get("Id")) for _, e in known if e.get("EventType") == f"{kind}Succeeded"}
        called = {str(e.get("Id")): told for _, e in known if (told := _called(e))}
        last = {
            str(e.get("Id")): (n, e)
            for n, e in known
            if str(e.get("EventType")) in {f"{kind}{w}" for w in ways}
        }
        for id, (n, event) in last.items():
            if id not in done:
                type = str(event.get("EventType"))
                yield Failed(
                    scene.key(history.resource),
                    str(event.get("Name") or id),
                    type,
                    _error(event, type),
                    called.get(id),
                    lost,
                    Place(history.input, path=f"{history.path}Events[{n}]"),
                    micros(event.get("EventTimestamp")),
                )


def _error(event: dict[str, Json], type: str) -> str:
    told = walk(event, f"{type}Details.Error.Payload")
    found = told if isinstance(told, dict) else {}
    parts = (found.get("ErrorType"), found.get("ErrorMessage"))
    return ": ".join(str(p) for p in parts if p)[:200] or "no error is told"


def _called(event: dict[str, Json]) -> str | None:
    told = walk(event, "ChainedInvokeStartedDetails.FunctionName")
    return told if isinstance(told, str) else None
