"""How long a small file takes, from the shell's point of view, start-up included."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
ID = "8f5b8c7e-0000-4000-8000-00000000000{}"
SMALL = "".join(
    f"2026-01-05T10:00:0{n}.000Z START RequestId: {ID.format(n)} Version: $LATEST\n"
    f"2026-01-05T10:00:0{n}.120Z [ERROR] KeyError: 'total'\nTraceback (most recent call last):\n"
    f'  File "/var/task/app.py", line 12, in handler\n    return event["total"]\n'
    f"2026-01-05T10:00:0{n}.121Z END RequestId: {ID.format(n)}\n"
    f"2026-01-05T10:00:0{n}.121Z REPORT RequestId: {ID.format(n)}\tDuration: 120.50 ms\t"
    "Billed Duration: 121 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\n"
    for n in range(4)
)


def seconds(command: list[str]) -> float:
    """Median wall time of warm runs of *command*."""
    taken = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])


def main() -> None:
    """Print the median of a bare interpreter, of --version and of a whole diagnosis."""
    script = str(Path(sys.executable).parent / "lambda-triage")
    demo = Path(__file__).parent.parent / "src/lambda_triage/demo/incidents"
    folder = str(min(p for p in demo.iterdir() if p.is_dir()))
    bare = seconds([sys.executable, "-c", "pass"])
    print(f"{'python -c pass':<32} {bare:6.3f} s   1.0 x")
    with tempfile.TemporaryDirectory() as made:
        small = Path(made, "small.log")
        small.write_text(SMALL, encoding="utf-8")
        _compare(bare, script, folder, str(small))


def _compare(bare: float, script: str, folder: str, small: str) -> None:
    for name, command in (
        ("lambda-triage --version", [script, "--version"]),
        ("diagnose 2 kB of log", [script, "diagnose", small]),
        ("diagnose the demo's 64 kB, json", [script, "diagnose", folder, "--format", "json"]),
        ("diagnose the demo's 64 kB", [script, "diagnose", folder]),
    ):
        taken = seconds(command)
        print(f"{name:<32} {taken:6.3f} s  {taken / bare:4.1f} x")


if __name__ == "__main__":
    main()
