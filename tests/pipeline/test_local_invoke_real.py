"""A local run beside AWS's own emulator, of what the SAM CLI built, and after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lambda_triage.runtime import missing_part
from tests.live.emulators import SAM
from tests.pipeline.projects import invoked, project
from tests.runtime import test_rie as rie

pytestmark = pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}")

BUILT = {
    "src__app.py": "import shared\ndef handler(e, c):\n    return shared.NAME\n",
    "src__requirements.txt": "",
    "src__shared.py": "NAME = 'built by sam'\n",
}
ENDLESS = """\
    import subprocess, time
    from pathlib import Path
    def handler(event, context):
        child = subprocess.Popen(["sleep", "60"])
        Path(event["file"]).write_text(str(child.pid))
        time.sleep(60)
"""
INVOKE = """
import sys
from pathlib import Path
from lambda_triage.pipeline.local_invoke import Asked, local_invoke
from lambda_triage.pipeline.target import Access
local_invoke(Asked(folder=Path(sys.argv[1]), event={"file": sys.argv[2]}), Access())
"""


@pytest.mark.skipif(not rie.BINARY.is_file(), reason=f"missing {rie.NAME} (run tools/rie.sh)")
def test_the_error_is_that_of_the_emulator(tmp_path):
    folder = project(tmp_path)
    ours = invoked(folder, {"do": "raise"})
    emulator, api = rie._free_port(), rie._free_port()
    addresses = (
        *("--runtime-interface-emulator-address", f"127.0.0.1:{emulator}"),
        *("--runtime-api-address", f"127.0.0.1:{api}"),
    )
    process = subprocess.Popen(
        [rie.BINARY, *addresses, sys.executable, "-m", "awslambdaric", "app.handler"],
        cwd=folder / "src",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "PATH": os.defpath},
        start_new_session=True,
    )
    try:
        theirs = rie._invoke(emulator, {"do": "raise"})
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    assert (ours.error_type, ours.error_message, len(ours.stack)) == (
        theirs["errorType"], theirs["errorMessage"], len(theirs["stackTrace"]),
    )  # fmt: skip


@pytest.mark.live
@pytest.mark.skipif(not SAM.is_file(), reason="missing sam (run tools/emulators.sh)")
def test_what_sam_built_runs(tmp_path):
    folder = project(tmp_path / "shop", **BUILT)
    quiet = {"SAM_CLI_TELEMETRY": "0", "HOME": str(tmp_path)}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    told = subprocess.run(
        [SAM, "build"], cwd=folder, env={**quiet, "PATH": path}, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr

    found = invoked(folder)

    assert found.output == '"built by sam"'
    assert Path(found.template) == folder / ".aws-sam" / "build" / "template.yaml"


def test_the_function_and_its_children_die_with_a_killed_caller(tmp_path):
    folder = project(tmp_path / "p", **{"src__app.py": ENDLESS})
    template = folder / "template.yaml"
    template.write_text(template.read_text().replace("Timeout: 1", "Timeout: 60"))
    file = tmp_path / "child"
    caller = subprocess.Popen([sys.executable, "-c", INVOKE, str(folder), str(file)])
    _until(lambda: file.is_file() and file.read_text() != "")
    child = int(file.read_text())
    before = _runs(child)
    caller.kill()
    caller.wait()
    _until(lambda: not _runs(child))

    assert (before, _runs(child)) == (True, False)


def _until(true, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
