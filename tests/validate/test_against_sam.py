"""What `sam validate --lint` passes and we do not; needs tools/emulators.sh, which installs SAM."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.live.emulators import SAM
from tests.validate import sam
from tests.validate.sample import Sample, errors, told

PASSED = (
    "no such folder", "no such file", "no such function", "no such export", "no such runtime",
    "inline code is index", "hidden for too short", "more pollers than reserved",
    "an included file is not there",
)  # fmt: skip


def _sam(path: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "AWS_DEFAULT_REGION": "eu-west-1", "SAM_CLI_TELEMETRY": "0", "HOME": str(path.parent),
        "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none",
        "SAM_CLI_CHECK_VERSION_UPDATES": "0", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }  # fmt: skip
    return subprocess.run(
        [SAM, "validate", "--lint", "--template", str(path)], cwd=path.parent, env=environment,
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip


@pytest.mark.live
@pytest.mark.parametrize("name", PASSED)
def test_sam_passes_what_we_do_not(name: str, tmp_path: Path) -> None:
    if not SAM.exists():
        pytest.skip("tools/emulators.sh has not installed the SAM CLI")
    sample: Sample = next(s for s in sam.SAMPLES if s.name == name)

    found = errors(told(sample, tmp_path))
    done = _sam(tmp_path / sample.file)

    assert (done.returncode, found) == (0, sample.errors), done.stdout + done.stderr
