"""The guides' queries beside hand-written DuckDB SQL over the same file, as ratios of one run.

    python benchmarks/generate.py --gb 1 big.log
    python benchmarks/insights.py big.log

The SQL reads the same container (`aws logs tail --format detailed`), joins the lines of an event,
and takes time, stream and message apart, as a person would write it for speed. It keeps all lines
in memory, which the query does not. All runs must give the same rows. First runs write the columns
that later runs read. `--memory` measures the whole process tree instead (Linux).
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from memory import EVERY_S, anonymous_mb, tree  # of this folder

LEAST_FIRST, LEAST_CACHED = 0.7, 5.0  # of the rate of the SQL; times as fast as the first run
MOST_MB = 600  # anonymous memory of the process tree
THREADS = 2

EVENTS = r"""
WITH lines AS MATERIALIZED (
    SELECT row_number() OVER () AS n, line,
           regexp_matches(line, '^\d\d\d\d-\d\d-\d\dT[0-9:.+]+ \S+ ') AS begins
    FROM read_csv($path, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '',
                  header = false, auto_detect = false, max_line_size = 2000000)
), more AS (
    SELECT n, line, n - row_number() OVER (ORDER BY n) AS island FROM lines WHERE NOT begins
), rest AS (
    SELECT min(n) - 1 AS n, string_agg(line, chr(10) ORDER BY n) AS text FROM more GROUP BY island
), heads AS (
    SELECT n, line, strpos(line, ' ') AS space FROM lines WHERE begins
), events AS (
    SELECT heads.n, epoch_ms(CAST(substr(line, 1, 26) AS TIMESTAMP)) AS time_ms,
           split_part(line, ' ', 2) AS stream,
           substr(line, space + 1 + strpos(substr(line, space + 1), ' '))
               || coalesce(chr(10) || text, '') AS message
    FROM heads LEFT JOIN rest USING (n)
), reports AS (
    SELECT n, time_ms, message, split_part(substr(message, 19), chr(9), 1) AS id,
           CAST(regexp_extract(message, '\tDuration: ([0-9.]+)', 1) AS DOUBLE) AS ms,
           TRY_CAST(regexp_extract(message, '\tInit Duration: ([0-9.]+)', 1) AS DOUBLE) AS init,
           TRY_CAST(regexp_extract(message, 'Restore Duration: ([0-9.]+)', 1) AS DOUBLE) AS restore,
           CAST(regexp_extract(message, '\tMemory Size: ([0-9]+)', 1) AS DOUBLE) * 1e6 AS size,
           CAST(regexp_extract(message, 'Max Memory Used: ([0-9]+)', 1) AS DOUBLE) * 1e6 AS used
    FROM events WHERE starts_with(message, 'REPORT RequestId: ')
)
"""
FAILED = (
    r"'ERROR|Task timed out after|Runtime exited|signal: killed|Status: (?:error|timeout)"
    r"""|"status":\s?"(?:error|timeout|failure)"'"""
)
FIVE, HOUR = "time_ms // 300000 * 300000", "time_ms // 3600000 * 3600000"
SQL = {
    "cold-starts": f"""SELECT {HOUR} AS b, count(*), avg(coalesce(init, restore)) FROM reports
        WHERE coalesce(init, restore) IS NOT NULL GROUP BY b ORDER BY b""",
    "init-durations": f"""SELECT {FIVE} AS b, avg(init), max(init), min(init) FROM reports
        GROUP BY b ORDER BY b""",
    "memory-per-hour": f"""SELECT {HOUR} AS b, avg(used), max(used) FROM reports
        GROUP BY b ORDER BY b""",
    "memory-per-five-minutes": f"""SELECT {FIVE} AS b, avg(used), max(used) FROM reports
        GROUP BY b ORDER BY b""",
    "memory-share": "SELECT avg(used / size * 100) FROM reports",
    "memory-of-each": """SELECT time_ms, used FROM reports ORDER BY time_ms DESC, n LIMIT 10000""",
    "slowest-invocations": """SELECT time_ms, ms, id FROM reports
        ORDER BY ms DESC, time_ms DESC, n LIMIT 20""",
    "slowest-ten": """SELECT time_ms, message FROM reports
        ORDER BY ms DESC, time_ms DESC, n LIMIT 10""",
    "average-and-p99": f"""SELECT {FIVE} AS b, avg(ms), quantile_cont(ms, 0.99) FROM reports
        GROUP BY b ORDER BY b""",
    "durations": "SELECT avg(ms), avg(init), max(ms) FROM reports",
    "failures-over-time": f"""SELECT {FIVE} AS b, count(*) FROM events
        WHERE regexp_matches(message, {FAILED}) GROUP BY b ORDER BY b""",
    "failures-counted": f"""SELECT message, count(*) AS c FROM events
        WHERE regexp_matches(message, {FAILED}) GROUP BY message ORDER BY c DESC LIMIT 10000""",
    "by-correlation-id": """SELECT time_ms, message FROM events
        WHERE contains(message, 'corr-id-value') ORDER BY time_ms, n LIMIT 10000""",
}
LOOSE = frozenset({"failures-counted"})  # rows with equal counts may come in any order


def main() -> int:
    """Time the chosen queries on one file; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--only", nargs="*", choices=[*SQL], default=[*SQL])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    if given.memory:
        return _memory(given.path, given.only)
    size = given.path.stat().st_size / 1e9
    print(f"{given.path.name}: {size:.2f} GB · {os.cpu_count()} cores · medians of {given.runs}\n")
    heads = f"{'SQL s':>8}{'first s':>9}{'cached s':>10}{'first : SQL':>13}{'cached : first':>16}"
    print(f"{'':26}{heads}")
    missed = 0
    for name in given.only:
        sql, first, cached = _times(name, given.path, given.runs)
        against, faster = sql / first, first / cached
        good = against >= LEAST_FIRST and faster >= LEAST_CACHED
        missed += not good
        print(
            f"{name:26}{sql:8.2f}{first:9.2f}{cached:10.2f}{against:11.2f} ×{faster:14.1f} ×"
            f"{'' if good else '  missed'}",
            flush=True,
        )
    return int(missed > 0)


def _times(name: str, path: Path, runs: int) -> tuple[float, float, float]:
    """Median seconds of the SQL, of first runs, and of runs that find columns."""
    from lambda_triage.pipeline.query import forget

    told: tuple[list[float], list[float], list[float]] = ([], [], [])
    rows: list[list[list[str]]] = []
    for _ in range(runs):  # one after another, so that a busy machine slows all of them
        forget([str(path)])
        for times, run in zip(told, (_sql, _ours, _ours), strict=True):
            began = time.perf_counter()
            found = run(name, path)
            times.append(time.perf_counter() - began)
            rows.append(found)
    for other in rows[1:]:
        _same(name, rows[0], other)
    sql, first, cached = (statistics.median(times) for times in told)
    return sql, first, cached


def _ours(name: str, path: Path) -> list[list[str]]:
    from lambda_triage.insights.saved import text_of
    from lambda_triage.pipeline.query import PTR, Asked, ask

    with ask(Asked(text_of(name)), [str(path)], threads=THREADS, secrets=True) as answer:
        keep = [number for number, column in enumerate(answer.columns) if column != PTR]
        return [[row[number] or "" for number in keep] for row in answer.rows()]


def _sql(name: str, path: Path) -> list[list[str]]:
    import duckdb

    with duckdb.connect(config={"threads": THREADS}) as connection:
        rows = connection.execute(EVENTS + SQL[name], {"path": str(path)}).fetchall()
        names = [each[0] for each in connection.description or ()]
    return [
        [_text(value, name in ("b", "time_ms")) for name, value in zip(names, row, strict=True)]
        for row in rows
    ]


def _text(value: object, is_time: bool) -> str:
    if is_time and isinstance(value, int):
        moment = datetime.fromtimestamp(value / 1000, UTC)
        return f"{moment:%Y-%m-%d %H:%M:%S}.{value % 1000:03d}"
    return "" if value is None else str(value)


def _same(name: str, left: list[list[str]], right: list[list[str]]) -> None:
    if name in LOOSE:
        left, right = sorted(left), sorted(right)
    if len(left) != len(right):
        sys.exit(f"{name}: {len(left)} rows against {len(right)}")
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        if not all(map(_equal, one, other)):
            sys.exit(f"{name}: row {number} differs:\n  {one}\n  {other}")


def _equal(one: str, other: str) -> bool:
    """The same text, or the same number to the four decimals that are printed."""
    if one == other:
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=6e-5)
    except ValueError:
        return False


def _memory(path: Path, names: list[str]) -> int:
    """The peaks of first runs and of cached ones, and the largest of each."""
    from lambda_triage.pipeline.query import forget

    print(f"{path.name}: {path.stat().st_size / 1e9:.2f} GB · {os.cpu_count()} cores\n")
    print(f"{'':26}{'first MB':>10}{'cached MB':>11}")
    worst = (0.0, 0.0)
    for name in names:
        forget([str(path)])
        peaks = (_peak_mb(name, path), _peak_mb(name, path))
        worst = (max(worst[0], peaks[0]), max(worst[1], peaks[1]))
        print(f"{name:26}{peaks[0]:10.0f}{peaks[1]:11.0f}", flush=True)
    print(f"{'most':26}{worst[0]:10.0f}{worst[1]:11.0f}")
    return int(max(worst) > MOST_MB)


def _peak_mb(name: str, path: Path) -> float:
    script = str(Path(sys.executable).parent / "lambda-triage")
    command = [script, "query", "--saved", name, str(path), "-f", "csv"]
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(anonymous_mb, tree(process.pid))))
            time.sleep(EVERY_S)
    return peak


if __name__ == "__main__":
    sys.exit(main())
