"""What became of an incident: claimed only where it would have been seen."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from lambda_triage.cli.diff import diff as command
from lambda_triage.errors import InputError
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.pipeline.diff import diff
from lambda_triage.reports import json
from lambda_triage.reports.difference import Difference
from lambda_triage.reports.difference_text import render

INCIDENTS = Path(__file__).parent / "incidents"
DENIED = INCIDENTS / "access-denied-identity-01" / "evidence"
SLOW = INCIDENTS / "timeout-default-3s-01" / "evidence"
GOLDEN = Path(__file__).parent / "bundles" / "schema-1"
SETTINGS = (
    '{"FunctionName":"orders","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders"'
    ',"Runtime":"python3.13","Timeout":%d,"MemorySize":512,"Handler":"app.handler",'
    '"Role":"arn:aws:iam::111122223333:role/orders"}'
)


def evidence(folder: Path, runs: int, failed: int, *, timeout: int = 3) -> str:
    """A function with so many invocations, of which the last ones time out."""
    folder.mkdir()
    lines: list[str] = []
    for n in range(runs):
        bad = n >= runs - failed
        id = f"6f1d2c3b-0000-4000-8000-{n:012d}"
        at, ms = f"2026-03-01T{10 + n // 600:02d}:{n // 10 % 60:02d}:{n % 10 * 6:02d}", n % 7 + 100
        ms = timeout * 1000 if bad else ms
        lines.append(f"{at}.000Z START RequestId: {id} Version: $LATEST")
        if bad:
            lines.append(f"{at}.999Z {id} Task timed out after {timeout}.00 seconds")
        lines.append(f"{at}.999Z END RequestId: {id}")
        lines.append(
            f"{at}.999Z REPORT RequestId: {id}\tDuration: {ms}.00 ms\tBilled Duration: {ms} ms\t"
            "Memory Size: 512 MB\tMax Memory Used: 91 MB\t"
        )
    if lines:
        (folder / "orders.log").write_text("\n".join(lines) + "\n")
    (folder / "function.json").write_text(SETTINGS % timeout)
    return str(folder)


def states(found: Difference) -> dict[str, str]:
    return {c.cause: c.state for c in found.causes}


def measure(found: Difference, name: str):
    return next(m for m in found.measures if m.measure == name)


@pytest.fixture
def before(tmp_path):
    return evidence(tmp_path / "before", 400, 120)


def test_a_fixed_function_is_resolved(before, tmp_path):
    found = diff(before, evidence(tmp_path / "after", 400, 0, timeout=10))

    assert states(found) == {"timeout_default_3s": "resolved"}
    assert found.result == "nothing_new"
    assert measure(found, "failed").change == "better"


def test_what_did_not_run_is_not_resolved(before, tmp_path):
    found = diff(before, evidence(tmp_path / "after", 0, 0, timeout=10))

    assert states(found) == {"timeout_default_3s": "cannot_tell"}
    assert found.result == "cannot_tell"


def test_what_ran_too_seldom_is_not_resolved(tmp_path):
    before = evidence(tmp_path / "before", 400, 8)

    found = diff(before, evidence(tmp_path / "after", 20, 0, timeout=10))

    (cause,) = found.causes
    assert cause.state == "cannot_tell"
    assert cause.reason == "not significant: 8 of 400 invocations before, none of 20 after"
    assert measure(found, "failed").change == "not_significant"


def test_the_same_evidence_is_still_present(before):
    found = diff(before, before)

    assert set(states(found).values()) == {"present"}
    assert {f.state for f in found.findings} == {"present"}
    assert {m.change for m in found.measures} <= {"not_significant", "cannot_tell"}
    assert found.result == "problems"


def test_a_fault_that_was_not_there_is_new(before, tmp_path):
    found = diff(evidence(tmp_path / "healthy", 400, 0), before)

    assert states(found) == {"timeout_default_3s": "new"}
    assert measure(found, "failed").change == "worse"


def test_fewer_failures_are_better_and_still_present(before, tmp_path):
    found = diff(before, evidence(tmp_path / "after", 400, 20))

    assert states(found) == {"timeout_default_3s": "present"}
    assert measure(found, "failed").change == "better"
    assert found.result == "problems"


def test_two_healthy_states_have_nothing_new(tmp_path):
    one, two = (evidence(tmp_path / name, 300, 0) for name in ("one", "two"))

    found = diff(one, two)

    assert (found.result, found.causes) == ("nothing_new", ())


@pytest.mark.parametrize("folder", [DENIED, SLOW], ids=["denied", "slow"])
def test_a_report_in_json_and_its_evidence_are_the_same(folder, tmp_path):
    report = tmp_path / "report.json"
    report.write_bytes(json.render(diagnose([str(folder)])))

    found = diff(str(report), str(folder))

    assert {f.state for f in found.findings} == {"present"}
    assert {c.state for c in found.causes} == {"present"}


def test_incidents_of_other_functions_are_not_resolved_by_each_other():
    found = diff(str(DENIED), str(SLOW))

    assert states(found) == {"access_denied_identity": "cannot_tell", "timeout_default_3s": "new"}


def test_a_bundle_is_compared_like_any_evidence():
    found = diff(str(GOLDEN / "report.json"), str(GOLDEN / "bundle"))

    assert {f.state for f in found.findings} == {"present"}


def test_a_function_that_one_side_knows_by_name_only_is_the_same(before, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    log = (tmp_path / "before/orders.log").read_text()
    (bare / "orders.log").write_text(log)
    (bare / "function.json").write_text('{"FunctionName":"orders","Timeout":3,"MemorySize":512}')

    found = diff(str(bare), before)

    assert states(found) == {"timeout_default_3s": "present"}
    assert measure(found, "failed").before.count == 120


def test_a_report_of_another_version_is_refused(tmp_path):
    path = tmp_path / "report.json"
    path.write_text('{"schema": 9, "tool_version": "9", "verdict": "odd", "causes": []}')

    with pytest.raises(InputError, match="another version"):
        diff(str(path), str(path))


def test_the_answer_keeps_its_contract(before):
    found = diff(before, before)

    assert msgspec.json.decode(msgspec.json.encode(found), type=Difference) == found


@pytest.mark.parametrize(
    ("failed", "runs", "code"), [(0, 400, 0), (120, 400, 1), (0, 0, 3)], ids=["0", "1", "3"]
)
def test_the_exit_code_says_what_the_text_says(before, tmp_path, failed, runs, code):
    after = evidence(tmp_path / "after", runs, failed, timeout=3 if failed else 10)

    done = CliRunner().invoke(command, [before, after])

    first = {0: "Nothing new", 1: "There are problems", 3: "Cannot tell"}[code]
    assert (done.exit_code, done.output.startswith(first)) == (code, True)


def test_the_text_claims_no_more_than_the_data(before, tmp_path):
    text = render(diff(before, evidence(tmp_path / "after", 20, 0, timeout=10)), width=200)

    assert "orders, failed invocations: 30 % (120 of 400) → 0 % (0 of 20)" in text
    assert "timeout_default_3s" in text
