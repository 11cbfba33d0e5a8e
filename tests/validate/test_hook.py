"""The example hook: an agent reads errors of templates, and hears nothing about other files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.validate import sam
from tests.validate.sample import PYTHON, Sample

ROOT = Path(__file__).parent.parent.parent
HOOK = ROOT / "examples/validate/validate_template.py"


def hook(told: object, path: str | None = None) -> tuple[int, str]:
    environment = os.environ | {"PATH": path or str(Path(sys.executable).parent)}
    done = subprocess.run(
        [sys.executable, HOOK], input=json.dumps(told), capture_output=True, text=True, check=False,
        env=environment, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_errors_reach_the_agent(tmp_path: Path) -> None:
    path = Sample("wrong", sam.GOOD).written(tmp_path)
    code, told = hook({"tool_input": {"file_path": str(path)}})

    assert (code, f"{path}:7:7: error: The code of Orders does not exist" in told) == (2, True)


@pytest.mark.parametrize("given", [{}, {"tool_input": {"command": "ls"}}, {"tool_input": 3}, []])
def test_calls_without_a_file_are_passed_over(given: object) -> None:
    assert hook(given) == (0, "")


def test_a_right_template_and_another_file_pass(tmp_path: Path) -> None:
    right = Sample("right", sam.GOOD, files=PYTHON).written(tmp_path)
    codes = [
        hook({"tool_input": {"file_path": str(p)}})[0] for p in (right, tmp_path / "src/app.py")
    ]

    assert codes == [0, 0]


def test_a_missing_command_is_said(tmp_path: Path) -> None:
    code, told = hook({"tool_input": {"file_path": "x.yaml"}}, path=str(tmp_path))

    assert (code, "pip install 'lambda-triage[validate]'" in told) == (1, True)


def test_the_configurations_are_what_their_readers_take() -> None:
    import re

    from lambda_triage.sources.templates.load import load

    hooks = load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    workflow = load((ROOT / "examples/validate/workflow.yml").read_text(encoding="utf-8"))
    settings = json.loads((ROOT / "examples/validate/settings.json").read_text(encoding="utf-8"))

    assert isinstance(hooks, list)
    assert isinstance(workflow, dict)
    assert [h["id"] for h in hooks] == ["lambda-triage-validate"]
    assert all(re.search(hooks[0]["files"], name) for name in ("a.yml", "main.tf", "b.template"))
    assert [next(iter(step)) for step in workflow["jobs"]["validate"]["steps"]] == [
        "uses", "uses", "run", "run", "uses",
    ]  # fmt: skip
    assert settings["hooks"]["PostToolUse"][0]["matcher"] == "Edit|MultiEdit|Write"
