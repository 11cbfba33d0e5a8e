"""One function's diagnosis as a person runs it: a cold process, against recorded answers.

The longest dependent chain is that of the calls alone: who asks (sts), then the answers that lead
to one another, each with its pages, each one latency long. No machine can be faster than it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from recorded import Server, read

from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.start import start
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.bundle.journal import Journal
from lambda_triage.sources.bundle.place import CALLS, JOURNAL, MANIFEST, place

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMAND = Path(sys.executable).parent / "lambda-triage"
ANSWERS = Path(__file__).parent / "answers"
FIRST = 1  # sts.GetCallerIdentity: whose account it is, which ARNs are made of


class Run(Struct, frozen=True):
    """Seconds of one run.

    wall    of the whole process; cpu: user and system time of it
    calls   from the first request to the last answer, as the server saw it
    chain   requests that had to wait for one another; attempts: requests in all
    unknown requests that were not recorded and answered by a refusal
    """

    wall: float
    cpu: float
    calls: float
    chain: int
    attempts: int
    unknown: int
    verdict: str


def runs(name: str, latency_s: float, times: int, faults: float = 0.0) -> list[Run]:
    """Diagnose the recorded function *times* times, each time in a new process and folder."""
    path = ANSWERS / f"{name}.json.gz"
    with Server(path, latency_s, faults) as url, tempfile.TemporaryDirectory() as folder:
        return [diagnosed(path, url, Path(folder, str(n))) for n in range(times)]


def diagnosed(path: Path, url: str, bundle: Path) -> Run:
    """One run, whose answers are kept in *bundle*."""
    window = next(said for said in read(path) if said.asked == "window")
    command = [
        str(COMMAND), "diagnose", "--function", window.headers["function"],
        "--window", window.body, "--bundle", str(bundle), "--format", "json",
    ]  # fmt: skip
    used = _children()
    began = time.perf_counter()
    done = subprocess.run(
        command, env=environment(url, bundle.parent), capture_output=True, check=False
    )
    wall = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    with urllib.request.urlopen(f"{url}/-/times") as answer:
        times = json.load(answer)
    calls = max(end for _, end, _ in times) - min(begun for begun, _, _ in times)
    unknown = sum(not recorded for _, _, recorded in times)
    verdict = json.loads(done.stdout)["verdict"]
    return Run(wall, _children() - used, calls, chain(bundle), len(times), unknown, verdict)


def environment(url: str, home: Path) -> dict[str, str]:
    """Of a process that talks to *url* alone, as nobody."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": url,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def chain(bundle: Path) -> int:
    """Requests of the longest chain: the earliest moment at which the last answer could be there.

    What neither the start nor an answer led to is of a later round, which the judged case began.
    """
    journal = Journal(bundle / JOURNAL)
    journal.open()
    journal.close()
    pages = _pages(bundle)
    wants = {place(want): want for want in _asked(bundle)}
    led = {file: [place(want) for want in journal.led(file)] for file in wants}
    done: dict[str, int] = {}
    level = [place(want) for want in start(_scope(bundle))]
    while len(done) < len(wants):
        begun = max(done.values(), default=FIRST)
        for file in level:
            done[file] = begun + pages[wants[file].operation, wants[file].about]
        _reach(done, level, led, wants, pages)
        level = [file for file in wants if file not in done]
    return max(done.values())


def _reach(
    done: dict[str, int],
    level: list[str],
    led: dict[str, list[str]],
    wants: dict[str, Want],
    pages: Counter[tuple[str, str]],
) -> None:
    """What the answers of *level* lead to, with the earliest end of each."""
    while level:
        found = []
        for file in level:
            for child in led[file]:
                if child in wants:
                    want = wants[child]
                    end = done[file] + pages[want.operation, want.about]
                    if end < done.get(child, sys.maxsize):
                        done[child] = end
                        found.append(child)
        level = found


def _scope(bundle: Path) -> Scope:
    told = json.loads((bundle / MANIFEST).read_bytes())
    functions = tuple(told["target"]["functions"])
    return Scope(told["account"], told["region"], told["partition"], 0, 1, functions)


def _asked(bundle: Path) -> Iterable[Want]:
    told = json.loads((bundle / MANIFEST).read_bytes())
    for one in (*told["answers"], *told["missing"]):
        yield Want(one["operation"], one["about"], one["asked"])


def _pages(bundle: Path) -> Counter[tuple[str, str]]:
    pages: Counter[tuple[str, str]] = Counter()
    for line in (bundle / CALLS).read_bytes().splitlines():
        call = json.loads(line)
        key = (call["operation"], call["about"])
        pages[key] = max(pages[key], call["page"])
    return pages


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(told: list[Run], name: str) -> float:
    """The middle of one measure."""
    return statistics.median(getattr(run, name) for run in told)
