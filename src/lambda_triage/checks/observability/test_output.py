"""Output of a test run that passed: the errors in it were provoked, and expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import message
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

PASSED = message(
    "observability/test-output.passed",
    " passed in ",
    " passed, ",
    "Test Suites: ",
    "Tests run: ",
    pattern=r"(?m)^(?:=+ )?\d+ passed(?:, \d+ (?:skipped|deselected|warnings?|xfailed))* in \d"
    r"|^Test Suites: (?:\d+ skipped, )?\d+ passed, \d+ total"
    r"|^(?:\[\w+\] )?Tests run: \d+, Failures: 0, Errors: 0",
    source="pytest _pytest/terminal.py; Jest summary reporter; Maven Surefire, 2025",
)


@check(
    id="observability/test-output",
    title="The input holds the output of a test run that passed",
    severity=Severity.LOW,
    role=Role.CONTEXT,
    since="0.1",
    reads=("log_events",),
    signatures=(PASSED,),
)
def test_output(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(PASSED.id):
        yield Finding(
            resource=signal.resource,
            summary="A test run passed: the errors that stand before its summary were expected",
            citations=tuple(Citation(event=e) for e in signal.examples),
        )
