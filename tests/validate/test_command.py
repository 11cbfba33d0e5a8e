"""`lambda-triage validate`: what it takes, what it refuses, and the codes it ends with."""

from __future__ import annotations

import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lambda_triage.cli.validate import validate as command
from lambda_triage.errors import InputError
from lambda_triage.pipeline.validate import validate
from lambda_triage.pipeline.validate.merge import TWINS
from lambda_triage.pipeline.validate.rules import CONTRADICTIONS, MEANT, RULES
from tests.validate import cloudformation, others, sam
from tests.validate.sample import NODE, PYTHON, Sample, errors

WRONG = Sample("wrong", sam.GOOD)
RIGHT = Sample("right", sam.GOOD, files=PYTHON)
WARNED = Sample("warned", sam.GOOD.replace("1209600", "60"), files=PYTHON)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [*map(str, words), "--no-lint"])


def test_codes_say_how_it_went(tmp_path: Path) -> None:
    codes = [
        run(sample.written(tmp_path / sample.name), *options).exit_code
        for sample, options in ((RIGHT, ()), (WARNED, ()), (WARNED, ("--strict",)), (WRONG, ()))
    ]

    assert codes == [0, 0, 1, 1]


def test_a_folder_is_searched_for_templates_of_every_kind_under_any_name(tmp_path: Path) -> None:
    RIGHT.written(tmp_path / "a")
    Sample("b", cloudformation.GOOD, file="stack").written(tmp_path / "b")
    Sample("c", cloudformation.cdk(), file="x.template.json").written(tmp_path / "c")
    Sample("d", others.TERRAFORM, file="lambda.tf").written(tmp_path / "d")
    Sample("e", others.SERVERLESS, file="service.yml", files=NODE).written(tmp_path / "e")
    Sample("f", sam.GOOD).written(tmp_path / "node_modules" / "theirs")
    (tmp_path / "values.yaml").write_text("Resources: many\n")

    found = validate([str(tmp_path)], lint=False)

    assert [Path(t).relative_to(tmp_path).as_posix() for t in found.templates] == [
        "a/infra.yaml", "b/stack", "c/x.template.json", "d/lambda.tf", "e/service.yml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [("notes.yaml", "a: 1\n"), ("empty.yaml", ""), ("image.yaml", "\x00\x01\xff")]
)
def test_what_is_no_template_is_bad_input(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=r"not a template; SAM, CloudFormation, CDK"):
        validate([str(tmp_path / name)], lint=False)
    assert run(tmp_path / name, "--if-template").exit_code == 0


def test_a_path_that_does_not_exist_and_an_empty_folder_are_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        validate([str(tmp_path / "absent.yaml")], lint=False)
    with pytest.raises(InputError, match="no template in this folder"):
        validate([str(tmp_path)], lint=False)


def test_one_file_of_a_terraform_folder_is_judged_with_the_others_beside_it(tmp_path: Path) -> None:
    head, mark, tail = others.TERRAFORM.partition('resource "aws_sqs_queue" "jobs"')
    files = {**PYTHON, "queue.tf": (mark + tail).replace("= 360", "= 10")}
    path = Sample("split", head, files=files, file="main.tf").written(tmp_path)

    one, other = (
        validate([str(path.parent / name)], lint=False) for name in ("main.tf", "queue.tf")
    )

    assert (errors(one), errors(other)) == ((), ((3, "queues/visibility-timeout"),))


def test_what_was_not_run_is_said(tmp_path: Path) -> None:
    path = Sample("t", others.TERRAFORM, files=PYTHON, file="main.tf").written(tmp_path)

    assert validate([str(path)]).notes == (
        "1 file: only our own checks ran; cfn-lint does not know Terraform",
    )


def test_parameters_come_from_samconfig(tmp_path: Path) -> None:
    text = sam.GOOD.replace(
        "Resources:", "Parameters:\n  Limit: {Type: Number, Default: 60}\nResources:"
    )
    config = '[prod.deploy.parameters]\nparameter_overrides = "Limit=900"\ntemplate_file = "infra.yaml"\n'
    path = Sample("p", text.replace("Timeout: 60", "Timeout: !Ref Limit"),
                  files={**PYTHON, "samconfig.toml": config}).written(tmp_path)  # fmt: skip

    assert errors(validate([str(path)], lint=False, environment="prod")) == (
        (23, "queues/visibility-timeout"),
    )


def test_exceptions_take_problems_out_visibly(tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.toml"
    accepted.write_text(
        '[[exception]]\ncheck = "template/code-missing"\nresource = "*Orders"\nreason = "built later"\n'
        "expires = 2027-01-31\n"
    )
    path = WRONG.written(tmp_path)

    now = validate([str(path)], lint=False, exceptions=accepted, today=date(2026, 12, 1))
    later = validate([str(path)], lint=False, exceptions=accepted, today=date(2027, 2, 1))

    assert (errors(now), [a.reason for a in now.accepted]) == ((), ["built later"])
    assert errors(later) == ((7, "template/code-missing"),)
    assert "the exception of template/code-missing expired on 2027-01-31" in later.notes


def test_metadata_of_a_resource_silences_it_alone(tmp_path: Path) -> None:
    ignore = "    Metadata: {cfn-lint: {config: {ignore_checks: [E3505]}}}\n"
    text = sam.GOOD.replace("Timeout: 360", "Timeout: 30")
    path = Sample(
        "m",
        text.replace("    Properties:\n      CodeUri", f"{ignore}    Properties:\n      CodeUri"),
    ).written(tmp_path)

    assert errors(validate([str(path)], lint=False)) == ((8, "template/code-missing"),)


@pytest.mark.parametrize(
    "text",
    [
        "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties: " + "[" * 5000,
        "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties: &a [*a, *a]\n",
        "Resources:\n  A: &a\n    Type: AWS::SQS::Queue\n    DependsOn: *a\n",
        "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: [1], Handler: {}, Runtime: 3}\n",
        ("Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: '//host/share', Handler: ../../x.y,"
        " Runtime: python3.13}\n"),
        "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: \"a\\0b\", Handler: '.', Runtime: ruby3.4}\n",
        "Resources: {A: {Type: AWS::Lambda::Function, Properties: [], Metadata: 3}}\nTransform: {}\n",
        "Resources:\n  A:\n    Type: AWS::SQS::Queue\n  A:\n    Type: 3\nOutputs: []\nGlobals: 3\nMetadata: []\n",
        '{"Resources": {"A": {"Type": "AWS::SQS::Queue", "x": ' + "[" * 3000 + "]" * 3000 + "}}}",
        'resource "aws_lambda_function" "a" {\n  filename = ' + "(" * 2000 + "\n}\n",
    ],
)  # fmt: skip
def test_hostile_templates_end_in_an_answer(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")

    found = validate([str(path)], lint=False)

    assert [note for note in found.notes if "crashed" in note] == []
    assert found.templates == (path.as_posix(),)


def test_a_large_template_is_an_error_and_not_a_wait(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(sam.GOOD + "# " + "x" * (2 << 20))

    assert errors(validate([str(path)], lint=False)) == ((1, "template/unreadable"),)


def test_our_own_checks_take_half_a_second(tmp_path: Path) -> None:
    path = RIGHT.written(tmp_path)
    validate([str(path)], lint=False)  # modules are loaded once
    spent = []
    for _ in range(5):
        start = time.process_time()
        validate([str(path)], lint=False)
        spent.append(time.process_time() - start)

    assert sorted(spent)[2] < 0.3


def test_the_tables_name_checks_that_exist() -> None:
    from lambda_triage.checks.catalog import CATALOG

    named = {*TWINS, *CONTRADICTIONS, *MEANT}

    assert sorted(named - set(CATALOG) - set(RULES)) == []


def test_the_answer_can_be_written_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out.sarif"
    result = run(WRONG.written(tmp_path), "--format", "sarif", "--output", out)

    assert (result.exit_code, result.output) == (1, "")
    assert json.loads(out.read_bytes())["version"] == "2.1.0"


def test_names_with_brackets_are_names(tmp_path: Path) -> None:
    path = Sample("b", sam.GOOD, files=PYTHON, file="infra[1].yaml").written(tmp_path)

    assert validate([os.fspath(path)], lint=False).templates == (path.as_posix(),)
