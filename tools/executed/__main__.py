"""Runs small faulty functions for real and writes them as incidents with a known cause.

    .venv/bin/python tools/executed [--only NAME …] [--list]

NAME is the start of a case's name. Linux, as root (some faults need a file system of their own);
all cases take about five minutes. Ids and durations differ from run to run, structure does not.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(1, str(ROOT / "tools"))  # aws_shapes

from catalogue import cases  # noqa: E402  needs the path above
from recording import record  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from case import Case

INCIDENTS = ROOT / "tests" / "incidents"
AT_ONCE = 3  # most of them wait most of the time


def main(arguments: Sequence[str]) -> int:
    """Record all cases, or those whose names begin as asked."""
    asked = tuple(word for word in arguments if not word.startswith("--"))
    chosen = [c for c in cases() if not asked or c.name.startswith(asked)]
    if "--list" in arguments:
        print(*(f"{case.name}\t{case.decoy}" for case in chosen), sep="\n")
        return 0
    began, refused = time.monotonic(), list[str]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for case, outcome in zip(chosen, pool.map(_recorded, chosen), strict=True):
            print(f"{case.name}: {outcome}")
            if not outcome.endswith(" s"):
                refused.append(case.name)
    print(f"{len(chosen)} cases in {time.monotonic() - began:.0f} s; refused: {refused or 'none'}")
    return int(bool(refused))


def _recorded(case: Case) -> str:
    began = time.monotonic()
    try:
        events = record(case, INCIDENTS / f"ran-{case.name}")
    except ValueError as error:
        return str(error)
    return f"{events} log events, {time.monotonic() - began:.1f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
