"""Output of a test run that passed: the errors in it were provoked, and expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.endings import OUTCOME
from lambda_triage.checks.signature import message
from lambda_triage.checks.wrapped import line
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

PASSED = message(
    "observability/test-output.passed",
    " passed in ",
    " passed, ",
    " passed (",
    " passing (",
    "Test Suites: ",
    "Tests run: ",
    "# fail 0",
    "\u2139 fail 0",
    "ok  \t",
    "Passed!  - Failed:",
    "Test Run Successful.",
    " tests in ",
    " test in ",
    " examples, 0 ",
    " example, 0 ",
    " assertions, 0 ",
    "test result: ok. ",
    pattern=line(
        r"(?:=+ )?\d+ passed(?:, \d+ (?:skipped|deselected|warnings?|xfailed|xpassed"
        r"|subtests passed))* in \d",
        r"Test Suites: (?:\d+ (?:skipped|todo), )*\d+ passed, \d+ (?:total|of \d+ total)",
        r"\s*Tests\s{1,9}(?:\d+ skipped \| )?\d+ passed (?:\| \d+ (?:skipped|todo) )*\(\d+\)",
        r"\s*\d+ passing \(",
        r"(?:\[\w+\] )?Tests run: \d+, Failures: 0, Errors: 0",
        r"[#\u2139] fail 0\s*$",
        r"ok  \t[\w./~-]{1,200}\t(?:[\d.]+s|\(cached\))",
        r"Passed!  - Failed:\s{1,9}0,|\s*Test Run Successful\.",
        r"Ran [1-9]\d* tests? in [\d.]+s\s*(?:OK|$)",
        r"\d+ examples?, 0 failures|\d+ (?:runs|tests), \d+ assertions, 0 failures, 0 errors",
        r"test result: ok\. [1-9]\d* passed; 0 failed",
    ),
    source="pytest _pytest/terminal.py; Jest, Vitest, Mocha, node:test, unittest, RSpec, minitest,"
    " go test, dotnet test and cargo summaries; Maven Surefire, 2025",
)
FAILED = message(
    "observability/test-output.failed",
    " failed in ",
    " passed in ",
    " passed, ",
    " warnings in ",
    " failed (",
    " failed | ",
    " failing",
    " error in ",
    " errors in ",
    "Test Suites: ",
    "Tests run: ",
    "# fail ",
    "\u2139 fail ",
    "FAIL\t",
    "Failed!  - Failed:",
    "Test Run Failed.",
    "FAILED (",
    " examples, ",
    " example, ",
    " assertions, ",
    "test result: FAILED",
    pattern=line(
        r"(?:=+ )?(?:\d+ \w+, )*\d+ (?:failed|errors?)\b(?:, \d+ \w+)* in \d",
        r"Test Suites: (?:\d+ skipped, )?\d+ failed, ",
        r"\s*Tests\s{1,9}\d+ failed [|(]",
        r"\s*\d+ failing\b",
        r"(?:\[\w+\] )?Tests run: \d+, (?:Failures: [1-9]|Failures: 0, Errors: [1-9])",
        r"[#\u2139] fail [1-9]|FAIL\t[\w./~-]{1,200}[\t ]",
        r"Failed!  - Failed:|\s*Test Run Failed\.|FAILED \((?:failures|errors)=",
        r"\d+ examples?, [1-9]\d* failures?",
        r"\d+ (?:runs|tests), \d+ assertions, (?!0 failures, 0 e)",
        r"test result: FAILED",
    ),
    source="the summaries of the same runners where a test failed, 2025",
)
BEGUN = message(
    "observability/test-output.begun",
    "= test session starts =",
    "T E S T S",
    " RUN  v",
    "Starting test execution",
    pattern=line(
        r"=+ test session starts =+|(?:\[INFO\] )?\s*T E S T S\s*$",
        r"\s*RUN  v\d|Starting test execution",
    ),
    source="pytest, Maven Surefire, Vitest and vstest, first lines of a run, 2025",
)


@check(
    id="observability/test-output",
    title="The input holds the output of a test run that passed",
    severity=Severity.LOW,
    role=Role.CONTEXT,
    since="0.1",
    reads=("log_events",),
    signatures=(PASSED, FAILED, BEGUN),
)
def test_output(scene: Scene) -> Iterator[Finding]:
    outcome = (OUTCOME,) if scene.endings.all_well(scene.case) else ()
    for signal in scene.signals(PASSED.id):
        if signal.last is None or not scene.endings.is_history(*signal.last, "test"):
            continue  # others failed, or a function writes about tests
        yield Finding(
            resource=signal.resource,
            summary="A test run passed: the errors that stand before its summary were expected",
            citations=tuple(Citation(event=e) for e in signal.examples),
            facts=outcome,
        )
