"""The platform lines and error documents agree with those of AWS's own emulator (the RIE)."""

from __future__ import annotations

import http.client
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lambda_triage.runtime import missing_part, run
from tests.runtime.handlers import UUID, function, shape

NAME = "aws-lambda-rie-arm64" if platform.machine() == "aarch64" else "aws-lambda-rie-x86_64"
BINARY = Path(
    os.environ.get("LAMBDA_TRIAGE_RIE") or Path(__file__).parents[2] / ".venv" / "rie" / NAME
)
PATH = "/2015-03-31/functions/function/invocations"
EVENTS = [{}, {"do": "raise"}, {"do": "set"}, {}, {"do": "exit", "code": 3}]

pytestmark = [
    pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}"),
    pytest.mark.skipif(not BINARY.is_file(), reason=f"missing {NAME} (run tools/rie.sh)"),
]


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return run(function(tmp_path_factory.mktemp("ours")), EVENTS)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """The lines that the emulator printed, and its answers."""
    folder = tmp_path_factory.mktemp("theirs")
    function(folder)
    emulator, api = _free_port(), _free_port()
    addresses = (
        *("--runtime-interface-emulator-address", f"127.0.0.1:{emulator}"),
        *("--runtime-api-address", f"127.0.0.1:{api}"),
    )
    out = folder / "out"
    with out.open("wb") as file:
        rie = subprocess.Popen(
            [BINARY, *addresses, sys.executable, "-m", "awslambdaric", "app.handler"],
            cwd=folder,
            stdout=file,
            stderr=subprocess.DEVNULL,
            env={"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128", "PATH": os.defpath},
            start_new_session=True,
        )
        try:
            answers = [_invoke(emulator, event) for event in EVENTS]
        finally:
            os.killpg(rie.pid, signal.SIGKILL)
            rie.wait()
    return out.read_text().splitlines(keepends=True), answers


def test_lines_of_the_platform_have_the_emulators_shape(ours, theirs):
    mine = [shape(event.message) for event in ours.events]
    # RIE writes Init Duration first, Lambda last; and of a runtime that exits only START.
    moved = [shape(line).replace("Init Duration: 9.9 ms\t", "") for line in theirs[0]]
    moved = [line for line in moved if line.startswith(("START", "END", "REPORT"))]
    kept = [line for line in mine if line.startswith(("START", "END", "REPORT"))]
    kept = [line.replace("Init Duration: 9.9 ms\t", "") for line in kept]

    assert kept[:13] == moved


def test_error_documents_are_the_emulators(ours, theirs):
    mine = [(i.error_type, _anonymous(i.error_message)) for i in ours.invocations]
    answers = [a if "errorType" in a else {} for a in theirs[1]]

    assert mine == [(a.get("errorType"), _anonymous(a.get("errorMessage"))) for a in answers]


def _anonymous(text: str | None) -> str | None:
    return text and UUID.sub("<id>", text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _invoke(port: int, event: dict) -> dict:
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("POST", PATH, json.dumps(event))
            return json.loads(connection.getresponse().read())
        except ConnectionRefusedError:  # it does not listen yet
            time.sleep(0.05)
        finally:
            connection.close()
    raise AssertionError("the emulator did not start to listen")
