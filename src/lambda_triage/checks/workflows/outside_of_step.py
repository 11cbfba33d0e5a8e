"""Durable functions that ask a clock, draw values or call services outside of steps."""

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
    from lambda_triage.evidence.documents.code import Effect, SourceFile

SHOWN = 5  # citations
HARM = {
    "value": "it has another value at each replay, and may lead to other operations than before",
    "service": "it is called again at each replay, and may answer otherwise",
}


@check(
    id="workflows/outside-of-step",
    title="A durable function does outside of a step what a replay does again",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("packages",),
    cause="durable_nondeterminism",
)
def outside_of_step(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        for source in deployed.package.sources:
            for kind, harm in HARM.items():
                alike = [effect for effect in source.replayed if effect.kind == kind]
                if alike:
                    yield _finding(deployed, source, alike, harm)


def _finding(deployed: Deployed, source: SourceFile, effects: list[Effect], harm: str) -> Finding:
    first = effects[0]
    others = f" and {len(effects) - 1} more" if len(effects) > 1 else ""
    return Finding(
        resource=deployed.resource,
        summary=f"{source.path}:{first.line} calls {first.call}{others} outside of a step: {harm}",
        key=f"{source.path} {first.kind}",
        citations=tuple(
            Citation(
                place=deployed.package.at(source.path),
                text=f"{source.path}:{effect.line}: {effect.call}",
            )
            for effect in effects[:SHOWN]
        ),
        cause="durable_nondeterminism",
        weight=HINT,
        explains=("workflow",) if first.kind == "value" else (),
        remedies=(
            EditCode(
                f"Call {first.call} in a step, context.step(…), and go on with the step's result",
                source.path,
                first.line,
            ),
        ),
    )
