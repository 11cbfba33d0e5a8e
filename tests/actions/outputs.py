"""What SAM CLI 1.170.0 printed (2026-11), unchanged but for the names of folders: `said/*.txt`.

Each file ends with `exit CODE`. The account was an emulator's; what it does not refuse as AWS does
(capabilities, expired tokens, states of a stack) was refused by a proxy in AWS's words.
"""

from __future__ import annotations

import re
from pathlib import Path

from lambda_triage.actions.execute import Outcome

SAID = Path(__file__).parent / "said"


def outcome(name: str) -> Outcome:
    """The output as an execution gives it."""
    text = (SAID / f"{name}.txt").read_text(encoding="utf-8")
    found = re.search(r"exit (\d+)\n$", text)
    assert found is not None
    return Outcome(int(found[1]), tuple(text[: found.start()].split("\n")), 1.0)
