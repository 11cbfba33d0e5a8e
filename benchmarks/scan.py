"""How fast a scan is beside the tools one would reach for: same file, one run, warm medians.

    python benchmarks/generate.py --gb 1 big.log
    python benchmarks/scan.py big.log

The scan finds every platform line and literal; the others count lines or aggregate REPORT lines.
All of them must come to the same number of REPORT lines. A tool that is missing is named.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.literals import Literal, Matcher
from lambda_triage.scan.row import Kind
from lambda_triage.scan.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import RawIOBase

BLOCK, RANGE = 8 << 20, 32 << 20  # bytes
NEAR = 1 << 16  # bytes; more than an event of the generator
RUNS = 5
_EVENT = re.compile(rb"\n(?=\d{4}-\d\d-\d\dT)")
_ERRORS = r"Task timed out|\[ERROR\]|Traceback|Runtime exited|Runtime\.\w+Error"
_NUMBERS = r"Duration: ([0-9.]+) ms\tBilled Duration: (\d+) ms.*Max Memory Used: (\d+) MB"

_matcher: Matcher | None = None  # one for each worker process


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that reads the file and returns its number of REPORT lines."""

    name: str
    run: Callable[[Path], int]
    counts_reports: bool = True


def main() -> None:
    """Time all contenders on one file and print the table."""
    parser = argparse.ArgumentParser(description="Compare the scan with other tools.")
    parser.add_argument("path", type=Path)
    path = parser.parse_args().path
    size = path.stat().st_size
    print(f"{path.name}: {size / 1e9:.2f} GB · {_machine()} · medians of {RUNS} warm runs\n")
    with _pool(1) as one, _pool(2) as two:
        contenders = [
            Contender("lambda-triage scan, 1 process", lambda path: _ours(path, one)),
            Contender("lambda-triage scan, 2 processes", lambda path: _ours(path, two)),
            Contender("rg -c 'REPORT RequestId'", lambda path: _rg(path, "REPORT RequestId")),
            Contender("rg -c, error alternation", lambda path: _rg(path, _ERRORS), False),
            Contender("DuckDB, REPORT aggregation, all cores", _duckdb),
            Contender("chdb, REPORT aggregation, all cores", _clickhouse),
        ]
        _table(path, size, contenders)


def _table(path: Path, size: int, contenders: list[Contender]) -> None:
    rates: dict[str, float] = {}
    counts: set[int] = set()
    print(f"{'':40}{'GB/s':>8}{'median s':>10}{'ours (1) is':>13}")
    for contender in contenders:
        try:
            count = contender.run(path)
            taken = statistics.median(_seconds(contender, path) for _ in range(RUNS))
        except (ImportError, OSError) as missing:
            print(f"{contender.name:40}  not here: {missing}")
            continue
        if contender.counts_reports:
            counts.add(count)
        rates[contender.name] = size / taken / 1e9
        ratio = rates[contenders[0].name] / rates[contender.name]
        print(f"{contender.name:40}{rates[contender.name]:8.2f}{taken:10.2f}{ratio:11.2f} ×")
    agreed = "all counted" if len(counts) == 1 else "THEY DISAGREE:"
    print(f"\n{agreed} {', '.join(str(count) for count in sorted(counts))} REPORT lines")


def _seconds(contender: Contender, path: Path) -> float:
    began = time.perf_counter()
    contender.run(path)
    return time.perf_counter() - began


def _machine() -> str:
    model = ""
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = found.group(1) if found else ""
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {model or platform.machine()}{load}"


# Some 180 literals, as many as the catalogue's signatures.
def literals() -> list[Literal]:
    """Names of errors of the platform, the runtimes and the services, and of made-up ones."""
    known = ["Runtime.ExitError", "Runtime.ImportModuleError", "Extension.Crash", "KeyError"]
    known += ["Runtime.OutOfMemory", "AccessDenied", "ThrottlingException", "ECONNREFUSED"]
    made_up = [f"{letter}{number}FailureException" for letter in "ABCDEFGH" for number in range(22)]
    return [Literal(name.encode()) for name in known + made_up]


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_prepare)


def _prepare() -> None:
    global _matcher  # noqa: PLW0603 - set once per process by the pool's initializer
    _matcher = Matcher(literals())


def _ours(path: Path, pool: ProcessPoolExecutor) -> int:
    size = path.stat().st_size
    starts = range(0, size, RANGE)
    ends = [min(start + RANGE, size) for start in starts]
    return sum(pool.map(_reports, [path] * len(starts), starts, ends))


def _reports(path: Path, start: int, end: int) -> int:
    if _matcher is None:
        raise RuntimeError("the worker was not prepared")
    blocks = _blocks(path, start, end)
    return sum(scan(block, _matcher).counts.get(Kind.REPORT, 0) for block in blocks)


def _blocks(path: Path, start: int, end: int) -> Iterator[Block]:
    """Blocks of whole events that begin in a range of the file."""
    with path.open("rb", buffering=0) as source:
        start, end = _event_at(source, start), _event_at(source, end)
        while start < end:
            after = min(_event_at(source, start + BLOCK), end)
            source.seek(start)
            yield Block(source.read(after - start), 0, Prefix.ISO_STREAM, offset=start)
            start = after


def _event_at(source: RawIOBase, offset: int) -> int:
    """Where the first event at or after an offset begins, or where the file ends."""
    if offset == 0:
        return 0
    source.seek(offset - 1)
    near = source.read(NEAR) or b""
    found = _EVENT.search(near)
    return offset + found.start() if found else offset - 1 + len(near)


def _rg(path: Path, pattern: str) -> int:
    program = shutil.which("rg")
    if program is None:
        raise FileNotFoundError("ripgrep is not installed")
    command = [program, "-c", "--no-config", pattern, str(path)]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)


def _duckdb(path: Path) -> int:
    import duckdb

    rows = duckdb.execute(
        """
        SELECT count(*),
               sum(numbers[1]::DOUBLE),
               sum(numbers[2]::BIGINT),
               max(numbers[3]::BIGINT)
        FROM (SELECT
                     [regexp_extract(line, $numbers, 1),
                      regexp_extract(line, $numbers, 2),
                      regexp_extract(line, $numbers, 3)] AS numbers
              FROM read_csv($path, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '',
                            escape = '', header = false, auto_detect = false)
              WHERE contains(line, 'REPORT RequestId'))
        """,
        {"path": str(path), "numbers": _NUMBERS},
    ).fetchall()
    return int(rows[0][0])


def _clickhouse(path: Path) -> int:
    import chdb

    text = str(path).replace("\\", "\\\\").replace("'", "\\'")
    numbers = _NUMBERS.replace("\\", "\\\\")
    found = chdb.query(  # type: ignore[no-untyped-call]
        f"""
        SELECT count(), sum(toFloat64(numbers[1])), sum(toUInt64(numbers[2])),
               max(toUInt64(numbers[3]))
        FROM (SELECT extractGroups(line, '{numbers}') AS numbers
              FROM file('{text}', LineAsString)
              WHERE position(line, 'REPORT RequestId') > 0)
        """,
        "CSV",
    )
    return int(str(found).split(",")[0])


if __name__ == "__main__":
    main()
