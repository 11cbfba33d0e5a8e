"""Runs small faulty functions for real and writes them as incidents with a known cause.

    .venv/bin/python tools/executed [--only NAME …] [--list]

NAME is the start of a case's name. Linux, as root (some faults need a file system of their own);
all cases take about five minutes. Ids and durations differ from run to run, structure does not.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(1, str(ROOT / "tools"))  # aws_shapes

from catalogue import cases  # noqa: E402  needs the path above
from recording import record  # noqa: E402

INCIDENTS = ROOT / "tests" / "incidents"


def main(arguments: Sequence[str]) -> int:
    """Record all cases, or those whose names begin as asked."""
    asked = tuple(word for word in arguments if not word.startswith("--"))
    chosen = [c for c in cases() if not asked or c.name.startswith(asked)]
    if "--list" in arguments:
        print(*(f"{case.name}\t{case.decoy}" for case in chosen), sep="\n")
        return 0
    began, refused = time.monotonic(), list[str]()
    for case in chosen:
        began_case = time.monotonic()
        try:
            events = record(case, INCIDENTS / f"ran-{case.name}")
        except ValueError as error:
            refused.append(str(error))
            continue
        print(f"{case.name}: {events} log events, {time.monotonic() - began_case:.1f} s")
    print(f"{len(chosen)} cases in {time.monotonic() - began:.0f} s")
    print(*refused, sep="\n", end="\n" if refused else "")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
