"""Functions whose last update or creation failed for a reason that no other check knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

FAILED = "Failed"  # of State and LastUpdateStatus (Lambda guide, function states, 2026)


@check(
    id="state/update-failed",
    title="The last update of the function failed",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("functions",),
)
def update_failed(scene: Scene) -> Iterator[Finding]:
    known = _explained(scene)
    for function in scene.case.functions:
        told = _told(function)
        if told is None or function.resource in known:
            continue
        field, text, harm = told
        argv = ("aws", "lambda", "get-function", "--function-name", name(function.resource))
        yield Finding(
            resource=function.resource,
            summary=f"{text}: {harm}",
            key=field,
            citations=(
                Citation(place=Place(function.input, path=f"{function.path}{field}"), text=text),
            ),
            symptom="deployment",
            opens=True,
            invocations=1,
            by_status=(("deployment", 1),),
            onset_us=function.last_modified_us,
            remedies=(
                Command(
                    (*argv, "--query", "Configuration.[StateReason,LastUpdateStatusReason]"),
                    "Read the reason, correct what it names, and deploy again",
                ),
            ),
        )


def _told(function: FunctionConfiguration) -> tuple[str, str, str] | None:
    """The field that says it, what it says, and what that means for callers."""
    if function.state == FAILED:
        why = function.state_reason or function.state_reason_code or "no reason is told"
        harm = "it cannot be called, and has to be made again"
        return "State", f"The function could not be made ready ({why})", harm
    if function.last_update_status == FAILED:
        code = function.last_update_reason_code
        why = function.last_update_reason or code or "no reason is told"
        harm = "the code and settings from before still run"
        return "LastUpdateStatus", f"The last update failed ({why})", harm
    return None


def _explained(scene: Scene) -> set[str]:
    """Functions of whose documents a message of another check was read."""
    found = scene.signals(*sorted(scene.present()))
    return {scene.key(s.resource) for s in found if s.origin == "service"}
