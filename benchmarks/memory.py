"""Peak anonymous memory of the whole process tree while a large file is diagnosed (Linux)."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

EVERY_S = 0.1


def tree(root: int) -> list[int]:
    """The process and all its descendants, from /proc."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = [root]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def anonymous_mb(pid: int) -> float:
    """Anonymous resident memory of one process; 0 when it has gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in text.splitlines() if line.startswith("Anonymous:")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0


def main() -> int:
    """Diagnose a file and print its size, the time taken and the peak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--most", type=float, default=600.0, help="MB; more is a failure")
    chosen = parser.parse_args()
    script = str(Path(sys.executable).parent / "lambda-triage")
    command = [script, "diagnose", str(chosen.file), "-f", "json", "--threads", chosen.threads]
    began, peak = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(anonymous_mb, tree(process.pid))))
            time.sleep(EVERY_S)
    taken = time.perf_counter() - began
    size = chosen.file.stat().st_size / 1e9
    print(
        f"{size:.2f} GB in {taken:.1f} s ({size / taken:.3f} GB/s), exit {process.returncode},"
        f" peak anonymous memory {peak:.0f} MB"
    )
    return int(peak > chosen.most)


if __name__ == "__main__":
    sys.exit(main())
