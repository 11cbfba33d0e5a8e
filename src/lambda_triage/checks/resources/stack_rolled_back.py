"""Stacks whose first creation failed: they can only be deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Command, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    name = ("--stack-name", signal.captures.get("stack") or "<stack>")
    return (
        Command(
            ("aws", "cloudformation", "describe-stack-events", *name),
            "Read why the creation failed, before the events go with the stack",
        ),
        Command(
            ("aws", "cloudformation", "delete-stack", *name),
            "Delete the empty stack, then deploy again",
            "resources with a Retain policy stay and may stand in the way",
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return DECISIVE if finding.fact("refused") else STRONG


STACK_ROLLED_BACK = weighed(
    signature_check(
        id="resources/stack-rolled-back",
        title="A stack whose creation failed cannot be updated",
        severity=Severity.HIGH,
        cause="stack_rollback_complete",
        since="0.1",
        messages=(
            message(
                "refused",
                "is in ROLLBACK_COMPLETE",
                "is in ROLLBACK_FAILED",
                "state of ROLLBACK_COMPLETE",
                "state of ROLLBACK_FAILED",
                pattern=r"(?:stack/(?P<stack>[A-Za-z][\w-]{0,127})/[\w-]{1,64} )?(?P<refused>is in"
                r"|state of) ROLLBACK_(?:COMPLETE|FAILED)",
                source="AWS CloudFormation, UpdateStack ValidationError, 2026",
            ),
            message(
                "status",
                "ROLLBACK_COMPLETE",
                "ROLLBACK_FAILED",
                pattern=r"\A(?![\s\S]{0,20000}(?:is in"
                r"|state of) ROLLBACK_)[\s\S]*?(?<![A-Z_])ROLLBACK_(?:COMPLETE|FAILED)",
                source="AWS CloudFormation stack status codes, 2026",
            ),
        ),
        summary="The stack's creation failed and was rolled back: it can only be deleted",
        fix=_fix,
        symptom="deployment",
    ),
    _weight,
)
