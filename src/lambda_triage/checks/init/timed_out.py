"""The init phase timed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.findings import Finding


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Move slow work out of module level, or make it lazy: it is done twice"),
        SetProperty(
            "MemorySize", 1769, "More memory is more CPU for start-up; 1,769 MB are one vCPU"
        ),
    )


def _opened(check: Check) -> Check:
    """Even where the invocation then succeeds, its caller waited for two starts."""

    def judge(scene: Scene) -> Iterator[Finding]:
        for finding in check.judge(scene):
            symptom = None if finding.opens else "slow_start"
            yield replace(finding, opens=True, role=Role.SIGNATURE, symptom=symptom)

    return replace(check, judge=judge)


TIMED_OUT = _opened(
    signature_check(
        id="init/timed-out",
        title="The init phase timed out",
        severity=Severity.HIGH,
        cause="init_timeout",
        since="0.1",
        messages=(
            message(
                "reason",
                "FunctionError.InitTimeout",
                pattern=r"\bFunctionError\.InitTimeout\b",
                source="botocore lambda model, StateReasonCode, 2026",
            ),
            message(
                "text",
                "INIT_REPORT",
                # 10 s is the limit of an on-demand init; old lines lack the status.
                pattern=r"INIT_REPORT Init Duration: (?:[\d.]+ ms\s+Phase: \w+\s+Status: timeout"
                r"|(?:99[5-9]\d|100\d\d)(?:\.\d+)? ms\s*$)",
                source="Lambda platform line; Lambda guide, execution environment life cycle, 2026",
            ),
            message(
                "json",
                "platform.initReport",
                pattern=(r'"platform\.initReport".{0,400}"status"\s*:\s*"timeout"'),
                source="Telemetry API schema 2022-12-13",
            ),
        ),
        summary="Start-up work takes longer than the 10 s that init may take.",
        fix=_fix,
        weight=DECISIVE,
    )
)
