"""Durable functions whose role may not keep their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held_roles
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Lambda guide, 'Security and permissions for Lambda durable functions', 2026: asked for the ARN of
# an execution, which goes on after the function's own, so that a policy on the bare ARN never fits.
NEEDED = ("lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState")
EXECUTION = "$LATEST/durable-execution/any/0"


@check(
    id="rights/durable-not-permitted",
    title="The role of a durable function may not keep its state",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "policies"),
    cause="access_denied_identity",
)
def durable_not_permitted(scene: Scene) -> Iterator[Finding]:
    for key, known in held_roles(scene):
        function = scene.function(key)
        if function is None or not function.durable or not key.startswith("arn:"):
            continue
        missing = lacking(known, NEEDED, f"{key}:{EXECUTION}", f"{key}:1/durable-execution/any/0")
        bare = not lacking(known, missing, key)
        elsewhere = not lacking(known, missing, None)  # on something: perhaps another version
        if not missing or (elsewhere and not bare):
            continue
        why = ", only on the function's ARN without a version" if bare else ""
        text = f"by {known.names} the role may not call {' or '.join(missing)} on executions{why}"
        yield Finding(
            resource=key,
            summary=f"A durable execution fails at its first checkpoint: {text}",
            key=known.role,
            citations=(Citation(place=known.place(""), text=text),),
            cause="access_denied_identity",
            weight=STRONG,
            explains=("error", "init_failure"),
            remedies=(
                GrantAction(
                    NEEDED,
                    f"{key}:*",
                    known.role,
                    "identity",
                    "Attach AWSLambdaBasicDurableExecutionRolePolicy, or allow these two actions on"
                    " all versions",
                ),
            ),
        )
