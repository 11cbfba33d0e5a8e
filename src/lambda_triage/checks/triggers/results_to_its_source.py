"""Functions whose results or failed events go back to what invokes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import InvokeConfig, Mapping
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# What goes there, in a sentence.
RESULTS, FAILED = "its results", "events that failed"


@check(
    id="triggers/results-to-its-source",
    title="The function's own results come back to it",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="recursive_loop",
)
def results_to_its_source(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for function, target, what, place in _destinations(scene):
        if not target or function not in triggering.reached(target):
            continue
        itself = ":function:" in target or name(target) == name(function)
        where = "to itself" if itself else f"to {name(target)}, which invokes it"
        text = f"{what} go {where}"
        yield Finding(
            resource=function,
            summary=f"The function goes round in a circle: {text}",
            key=f"{what} {target}",
            citations=(Citation(place=place, text=f"{what}: {target}"),),
            cause="recursive_loop",
            weight=DECISIVE,
            explains=("throttle", "events_lost", "duplicates"),
            remedies=(
                Manual(
                    "Send them to a queue, topic or bucket that does not lead back to the function",
                    "which one is the owner's choice",
                ),
            ),
        )


def _destinations(scene: Scene) -> Iterator[tuple[str, str | None, str, Place]]:
    """Function, target, what goes there and where that is told."""
    for one in scene.case.functions:
        place = Place(one.input, path=f"{one.path}DeadLetterConfig.TargetArn")
        yield one.resource, one.dead_letter, FAILED, place
    for config in scene.case.documents(InvokeConfig):
        function = scene.key(config.resource)
        yield function, config.on_success, RESULTS, config.place("on_success")
        yield function, config.on_failure, FAILED, config.place("on_failure")
    for mapping in scene.case.documents(Mapping):
        if mapping.function:
            function = scene.key(mapping.function)
            yield function, mapping.on_failure, FAILED, mapping.place("on_failure")
