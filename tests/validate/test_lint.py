"""cfn-lint beside our own checks: nothing is lost, nothing is told twice, nothing is silent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lambda_triage.pipeline.validate import validate
from lambda_triage.pipeline.validate.merge import TWINS
from tests.validate import cloudformation, sam
from tests.validate.sample import Sample, errors

pytest.importorskip("cfnlint")
pytest.importorskip("cfn_lint_serverless")
SAMPLES = (*sam.SAMPLES, *cloudformation.SAMPLES, *cloudformation.CDK)
UNTRANSFORMED = "E0001"  # what SAM's translator refuses


def _all(folder: Path) -> tuple[dict[str, Sample], object]:
    """One run over all templates: cfn-lint takes seconds to start."""
    samples = {}
    for number, sample in enumerate(SAMPLES):
        samples[str(sample.written(folder / str(number)).as_posix())] = sample
    return samples, validate(list(samples))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return _all(tmp_path_factory.mktemp("all"))


def test_right_templates_have_no_errors_for_cfn_lint_either(run) -> None:
    samples, validation = run
    right = {file for file, sample in samples.items() if not sample.errors}
    found = [(samples[p.file].name, p.rule, p.message) for p in validation.problems
             if p.level.value == "error" and p.file in right]  # fmt: skip

    assert found == []


def test_nothing_is_told_twice(run) -> None:
    _, validation = run
    rules = {(p.file, p.rule) for p in validation.problems}
    doubled = [
        (file, rule, twin)
        for file, rule in rules
        for twin in TWINS.get(rule, ())
        if (file, twin) in rules and twin not in ("E3003", "E3030", "WS1004", "ES1005", "WS1000")
    ]

    assert doubled == []


def test_cfn_lint_adds_what_only_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "stack.yaml"
    path.write_text(
        "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      Delay: 3\n"
    )
    found = [p for p in validate([str(path)]).problems if p.rule == "E3002"]

    assert [(p.spot.line, p.spot.column, p.resource, p.page is not None) for p in found] == [
        (5, 7, "?:Q", True)
    ]


def test_a_dead_letter_queue_needs_none_itself(run) -> None:
    samples, validation = run
    right = next(f for f, s in samples.items() if s.name == "right")

    assert [p for p in validation.problems if p.file == right and p.rule == "ES6000"] == []


def test_metadata_silences_both(tmp_path: Path) -> None:
    head = "Metadata:\n  cfn-lint: {config: {ignore_checks: [E3002, queues/visibility-timeout]}}\n"
    broken = sam.GOOD.replace("Timeout: 360", "Timeout: 30\n      Delay: 3")
    sample = Sample("silenced", broken.replace("Resources:", f"{head}Resources:"),
                    files={"src/app.py": "def handler(e, c): ...\n"})  # fmt: skip

    assert errors(validate([str(sample.written(tmp_path))])) == ()


def test_every_twin_is_a_rule_of_cfn_lint() -> None:
    program = (
        "import json, cfnlint.core;"
        "rules = cfnlint.core.get_rules(['cfn_lint_serverless.rules'], [], []);"
        "print(json.dumps([r.id for r in rules.rules.values()]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    known = set(json.loads(done.stdout))

    assert sorted({t for twins in TWINS.values() for t in twins} - known) == []


def test_without_cfn_lint_our_own_checks_run_and_it_is_said(tmp_path: Path) -> None:
    path = Sample("wrong", sam.GOOD).written(tmp_path)
    program = (
        "import sys; sys.modules['cfnlint'] = None\n"
        "from lambda_triage.cli import main; sys.argv[0] = 'lambda-triage'; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "validate", str(path)], capture_output=True, check=False
    )
    out = done.stdout.decode()

    assert done.returncode == 1
    assert "template/code-missing" in out
    assert (
        "cfn-lint was not run: it is not installed; `pip install 'lambda-triage[validate]'`" in out
    )


def test_a_linter_that_crashes_is_no_pass(tmp_path: Path) -> None:
    sample = Sample("right", sam.GOOD, files={"src/app.py": "def handler(e, c): ...\n"})
    path = sample.written(tmp_path)
    (tmp_path / ".cfnlintrc").write_text("append_rules: [no.such.rules]\nregions: 3\n")
    done = subprocess.run(
        [sys.executable, "-c", "from lambda_triage.cli import main; main()", "validate", str(path)],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip

    assert (done.returncode, b"note: cfn-lint gave no answer: " in done.stdout) == (4, True)


def test_a_project_cannot_put_its_own_module_in_the_place_of_cfn_lint(tmp_path: Path) -> None:
    path = Sample("wrong", sam.GOOD).written(tmp_path)
    (tmp_path / "cfnlint").mkdir()
    (tmp_path / "cfnlint" / "__init__.py").write_text("open('taken', 'w')\n")
    subprocess.run(
        [Path(sys.executable).parent / "lambda-triage", "validate", str(path)],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip

    assert not (tmp_path / "taken").exists()
