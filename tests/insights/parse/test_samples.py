"""All sample queries of AWS's pages and repositories are read."""

from __future__ import annotations

import pytest

from lambda_triage.insights.parse import parse
from lambda_triage.insights.parse.show import show
from tests.insights.parse.places import without_places
from tests.insights.samples import Sample, samples


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_sample_reads_and_shows_as_the_same_query(sample: Sample) -> None:
    tree = parse(sample.query)

    assert without_places(parse(show(tree))) == without_places(tree)


def test_samples_have_names_of_their_own() -> None:
    names = [sample.name for sample in samples()]

    assert len(set(names)) == len(names) > 50
