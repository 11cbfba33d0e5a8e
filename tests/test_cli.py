"""The command line as a person meets it: one answer, one exit code, never a traceback."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from itertools import cycle
from pathlib import Path

import pytest

from tests.samples import healthy, missing_module

COMMAND = [str(Path(sys.executable).parent / "lambda-triage")]


def run(*arguments: str, stdin: bytes = b"", **more) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, timeout=120, check=False, **more
    )


def diagnose(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return run("diagnose", "-", *arguments, stdin=data)


def test_a_healthy_log_exits_zero():
    assert diagnose(healthy().encode()).returncode == 0


def test_a_found_cause_exits_one_and_leads_the_answer():
    answer = diagnose(missing_module().encode())

    assert answer.returncode == 1
    assert b"stripe" in answer.stdout.splitlines()[0] + answer.stdout.splitlines()[1]


def test_a_start_without_an_end_is_inconclusive_not_healthy():
    assert diagnose(healthy().splitlines()[0].encode()).returncode == 3


def test_a_missing_file_is_one_line_with_the_next_step():
    answer = run("diagnose", "/no/such/file.log")

    assert answer.returncode == 2
    assert answer.stderr.count(b"\n") == 1
    assert b"no such file" in answer.stderr


def test_an_unknown_check_names_the_nearest():
    answer = run("explain", "timeouts/timed-ouf")

    assert answer.returncode == 2
    assert b"timeouts/timed-out" in answer.stderr


def test_explain_reads_an_error_line():
    answer = run(
        "explain",
        "Runtime.ImportModuleError: Unable to import module 'app': No module named 'stripe'",
    )

    assert answer.returncode == 0
    assert b"import_module_missing" in answer.stdout


def test_checks_are_a_json_list():
    answer = run("checks", "--format", "json")

    assert {"id", "title", "severity", "cause"} <= set(json.loads(answer.stdout)[0])


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_every_form_is_written_to_a_file(tmp_path, form):
    path = tmp_path / "out"

    answer = diagnose(missing_module().encode(), "--format", form, "--output", str(path))

    assert (answer.returncode, answer.stdout) == (1, b"")
    assert "stripe" in path.read_text(encoding="utf-8")


def zip_that_escapes() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../../escaped.log", healthy())
        archive.writestr("inside.log", healthy())
    return data.getvalue()


BAD = {
    "empty": b"",
    "newlines": b"\n\n\n",
    "binary": bytes(range(256)) * 400,
    "half a gzip": gzip.compress(healthy().encode() * 2000)[:700],
    "zip that escapes": zip_that_escapes(),
    "invalid utf-8": healthy().encode() + b"\xff\xfe\xfa broken \xc3\n",
    "json of another shape": json.dumps({"a": [1, 2, {"b": None}]}).encode(),
    "deep json": b"[" * 100_000,
    "nul bytes": healthy().encode().replace(b"Version", b"Ver\x00sion"),
    "terminal escapes": healthy().encode()
    + b"\x1b]0;owned\x07\x1b[2J[ERROR] ValueError: \x1b[31mred\nTraceback (most recent call last):\n",
    "utf-16": healthy().encode("utf-16"),
    "one long line": b"x" * 5_000_000,
    "truncated json": b'{"events":[{"logStreamName":"a","timestamp":1,"mess',
}


@pytest.mark.parametrize(
    ("name", "form"),
    sorted(
        {*zip(BAD, cycle(("terminal", "json")), strict=False), ("terminal escapes", "terminal")}
    ),
)
def test_bad_input_gives_an_honest_answer(name, form):
    answer = diagnose(BAD[name], "--format", form)

    assert answer.returncode in (0, 1, 2, 3)
    assert b"Traceback (most recent call last):\n  File" not in answer.stderr
    assert b"internal error" not in answer.stderr
    assert b"\x1b" not in answer.stdout
    assert not Path("/tmp/escaped.log").exists()


def test_a_half_gzip_is_read_up_to_the_break():
    answer = diagnose(BAD["half a gzip"], "--format", "json")

    stats = json.loads(answer.stdout)["stats"]
    assert stats["invocations"] > 0
    assert any("before their end" in line for line in stats["unreadable"])


AS_NOBODY = """
import os, sys
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.reports import json
diagnose([sys.argv[1] + "/open.log"])  # imports all that is needed while it may
if os.geteuid() == 0:
    os.seteuid(65534)
sys.stdout.buffer.write(json.render(diagnose([sys.argv[1]])))
"""


def test_a_folder_without_permission_is_named_and_the_rest_is_read():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "open.log").write_text(healthy(), encoding="utf-8")
        closed = Path(folder, "closed")
        closed.mkdir()
        (closed / "a.log").write_text(healthy(), encoding="utf-8")
        closed.chmod(0)

        said = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, folder], capture_output=True, check=True
        )

        closed.chmod(0o755)
    stats = json.loads(said.stdout)["stats"]
    assert stats["invocations"] == 1
    assert any("closed" in line for line in stats["unreadable"])


def test_same_evidence_gives_the_same_bytes_however_it_arrives(tmp_path):
    path = tmp_path / "log.txt"
    path.write_text(missing_module() + healthy(3), encoding="utf-8")

    answers = {run("diagnose", str(path), "-f", "json", "--threads", n).stdout for n in "124"}

    assert len(answers) == 1


# A shell that runs the tests in the background lets them, and their children, ignore Ctrl-C.
HEEDFUL = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    " os.execv(sys.argv[1], sys.argv[1:])"
)


def test_ctrl_c_says_so_and_exits_130():
    if sys.platform == "win32":
        return

    with subprocess.Popen(
        [sys.executable, "-c", HEEDFUL, *COMMAND, "diagnose", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert b"Traceback" not in said
