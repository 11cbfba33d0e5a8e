"""Healthy evidence stays healthy in other words, thinned out, shuffled and among more noise."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from lambda_triage.bench.labelled import read
from lambda_triage.bench.perturb import perturb
from lambda_triage.pipeline.diagnose import diagnose

HEALTHY = [row for row in read(Path(__file__).parent / "incidents") if row.healthy]
VARIANTS = 4  # of each window: names, dates and order differ, and what is mixed in
REPORT = re.compile(
    r"^(?P<time>20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) REPORT RequestId: \S+.*$", re.MULTILINE
)
NOISE = (
    "{time} [WARNING]\t{time}\t{id}\tslow response from cache, 212 ms",
    "{time} [ERROR]\t{time}\t{id}\tvalidation of optional field failed, default used",
    "{time} [INFO]\t{time}\t{id}\tretrying after ConnectionResetError, attempt 2 ok",
    "{time} INIT_START Runtime Version: python:3.13.v20\tRuntime Version ARN: arn:aws:lambda:x",
)


def noisy(text: str, chance: random.Random) -> str:
    """The log with lines that are no failure, each right after an invocation's end."""

    def more(found: re.Match[str]) -> str:
        if chance.random() > 0.2:
            return found[0]
        id = f"5b0c7e1a-0061-4d2f-8a31-{chance.randrange(16**12):012x}"
        return f"{found[0]}\n{chance.choice(NOISE).format(time=found['time'], id=id)}"

    return REPORT.sub(more, text)


@pytest.mark.parametrize("row", HEALTHY[::4], ids=lambda row: row.id)  # the others: make test-long
def test_no_false_alarm_among_more_noise(row, tmp_path):
    assert false_alarms(row, [1], tmp_path) == {}


@pytest.mark.long
@pytest.mark.parametrize("row", HEALTHY, ids=lambda row: row.id)
def test_no_false_alarm_in_any_variant(row, tmp_path):
    assert false_alarms(row, range(VARIANTS), tmp_path) == {}


def false_alarms(row, variants, tmp_path):
    wrong = {}
    for n in variants:
        folder = tmp_path / str(n)
        paths = perturb(row.folder, folder, f"{row.id}-{n}", dropped=0.0)
        for path in map(Path, paths):
            if n % 2 and path.suffix in (".log", ".txt"):
                text = path.read_text(encoding="utf-8")
                path.write_text(noisy(text, random.Random(n)), encoding="utf-8")
        report = diagnose(paths)
        if report.verdict == "cause_found" or (report.verdict == "inconclusive" and report.causes):
            wrong[n] = [c.cause for c in report.causes]
    return wrong


def test_there_are_three_hundred_windows():
    assert len(HEALTHY) * VARIANTS >= 300
