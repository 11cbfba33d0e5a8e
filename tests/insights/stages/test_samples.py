"""Every sample query of AWS runs on all the logs at once."""

from __future__ import annotations

import pytest

from lambda_triage.insights import query
from tests.insights.samples import Sample, samples
from tests.insights.stages.logs import NOW, events


@pytest.mark.parametrize("sample", samples(), ids=lambda each: each.name)
def test_a_sample_query_runs(sample: Sample) -> None:
    with query(sample.query, events("all"), now_ms=NOW) as result:
        width = len(result.columns)

        assert all(len(row) == width for row in result.rows)
