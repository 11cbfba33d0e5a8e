"""How long judging takes, apart from reading: a case of a million invocations, ready in its tables.

python benchmarks/judge.py [--invocations 1000000]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from generate import write

from lambda_triage.checks.index import indexed
from lambda_triage.checks.run import judge
from lambda_triage.diagnosis.causes import HYPOTHESES
from lambda_triage.diagnosis.diagnose import diagnose
from lambda_triage.sources.collect import collect

RUNS = 3
BYTES = 800  # of one invocation in the generated mix, about


def main() -> None:
    """Print the seconds for all checks and for the causes, and the slowest checks."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--invocations", type=int, default=1_000_000)
    wanted = options.parse_args().invocations
    signatures = [s for check in indexed() for s in check.signatures]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "mix.log")
        write(log, wanted * BYTES)
        taken: list[float] = []
        for run in range(RUNS):
            case, reading = collect([str(log)], signatures, threads=2)
            with case:
                began = time.perf_counter()
                judged = judge(case, indexed())
                one = time.perf_counter()
                diagnose(case, judged.findings, HYPOTHESES)
                taken.append(time.perf_counter() - began)
                if run == 0:
                    count = case.execute("SELECT count(*) FROM invocations")[0][0]
                    print(f"{count:,} invocations, {reading.events:,} events")
            print(f"checks {one - began:6.2f} s   causes {taken[-1] - (one - began):6.2f} s")
    print(f"median {statistics.median(taken):6.2f} s")


if __name__ == "__main__":
    main()
