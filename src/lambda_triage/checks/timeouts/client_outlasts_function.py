"""Clients that the code lets wait as long as the function may run, or longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import HINT
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents.code import SourceFile, Wait


@check(
    id="timeouts/client-outlasts-function",
    title="A client may wait longer than the function runs",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="retry_budget_exceeds_timeout",
)
def client_outlasts_function(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        limit = deployed.function.timeout_s if deployed.function else None
        if not limit or deployed.layer:
            continue
        for source in deployed.package.sources:
            long = [w for w in source.waits if w.seconds * w.attempts >= limit]
            if long:
                yield _finding(deployed, source, long, limit)


def _finding(deployed: Deployed, source: SourceFile, long: list[Wait], limit: int) -> Finding:
    worst = max(long, key=lambda wait: wait.seconds * wait.attempts)
    whole = f"{worst.seconds * worst.attempts:g} s in all"
    tries = f", {worst.attempts} attempts, {whole}" if worst.attempts > 1 else ""
    text = f"{source.path}:{worst.line}: {worst.call} waits up to {worst.seconds:g} s{tries}"
    each = max(1, limit // (3 * worst.attempts))
    return Finding(
        resource=deployed.resource,
        summary=f"A call that hangs is cut off by the function's time-out of {limit} s before its"
        f" client gives up: {text}",
        key=source.path,
        citations=tuple(
            Citation(
                place=deployed.package.at(source.path),
                text=f"{source.path}:{w.line}: {w.call}, {w.seconds:g} s × {w.attempts}",
            )
            for w in long[:5]
        ),
        cause="retry_budget_exceeds_timeout",
        weight=HINT,
        explains=("timeout",),
        remedies=(
            EditCode(
                f"Let one attempt wait {each} s at most: attempts times time-out must stay below"
                f" {limit} s, so that the code can handle and log the failure",
                source.path,
                worst.line,
            ),
        ),
    )
