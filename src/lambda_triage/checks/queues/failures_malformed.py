"""Answers about failed messages that Lambda cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.findings import Finding

PARTIAL = "ReportBatchItemFailures"
GUIDE = "Lambda guide, SQS batch item failures: success and failure conditions, 2026"


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            'Return {"batchItemFailures": [{"itemIdentifier": "<messageId>"}]}, with the'
            " messageId of every record that failed, and an empty list when none did"
        ),
    )


def _as_mapped(known: Check) -> Check:
    """The same check: with a mapping that reads the answer the whole batch has come back."""

    def judge(scene: Scene) -> Iterator[Finding]:
        for finding in known.judge(scene):
            types = [m.response_types for m in scene.mappings(finding.resource)]
            told = [t for t in types if t is not None]
            if any(PARTIAL in t for t in told):
                yield _opened(finding)
            elif len(told) < len(types) or not types:
                yield finding

    return replace(known, judge=judge)


def _opened(finding: Finding) -> Finding:
    hit = (("duplicates", max(finding.invocations, 1)),)
    role = Role.SIGNATURE
    return replace(finding, opens=True, role=role, weight=DECISIVE, by_status=hit)


FAILURES_MALFORMED = _as_mapped(
    signature_check(
        id="queues/failures-malformed",
        title="The answer about failed messages has the wrong form",
        severity=Severity.HIGH,
        cause="sqs_no_partial_batch",
        since="0.1",
        messages=(
            message(
                "key",
                "batchItemFailures",
                pattern=r"batchItemFailures[\\\"']{0,4}\s{0,3}[:=]\s{0,3}\[\s{0,20}\{\s{0,20}"
                r"[\\\"']{0,4}(?P<key>ItemIdentifier|itemIdentifiers|itemidentifier|messageId|MessageId"
                r"|message_id|item_identifier|id|identifier)[\\\"']{0,4}\s{0,3}[:=]",
                source=GUIDE,
            ),
            message(
                "empty",
                "itemIdentifier",
                pattern=r"batchItemFailures[\\\"']{0,4}\s{0,3}[:=]\s{0,3}\[[^\n\]]{0,400}"
                r"itemIdentifier[\\\"']{0,4}\s{0,3}[:=]\s{0,3}"
                r"(?P<value>null|None|undefined|\\?\"\\?\"|'')",
                source=GUIDE,
            ),
            message(
                "strings",
                "batchItemFailures",
                pattern=r"batchItemFailures[\\\"']{0,4}\s{0,3}[:=]\s{0,3}\[\s{0,20}\\?[\"']"
                r"[0-9a-f]{8}-[0-9a-f]{4}",
                source=GUIDE,
            ),
        ),
        summary="The function's batchItemFailures have the wrong form: Lambda takes the whole batch"
        " as failed and tries every message again",
        fix=_fix,
        weight=STRONG,
        symptom="duplicates",
    )
)
