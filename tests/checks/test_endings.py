"""What a later success in the same output makes history, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks.index import indexed
from lambda_triage.checks.scene import Scene
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

TIMED_OUT = "2026-03-01T10:00:03.000Z 5b0c7e1a-0095-4d2f-8a31-000000000095 Task timed out after 3.00 seconds\n"
DENIED = (
    "AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/t/t is not authorized to"
    " perform: s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows"
    " the s3:GetObject action\n"
)
TAKEN = "CREATE_FAILED  AWS::SQS::Queue  Jobs  jobs already exists in stack arn:aws:cloudformation:eu-west-1:111122223333:stack/old/x\n"
BROKEN = "Error: Failed to create/update the stack: rota, Waiter StackUpdateComplete failed\n"
DONE = "Successfully created/updated stack - {} in eu-west-1\n"
APPLIED = "Apply complete! Resources: 1 added, 0 changed, 0 destroyed.\n"
UNBUILT = "Build Failed\nError: NodejsNpmBuilder:NpmInstall - NPM Failed\n"
BEGUN = "\tDeploying with following values\nInitiating deployment\n"


def verdict(folder: Path, text: str) -> str:
    (folder / "ci.log").write_text(text, encoding="utf-8")
    return diagnose([str(folder)]).verdict


@pytest.mark.parametrize(
    ("passed", "failed"),
    [
        ("12 passed, 1 skipped in 3.02s\n", "1 failed, 11 passed in 3.02s\n"),
        ("== 12 passed in 3.02s (0:00:03) ==\n", "== 1 error in 3.02s ==\n"),
        (
            "Test Suites: 2 passed, 2 total\nTests:  9 passed, 9 total\n",
            "Test Suites: 1 failed, 1 passed, 2 total\n",
        ),
        (
            " Test Files  1 passed (1)\n      Tests  3 passed (3)\n",
            "      Tests  1 failed | 2 passed (3)\n",
        ),
        ("\n  12 passing (34ms)\n", "\n  11 passing (34ms)\n  1 failing\n"),
        ("# pass 12\n# fail 0\n", "# pass 11\n# fail 1\n"),
        ("PASS\nok  \tgithub.com/x/y\t0.012s\n", "FAIL\nFAIL\tgithub.com/x/y\t0.012s\n"),
        (
            "Passed!  - Failed:     0, Passed:    12, Skipped:     0\n",
            "Failed!  - Failed:     1, Passed:    11, Skipped:     0\n",
        ),
        (
            "[INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0\n",
            "[ERROR] Tests run: 5, Failures: 1, Errors: 0, Skipped: 0\n",
        ),
        ("Ran 12 tests in 0.003s\n\nOK\n", "Ran 12 tests in 0.003s\n\nFAILED (errors=1)\n"),
        ("12 examples, 0 failures\n", "12 examples, 1 failure\n"),
        ("test result: ok. 12 passed; 0 failed;\n", "test result: FAILED. 11 passed; 1 failed;\n"),
    ],
)
def test_what_a_test_run_prints_counts_only_where_a_test_failed(
    tmp_path: Path, passed: str, failed: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    well, badly = (
        verdict(tmp_path / "a", TIMED_OUT + passed),
        verdict(tmp_path / "b", TIMED_OUT + failed),
    )

    assert (well, badly == "healthy") == ("healthy", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TAKEN + BROKEN, "cause_found"),
        (TAKEN + BROKEN + DONE.format("rota"), "healthy"),
        (TAKEN + BROKEN + DONE.format("audit"), "cause_found"),
        (DONE.format("rota") + TAKEN + BROKEN, "cause_found"),
        (TAKEN + APPLIED, "healthy"),
        (TAKEN + APPLIED + "Error: Process completed with exit code 1.\n", "cause_found"),
        (UNBUILT + "Build Succeeded\n", "healthy"),
        (UNBUILT + DONE.format("rota"), "cause_found"),
        (TAKEN + BROKEN + "Build Succeeded\n", "cause_found"),
        (BEGUN, "inconclusive"),
        ("Build Succeeded\n" + BEGUN, "inconclusive"),
        ("Build Succeeded\n" + BEGUN + DONE.format("rota"), "healthy"),
        ("12 passed in 3.02s\n" + DENIED, "cause_found"),
        (DENIED + "=== test session starts ===\n12 passed in 3.02s\n", "cause_found"),
        ("=== test session starts ===\n" + DENIED + "12 passed in 3.02s\n", "healthy"),
        (DENIED + DONE.format("rota"), "cause_found"),
        ("1 failed, 3 passed in 3.02s\n" + DONE.format("rota"), "inconclusive"),
    ],
)
def test_a_success_clears_the_run_that_it_ends_and_no_other(
    tmp_path: Path, text: str, expected: str
) -> None:
    actual = verdict(tmp_path, text)

    assert actual == expected


def test_a_time_before_every_line_hides_no_ending(tmp_path: Path) -> None:
    lines = (TAKEN + BROKEN + DONE.format("rota")).splitlines()
    text = "".join(f"2026-03-01T10:00:{n:02}.1234567Z {x}\n" for n, x in enumerate(lines))

    actual = verdict(tmp_path, text)

    assert actual == "healthy"


def test_a_function_that_runs_tests_is_judged_by_its_invocations(tmp_path: Path) -> None:
    id = "5b0c7e1a-0096-4d2f-8a31-000000000096"
    text = (
        f"START RequestId: {id} Version: $LATEST\n3 passed in 0.20s\n"
        f"2026-03-01T10:00:03.000Z {id} Task timed out after 3.00 seconds\n\nEND RequestId: {id}\n"
        f"REPORT RequestId: {id}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t"
        "Memory Size: 128 MB\tMax Memory Used: 52 MB\t\n12 passed in 0.20s\n"
    )
    (tmp_path / "f.log").write_text(text, encoding="utf-8")
    case, _ = collect([str(tmp_path)], [s for c in indexed() for s in c.signatures])

    with case:
        Scene(case)
        actual = case.execute("SELECT status FROM invocations")

    assert actual == [("timeout",)]
