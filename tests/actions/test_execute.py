"""A program is followed and bounded; it ends with its time, and with whoever waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lambda_triage.actions.execute import execute
from lambda_triage.actions.kept import Kept
from lambda_triage.actions.plan import Command
from tests.processes import gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs sh")
WAITS = "sh -c 'echo $$ >child; exec sleep 600' & wait"


def _run(script: str, folder: Path, limit: float = 20.0, said=lambda line: None, **more: str):
    command = Command(("sh", "-c", script), str(folder), limit, keep=200)
    return execute(command, {**os.environ, **more}, said)


def _there(file: Path) -> int:
    end = time.monotonic() + 20
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return int(file.read_text())


def test_both_outputs_and_the_code_come_back_in_order(tmp_path):
    found = _run("echo one; echo two >&2; printf 'a\\rb\\rlast'; exit 3", tmp_path)

    assert (found.code, found.lines) == (3, ("one", "two", "last"))


def test_each_line_is_told_as_it_comes(tmp_path):
    seen: list[str] = []
    _run("echo one; echo; echo two", tmp_path, said=seen.append)

    assert seen == ["one", "two"]


def test_a_program_that_takes_too_long_ends_with_its_children(tmp_path):
    found = _run(f"echo begun; {WAITS}", tmp_path, limit=1.0)

    assert (found.code, found.lines) == (None, ("begun",))
    assert gone([_there(tmp_path / "child")])


def test_a_program_ends_with_the_process_that_waits_for_it(tmp_path):
    script = (
        "import os; from lambda_triage.actions.execute import execute;"
        " from lambda_triage.actions.plan import Command;"
        f" execute(Command(('sh', '-c', {WAITS!r}), {str(tmp_path)!r}, 600.0), os.environ)"
    )
    waiting = subprocess.Popen([sys.executable, "-c", script])
    child = _there(tmp_path / "child")

    waiting.send_signal(signal.SIGKILL)
    waiting.wait()

    assert gone([child])


def test_credentials_are_never_in_what_is_kept(tmp_path):
    secret = "wJalrXUtnFEMI/EXAMPLE"
    seen: list[str] = []

    found = _run("env; echo $AWS_SECRET_ACCESS_KEY", tmp_path, said=seen.append,
                 AWS_SECRET_ACCESS_KEY=secret, LAMBDA_TRIAGE_MCP_TOKEN="a-token-of-ours")  # fmt: skip

    assert found.lines[-1] == "********"
    assert secret not in found.text + "".join(seen)
    assert "a-token-of-ours" not in found.text


def test_the_first_and_the_last_lines_are_kept(tmp_path):
    found = _run("i=0; while [ $i -lt 500 ]; do echo line $i; i=$((i+1)); done", tmp_path)

    assert (found.lines[0], found.lines[-1]) == ("line 0", "line 499")
    assert any("lines left out" in line for line in found.lines)
    assert len(found.text) < 600


def test_a_program_that_is_not_there_is_an_outcome(tmp_path):
    found = execute(Command(("no-such-program",), str(tmp_path), 5.0), dict(os.environ))

    assert found.code == 127
    assert "No such file" in found.text


def test_a_line_longer_than_all_that_is_kept_is_cut():
    kept = Kept(10)
    kept.add("x" * 100_000)

    assert len(kept.lines()[0]) == 32_768
