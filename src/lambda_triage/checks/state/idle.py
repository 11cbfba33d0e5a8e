"""Functions that have not been called for so long that Lambda took their resources away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="state/idle",
    title="The function is idle, and its next call fails",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="update_in_progress",
)
def idle(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        # An idle function loses what was set up outside of it, such as network interfaces; a call
        # fails while that is made again (Lambda guide, function states, 2026).
        if function.state != "Inactive" or function.state_reason_code not in (None, "Idle"):
            continue
        code = function.state_reason_code or "no reason is told"
        place = Place(function.input, path=f"{function.path}State")
        argv = ("aws", "lambda", "invoke", "--function-name", name(function.resource))
        yield Finding(
            resource=function.resource,
            summary="The next call fails, and so do the ones after it until the function is active:"
            f" it is Inactive ({code})",
            citations=(Citation(place=place, text=f"State Inactive, {code}"),),
            cause="update_in_progress",
            weight=HINT,
            explains=("request", "not_triggered"),
            remedies=(
                Command(
                    (*argv, "/dev/null"),
                    "Wake it, wait until it is active, and let callers try again",
                    "it runs the function",
                ),
            ),
        )
