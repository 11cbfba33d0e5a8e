"""Lambda@Edge functions whose replicas still exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = (
        "Remove the function from every cache behaviour, wait some hours until CloudFront has"
        " deleted the replicas, and delete again; or retain the function in the stack"
    )
    return (Manual(told, "when the replicas are gone is CloudFront's affair"),)


EDGE_REPLICA_KEPT = signature_check(
    id="deployment/edge-replica-kept",
    title="A Lambda@Edge function cannot be deleted yet",
    severity=Severity.MEDIUM,
    cause="edge_replica_kept",
    since="0.1",
    messages=(
        message(
            "replica",
            "because it is a replicated function",
            "is a replicated function",
            pattern=wrapped(
                r"Lambda was unable to delete [^\n]{0,300}?because it is a replicated "
                r"function|because it is a replicated function\. Please see"
            ),
            source="Lambda API, DeleteFunction InvalidParameterValueException, 2026",
        ),
    ),
    summary="The function still has replicas at CloudFront, so Lambda does not delete it",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
