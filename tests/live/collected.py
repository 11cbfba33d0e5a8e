"""The command line against an emulator: what it answers, and what a bundle holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.live.account import Account

COMMAND = Path(sys.executable).parent / "lambda-triage"


def triage(
    account: Account, *words: str, told: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    """One command as a person gives it, with the account's environment."""
    return subprocess.run(
        [str(COMMAND), *words],
        env=account.environment | dict(told),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def documents(bundle: Path) -> dict[str, bytes]:
    """What belongs to a bundle's identity, by path; not attempts, timings and the journal."""
    return {
        path.relative_to(bundle).as_posix(): path.read_bytes()
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and path.name != "calls.jsonl" and not path.name.startswith(".")
    }


def missing(bundle: Path, *why: str) -> list[dict[str, Any]]:
    """Wants of a bundle that have no answer, for one of the reasons."""
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    return [one for one in manifest["missing"] if one["why"] in why]


def calls(bundle: Path) -> list[dict[str, Any]]:
    """Every attempt."""
    lines = (bundle / "calls.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
