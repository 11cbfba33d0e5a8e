"""Event source mappings that do not poll, or whose polls fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.refused_polls import refusal
from lambda_triage.checks.series import levels
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Queue
    from lambda_triage.findings import Remedy

OFF = ("Disabled", "Disabling")  # there is no state `Failed` (Lambda API reference, 2026)
PROBLEM = "PROBLEM"  # how Lambda begins a LastProcessingResult that is not good
# The function's own errors: its log tells them better.
FUNCTION = ("Function call failed", "Function error", "function call failed")
BY_USER = ("USER_INITIATED", "User action")


@check(
    id="queues/trigger-stopped",
    title="The trigger does not run",
    severity=Severity.CRITICAL,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("mappings",),
    cause="esm_disabled_or_failed",
)
def trigger_stopped(scene: Scene) -> Iterator[Finding]:
    mappings, feeding = scene.case.documents(Mapping), Feeding(scene)
    on = {(m.function, m.source) for m in mappings if m.state == "Enabled"}
    triggering = Triggering(scene)
    for mapping in mappings:
        off = mapping.state in OFF or (mapping.state is None and mapping.enabled is False)
        result = mapping.last_result or ""
        failing = result.startswith(PROBLEM) and not any(word in result for word in FUNCTION)
        if (not off and not failing) or refusal(mapping):
            continue
        replaced = (mapping.function, mapping.source) in on
        idle = mapping.reason in BY_USER and _is_empty(scene, feeding.queue(mapping.source))
        aside = bool(on) and mapping.reason in (None, *BY_USER) and _is_aside(triggering, mapping)
        harmless = not failing and (replaced or idle or aside)
        yield _finding(scene, mapping, off=off, failing=failing, harmless=harmless)


def _is_aside(triggering: Triggering, mapping: Mapping) -> bool:
    """Whether the rest of the evidence is about other functions than the one it feeds."""
    return mapping.function is not None and triggering.is_aside(mapping.function)


def _is_empty(scene: Scene, queue: Queue | None) -> bool:
    """Whether nothing waits for the trigger, by the queue's own count and every metric."""
    if queue is None or queue.messages != 0:
        return False
    waiting = levels(scene, "ApproximateNumberOfMessagesVisible")
    return not any(s.peak for s in waiting if same(s.resource, queue.resource))


def _finding(
    scene: Scene, mapping: Mapping, *, off: bool, failing: bool, harmless: bool
) -> Finding:
    source = (mapping.source or "").split(":", 5)[-1].removeprefix("?:")
    source = source or ", ".join(mapping.topics or ()) or "its source"
    declared = off and mapping.state is None
    why = mapping.reason or ""
    if failing:
        field, text = "last_result", f"LastProcessingResult: {(mapping.last_result or '')[:300]}"
        words = f"Lambda cannot read {source}: {text}"
    else:
        field = "enabled" if declared else "state"
        told = f": {why[:300]}" if why and why not in BY_USER else ""
        text = "Enabled: false" if declared else f"State {mapping.state}{told}"
        words = f"The trigger on {source} is off ({text})"
    opens = not declared and not harmless
    return Finding(
        resource=scene.key(mapping.function or mapping.resource),
        summary=words,
        key=mapping.resource,
        citations=(Citation(place=mapping.place(field), text=text),),
        cause="esm_disabled_or_failed",
        weight=STRONG if failing and not off else DECISIVE,
        symptom="not_triggered",
        opens=opens,
        role=Role.SIGNATURE if opens else Role.RISK,
        explains=("not_triggered", "backlog", "lag"),
        by_status=(("not_triggered", 1), ("backlog", 1), ("lag", 1)) if opens else (),
        remedies=_fix(mapping, failing=failing, by_user=why in BY_USER),
    )


def _fix(mapping: Mapping, *, failing: bool, by_user: bool) -> tuple[Remedy, ...]:
    if failing:
        told = "Remove what the result names: network, credentials, permission or topic"
        return (Manual(told, "it lies with the source, not with the mapping"),)
    uuid = mapping.uuid or "<uuid>"
    argv = ("aws", "lambda", "update-event-source-mapping", "--uuid", uuid, "--enabled")
    risk = "somebody switched it off, perhaps on purpose: ask first; " if by_user else ""
    return (
        Command(
            argv,
            "Switch the mapping on, once what stopped it is repaired",
            f"{risk}what has waited arrives at once",
        ),
    )
