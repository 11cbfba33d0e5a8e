"""Every known cause can be concluded: some raw evidence leads to it, and to nothing else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from lambda_triage.bench.labelled import read
from lambda_triage.bench.run import answer
from lambda_triage.bench.score import correct
from lambda_triage.facts.causes import causes
from lambda_triage.pipeline.diagnose import diagnose

if TYPE_CHECKING:
    from lambda_triage.bench.labelled import Labelled

ROOT = Path(__file__).parent.parent
MOST = 4  # incidents of one cause that are tried


def _by_cause() -> dict[str, list[Labelled]]:
    """Whole evidence folders first, then the examples of the check pages."""
    found: dict[str, list[Labelled]] = defaultdict(list)
    for path in (ROOT / "tests/incidents", ROOT / "benchmarks/own-incidents.jsonl"):
        for row in read(path):
            found[row.category or ""].append(row)
    return found


ROWS = _by_cause()


@pytest.mark.parametrize("slug", sorted(causes()))
def test_a_cause_is_concluded_from_raw_evidence(slug: str) -> None:
    rows = [replace(row, acceptable=frozenset()) for row in ROWS[slug][:MOST]]

    assert any(correct(row, answer(row, diagnose)) for row in rows)
