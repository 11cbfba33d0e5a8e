"""How long a small file takes, from the shell's point of view, start-up included."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 7


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
    print(f"{'python -c pass':<28} {bare:6.3f} s   1.0 x")
    for name, command in (
        ("lambda-triage --version", [script, "--version"]),
        ("lambda-triage diagnose (json)", [script, "diagnose", folder, "--format", "json"]),
        ("lambda-triage diagnose", [script, "diagnose", folder]),
    ):
        taken = seconds(command)
        print(f"{name:<28} {taken:6.3f} s  {taken / bare:4.1f} x")


if __name__ == "__main__":
    main()
