"""How fast a log is redacted, beside trying every rule on every line: same lines, warm medians.

    python benchmarks/generate.py --gb 0.1 big.log
    python benchmarks/redact.py big.log

First the log as it is, which must keep every byte; then with a secret in every fiftieth line and
an event as JSON in every fifth. Trying everything is measured on the first lines only: it is slow.
"""

from __future__ import annotations

import argparse
import io
import itertools
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction import Redactor
from lambda_triage.evidence.redaction.spans import apart, replaced

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 3
NAIVE_BYTES = 2 << 20  # of lines on which every rule is tried
CALLS = 20_000  # values of an answer
EVENT = ' {"requestId": "%032x", "time": 1718000000123, "key": "uploads/a.png", "nextToken": "x"}'
SECRET = ' token=aB3d%012x user%d@mail.example {"password": "p%012x"}'


def main() -> None:
    """Time everything on one file and print the table."""
    parser = argparse.ArgumentParser(description="Measure redaction.")
    parser.add_argument("path", type=Path)
    path = parser.parse_args().path
    print(f"{'':34}{'MB':>8}{'median s':>10}{'MB/s':>8}{'naive MB/s':>12}{'ratio':>9}")
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder, "secrets.log")
        _with_secrets(path, full)
        kept = _row("no secrets", path)
        _row("2 % of the lines with three", full)
    print(f"\nthe log without secrets {'keeps every byte' if kept else 'CHANGED'}")
    _values()


def _row(name: str, path: Path) -> bool:
    redactor = Redactor()
    size = path.stat().st_size
    taken = _median(lambda: _stream(redactor, path))
    head = path.read_bytes()[:NAIVE_BYTES].rpartition(b"\n")[0]
    naive = len(head) / _median(lambda: _naive(redactor, head)) / 1e6
    rate = size / taken / 1e6
    ratio = rate / naive
    print(f"{name:34}{size / 1e6:8.0f}{taken:10.2f}{rate:8.1f}{naive:12.2f}{ratio:8.0f} ×")
    out = io.BytesIO()
    redactor.stream(io.BytesIO(head), out)
    if out.getvalue() != _naive(redactor, head):
        print("  THEY DISAGREE")
    return out.getvalue() == head


def _stream(redactor: Redactor, path: Path) -> None:
    with path.open("rb") as reader, tempfile.TemporaryFile() as writer:
        redactor.stream(reader, writer)


def _naive(redactor: Redactor, data: bytes) -> bytes:
    """Every rule on every line."""
    lines = []
    for line in data.decode().split("\n"):
        found = apart(redactor.spans(line, redactor.gate.rules))
        lines.append(replaced(line, found, redactor.word) if found else line)
    return "\n".join(lines).encode()


def _values() -> None:
    """An answer of FilterLogEvents, message by message."""
    events = [
        {
            "timestamp": 1_718_000_000_000 + n,
            "message": f"2026-03-01 INFO order {n} took {n} ms" * 4,
        }
        for n in range(CALLS)
    ]
    redactor = Redactor()
    taken = _median(lambda: redactor.value({"events": events}))
    print(f"{CALLS} messages of an answer: {taken:.2f} s, {taken / CALLS * 1e6:.0f} µs each")


def _median(run: Callable[[], object]) -> float:
    run()
    return statistics.median(_seconds(run) for _ in range(RUNS))


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _with_secrets(path: Path, target: Path) -> None:
    with path.open() as lines, target.open("w") as out:
        for line, n in zip(lines, itertools.count()):
            number = (n * 6_364_136_223_846_793_005 + 1) % (1 << 127)
            if n % 50 == 0:
                out.write(line.rstrip("\n") + SECRET % (number >> 64, n, number >> 70) + "\n")
            else:
                out.write(line.rstrip("\n") + EVENT % number + "\n" if n % 5 == 0 else line)


if __name__ == "__main__":
    main()
