"""What a small file must not wait for: libraries that take longer to load than it takes to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parent.parent / "src/lambda_triage/demo/incidents"
HEAVY = ("duckdb", "hyperscan", "botocore", "rich", "ruamel", "hcl2", "sqlglot")
TREND = {"greeter", "thumbnails"}  # statistics over many invocations are NumPy's


def _diagnosis(folder: Path, without: tuple[str, ...]) -> bytes:
    program = (
        "import sys; sys.modules.update(dict.fromkeys(sys.argv.pop(1).split(',')));"
        "from lambda_triage.cli import main; main()"
    )
    command = [sys.executable, "-c", program, ",".join(without), "diagnose", str(folder)]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "folder", sorted(p for p in DEMO.iterdir() if p.is_dir()), ids=lambda p: p.name
)
def test_a_small_file_is_diagnosed_the_same_without_any_heavy_library(folder: Path) -> None:
    heavy = HEAVY if folder.name in TREND else (*HEAVY, "numpy")
    assert _diagnosis(folder, heavy) == _diagnosis(folder, ("nothing",)) != b""
