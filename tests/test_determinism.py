"""The same bytes on one, two and four processes, and with or without short cuts."""

from __future__ import annotations

from pathlib import Path

import pytest

from lambda_triage.evidence import case
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.reports import json
from lambda_triage.scan import literals, scan
from lambda_triage.sources.scanning import PARALLEL_BYTES
from tests.sources.histories import OUTCOMES, Line, invocation, tail_form

SMALL = sorted((Path(__file__).parent / "incidents").glob("*-01/evidence"))[::3]
EACH_FIFTH = [
    folder if not n % 5 else pytest.param(folder, marks=pytest.mark.long)
    for n, folder in enumerate(SMALL)
]  # compiling all literals takes its time


def write(path, wanted: int) -> None:
    """An interleaved history, repeated under new ids until the file is large enough."""
    with path.open("w", encoding="utf-8") as file:
        number = size = 0
        while size < wanted:
            lines: list[Line] = []
            groups = []
            for environment in range(4):
                outcome = OUTCOMES[number % len(OUTCOMES)] if number % 40 == 0 else "ok"
                cold = outcome == "init_failure" or number < 4
                groups.append(list(invocation(number, environment, outcome, cold).lines))
                number += 1
            while any(groups):
                lines.extend(group.pop(0) for group in groups if group)
            size += file.write(tail_form(lines))


def test_threads_do_not_change_a_byte(tmp_path):
    path = tmp_path / "large.log"
    write(path, PARALLEL_BYTES + (8 << 20))

    one, two, four = (json.render(diagnose([str(path)], threads=n)) for n in (1, 2, 4))

    assert one == two == four


@pytest.mark.parametrize("folder", EACH_FIFTH, ids=lambda folder: folder.parent.name)
def test_short_cuts_for_small_evidence_do_not_change_a_byte(folder, monkeypatch):
    short = json.render(diagnose([str(folder)]))

    monkeypatch.setattr(case, "FEW_ROWS", -1)
    monkeypatch.setattr(case, "KEPT_ROWS", -1)
    monkeypatch.setattr(literals, "FEW_BYTES", -1)
    monkeypatch.setattr(scan, "SMALL", -1)

    assert json.render(diagnose([str(folder)])) == short
