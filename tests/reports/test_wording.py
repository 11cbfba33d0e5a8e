"""Numbers, times and names as they read to a person."""

from __future__ import annotations

import pytest

from lambda_triage.reports import wording
from lambda_triage.reports.contract import Window

from . import samples


@pytest.mark.parametrize(
    ("confidence", "word", "share"),
    [
        (1.0, "very likely", "100 %"),
        (0.9, "very likely", "90 %"),
        (0.8999, "likely", "89 %"),
        (0.7, "likely", "70 %"),
        (0.69, "possible", "69 %"),
        (0.4, "possible", "40 %"),
        (0.29, "weak", "29 %"),
        (-1.0, "weak", "0 %"),
    ],
)
def test_confidence_is_a_word_and_a_number_that_agree(
    confidence: float, word: str, share: str
) -> None:
    assert (wording.likelihood(confidence), wording.percent(confidence)) == (word, share)


@pytest.mark.parametrize(
    ("resource", "name", "region"),
    [
        (samples.EXPORT, "orders-export", "eu-west-1"),
        ("?:orders-export", "orders-export", ""),
        ("arn:aws:s3:::bucket", "arn:aws:s3:::bucket", ""),
        ("", "", ""),
    ],
)
def test_a_resource_is_called_by_its_name(resource: str, name: str, region: str) -> None:
    assert (wording.resource_name(resource), wording.region(resource)) == (name, region)


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_reads_as_a_sentence(items: list[str], expected: str) -> None:
    assert wording.listing(items) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_842_113, "1.8 MB"), (10**13, "10.0 TB")],
)
def test_sizes_are_in_decimal_units(number: int, expected: str) -> None:
    assert wording.size(number) == expected


def test_a_window_says_that_a_zone_was_taken_as_utc() -> None:
    window = Window("2026-11-03T00:00:00Z", "2026-11-04T01:30:00Z", assumed_utc=True)

    said = wording.span(window)

    assert said == "2026-11-03 00:00–2026-11-04 01:30 UTC (times without a zone read as UTC)"


def test_a_time_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert wording.when("yesterday\x1b") == "yesterday\\x1b"


def test_times_and_request_ids_of_a_quoted_line_are_left_out() -> None:
    quoted = f'waits after "[INFO] 2026-09-15T09:16:12.000Z {samples.REQUEST} calling payments"'

    assert wording.brief(quoted) == 'waits after "[INFO] calling payments"'
