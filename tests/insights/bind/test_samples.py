"""Every sample query of AWS's pages and repositories has a plan that holds together."""

from __future__ import annotations

import pytest

from tests.insights.bind.asking import bound
from tests.insights.bind.sound import faults
from tests.insights.samples import Sample, samples

SAMPLES = samples()


@pytest.mark.parametrize("sample", SAMPLES, ids=[each.name for each in SAMPLES])
def test_a_sample_query_has_a_sound_plan(sample: Sample) -> None:
    assert faults(bound(sample.query)) == []
