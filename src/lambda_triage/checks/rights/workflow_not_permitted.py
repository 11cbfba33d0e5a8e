"""State machines whose role may not call the functions of their tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.states import states
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

INVOKE = ("lambda:InvokeFunction",)  # Step Functions guide, IAM policies for Lambda, 2026


@check(
    id="rights/workflow-not-permitted",
    title="The workflow's role may not call a task's function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines", "policies"),
    cause="access_denied_identity",
)
def workflow_not_permitted(scene: Scene) -> Iterator[Finding]:
    for state in states(scene):
        function, role = state.function or "", state.machine.role or ""
        known = held(scene, role) if function.startswith("arn:") and role else None
        # A version or an alias, which the reference may name, has an ARN of its own.
        if known is None or not lacking(known, INVOKE, function, f"{function}:any"):
            continue
        qualified = f"{function}:" in str(state.body)
        text = f"by {known.names} it may not call {INVOKE[0]} on {name(function)}"
        yield Finding(
            resource=state.machine.resource,
            summary=f"{state.name} fails with States.Permissions or AccessDenied: role"
            f" {name(role)}, {text}",
            key=state.name,
            citations=(
                Citation(place=known.place(""), text=text),
                Citation(
                    place=Place(state.machine.input, path=state.path),
                    text=f"{state.name} calls {name(function)}",
                ),
            ),
            cause="access_denied_identity",
            weight=STRONG,
            explains=("workflow",),
            remedies=(
                GrantAction(
                    INVOKE,
                    f"{function}:*" if qualified else function,
                    role,
                    "identity",
                    "Let the workflow's role invoke what the state names",
                ),
            ),
        )
