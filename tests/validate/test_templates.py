"""Each template, right or wrong, gets exactly the errors that it has, at their lines."""

from __future__ import annotations

import pytest

from tests.validate import cloudformation, others, sam
from tests.validate.sample import Sample, errors, told, warnings

SAMPLES = (*sam.SAMPLES, *cloudformation.SAMPLES, *cloudformation.CDK, *others.SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_a_template_has_these_errors_and_no_others(sample: Sample, tmp_path) -> None:
    validation = told(sample, tmp_path)

    assert errors(validation) == sample.errors
    assert set(sample.warnings) <= warnings(validation)


def test_there_are_right_and_wrong_templates_of_every_kind() -> None:
    wrong = [s for s in SAMPLES if s.errors or s.warnings]

    assert (len(SAMPLES) >= 60, len(wrong) >= 40) == (True, True)
