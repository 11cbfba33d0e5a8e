"""SnapStart hooks that raise or take too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

HOOK = 3.0  # the message inside the hook, where one is known, says more


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    when = "before the snapshot" if signal.captures.get("before") else "after the restore"
    return (
        EditCode(
            f"Make the hook that runs {when} short, and catch what it may raise;"
            " leave to the first request what can wait"
        ),
    )


RESTORE_HOOK = signature_check(
    id="init/restore-hook",
    title="A SnapStart hook fails",
    severity=Severity.HIGH,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "hook",
            "BeforeSnapshotError",
            "BeforeCheckpointError",
            "AfterRestoreError",
            "RestoreHookUserTimeout",
            "RestoreHookUserError",
            pattern=r"Runtime\.(?:(?P<before>BeforeSnapshotError|BeforeCheckpointError)"
            r"|AfterRestoreError|RestoreHookUser(?:Timeout|Error))",
            source="awslambdaric, AWS Lambda Java runtime, RIE fatalerror.go, 2025",
        ),
        message(
            "restore",
            "RESTORE_REPORT",
            pattern=r"RESTORE_REPORT Restore Duration: [\d.]+ ms\s+Status: timeout",
            source="Lambda platform line; Lambda guide, SnapStart monitoring, 2026",
        ),
    ),
    summary="A hook that SnapStart runs around the snapshot fails",
    fix=_fix,
    weight=HOOK,
)
