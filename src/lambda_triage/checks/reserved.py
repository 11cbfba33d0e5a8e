"""A function's reserved concurrency, whoever tells it: configuration, template or the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import Concurrency, Mapping
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.case import Case

REFUSED = ("throttle", "lag", "backlog", "not_triggered")
CERTAIN = 6.0  # with 0 environments nothing can run

# Functions that Lambda's own metrics and the logs tell of.
SEEN = """
SELECT resource FROM invocations
UNION
SELECT resource FROM metrics WHERE metric IN ('Invocations', 'Throttles')
ORDER BY resource
"""


class Reservation(Struct, frozen=True):
    """What is told of one function.

    limit     None where it is told that none is reserved
    answered  by an answer of its own, and not by the configuration or a template
    """

    function: str
    limit: int | None
    place: Place
    answered: bool = False


def reserved(scene: Scene, function: str) -> int | None:
    """The function's reserved concurrency; None where none is reserved, or nothing tells."""
    told = reservation(scene.case, function)
    return told.limit if told is not None else None


def reservation(case: Case, function: str) -> Reservation | None:
    """The same with its place; None where nothing tells.

    An answer of GetFunctionConcurrency names no function: by itself it belongs to the only one.
    """
    known = case.function(function)
    if known is not None and known.reserved_concurrency is not None:
        path = known.path + "Concurrency.ReservedConcurrentExecutions"
        return Reservation(function, known.reserved_concurrency, Place(known.input, path=path))
    told = case.document(Concurrency, function)
    every = case.documents(Concurrency)
    if told is None and len(every) == 1 and UNNAMED in (every[0].resource, function):
        own = {name(key) for key in (function, every[0].resource) if key != UNNAMED}
        told = every[0] if _names(case) <= own else None
    if told is None:
        return None
    return Reservation(function, told.reserved, told.place("reserved"), answered=True)


def reservations(scene: Scene) -> Iterator[Reservation]:
    """What is told of every function, each once."""
    case = scene.case
    owners = {f.resource for f in case.functions if f.reserved_concurrency is not None}
    only = _names(case)
    for told in case.documents(Concurrency):
        unnamed = told.resource == UNNAMED and len(only) == 1
        owners.add(scene.key(next(iter(only)) if unnamed else told.resource))
    for owner in sorted(owners):
        found = reservation(case, owner)
        if found is not None:
            yield found


def owner(scene: Scene, resource: str) -> str:
    """Whose metric it is: one without a name belongs to the only function of the evidence."""
    only = _names(scene.case) if resource == UNNAMED else ()
    return scene.key(next(iter(only))) if len(only) == 1 else resource


def off(told: Reservation) -> Finding:
    """What is said of a reservation of 0: in an answer of its own a risk until work is refused."""
    text = "ReservedConcurrentExecutions is 0: every invocation is refused"
    named = "<function>" if told.function == UNNAMED else told.function.removeprefix("?:")
    return Finding(
        resource=told.function,
        summary=text,
        citations=(Citation(place=told.place, text=text),),
        cause="reserved_concurrency_limit",
        weight=CERTAIN,
        symptom="throttle",
        opens=not told.answered,
        role=Role.RISK if told.answered else Role.SYMPTOM,
        explains=REFUSED if told.answered else (),
        by_status=() if told.answered else (("throttle", 1),),
        remedies=(
            Command(
                ("aws", "lambda", "delete-function-concurrency", "--function-name", named),
                "Remove the reservation; asynchronous events meanwhile went to the dead-letter"
                " queue or destination, if there is one",
                "somebody may have switched the function off on purpose: ask first",
            ),
        ),
    )


def _names(case: Case) -> set[str]:
    """Names of all functions that the evidence tells of."""
    told = {m.function for m in case.documents(Mapping) if m.function}
    told |= {f.resource for f in case.functions}
    told |= {str(row[0]) for row in case.execute(SEEN)}
    return {name(key) for key in told if key != UNNAMED}
