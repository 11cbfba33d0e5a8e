"""Deployments that found everything in place already: harmless, and worth knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

UP_TO_DATE = "deployment/nothing-changed.up-to-date"
GO_ON = Command(
    ("sam", "deploy", "--no-fail-on-empty-changeset"),
    "Let the pipeline go on where there is nothing to change",
)


@check(
    id="deployment/nothing-changed",
    title="There was nothing to deploy",
    severity=Severity.LOW,
    role=Role.CONTEXT,
    since="0.1",
    reads=("log_events",),
    signatures=(
        Signature(
            UP_TO_DATE,
            (
                "No changes to deploy. Stack ",
                "The submitted information didn't contain changes",
                "No updates are to be performed",
                "No changes. Your infrastructure matches",
                "(no changes)",
            ),
            r"No changes to deploy\. Stack (?P<stack>[\w-]{1,128}) is up to date"
            r"|The submitted information didn't contain changes|No updates are to be performed"
            r"|No changes\. Your infrastructure matches"
            r"|^\s{0,4}✅\s{1,4}[\w-]{1,128} \(no changes\)",
            "aws-sam-cli, aws-cli and aws-cdk deploy; CloudFormation; terraform, 2025",
        ),
    ),
)
def nothing_changed(scene: Scene) -> Iterator[Finding]:
    """One finding per resource whose deployment had nothing to change."""
    for signal in scene.signals(UP_TO_DATE):
        stack = signal.captures.get("stack")
        of = f" of {stack}" if stack else ""
        yield Finding(
            resource=signal.resource,
            summary=f"A deployment{of} changed nothing: what it would deploy is there already",
            key=stack or "",
            citations=tuple(Citation(event=e) for e in signal.examples),
            onset_us=signal.first_us,
            impact="none",
            remedies=(GO_ON,) if stack else (),
        )
