"""The SAM CLI is found where it was named, on PATH, or beside Python; else a sentence says how."""

from __future__ import annotations

import sys

import pytest

from lambda_triage.actions.sam import find
from lambda_triage.errors import UsageError
from lambda_triage.pipeline.target import Access

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="makes programs of sh")


def _program(folder, says: str = "SAM CLI, version 1.170.0", name: str = "sam") -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)
    return str(folder / name)


def test_the_program_that_was_named_comes_before_that_on_path(tmp_path):
    own, other = _program(tmp_path / "own", name="my-sam"), _program(tmp_path / "other")

    assert find.sam({"LAMBDA_TRIAGE_SAM": own, "PATH": str(tmp_path / "other")}) == own
    assert find.sam({"PATH": str(tmp_path / "other")}) == other


def test_without_sam_the_sentence_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    with pytest.raises(UsageError, match="pipx install aws-sam-cli"):
        find.sam({"PATH": str(tmp_path)})


def test_a_wrong_name_is_told(tmp_path):
    with pytest.raises(UsageError, match="LAMBDA_TRIAGE_SAM=/nowhere/sam is no program"):
        find.sam({"LAMBDA_TRIAGE_SAM": "/nowhere/sam", "PATH": str(tmp_path)})


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("SAM CLI, version 1.53.0", "is SAM CLI 1.53, and 1.100 is the oldest"),
        ("some other sam 2.0", "is not a working SAM CLI"),
    ],
)
def test_another_program_or_an_old_one_is_refused(tmp_path, says, told):
    program = _program(tmp_path / "bin", says)

    with pytest.raises(UsageError, match=told):
        find.checked(program, {"PATH": "/usr/bin:/bin"})


def test_a_new_one_is_taken(tmp_path):
    program = _program(tmp_path / "bin")

    assert find.checked(program, {"PATH": "/usr/bin:/bin"}) == program


def test_telemetry_is_off_and_tables_are_wide():
    found = find.surroundings(None, {"AWS_REGION": "eu-west-1", "SAM_CLI_TELEMETRY": "1"})

    assert (found["SAM_CLI_TELEMETRY"], found["COLUMNS"]) == ("0", "1200")
    assert found["AWS_DEFAULT_REGION"] == "eu-west-1"


def test_a_role_that_is_none_is_refused_before_anything_runs():
    with pytest.raises(UsageError, match="is not the ARN of a role"):
        find.surroundings(Access(None, "eu-west-1", "admin"), {})
