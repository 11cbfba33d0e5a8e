"""Numbers in a sentence are read as what they are said of, and nothing else is."""

from __future__ import annotations

import pytest

from lambda_triage.guidance.measures import MB, Measures
from lambda_triage.guidance.told import told


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("resize images users upload, takes 20 minutes", Measures(duration_ms=1_200_000)),
        ("an API that answers in 250 ms", Measures(duration_ms=250)),
        ("a 2-hour export", Measures(duration_ms=7_200_000)),
        ("a job of 1.5 hours", Measures(duration_ms=5_400_000)),
        ("a report every 5 minutes", Measures()),
        ("runs every 15 minutes and takes 40 seconds", Measures(duration_ms=40_000)),
        ("2,000 requests per second", Measures(requests_per_second=2_000)),
        ("5k messages/s", Measures(requests_per_second=5_000)),
        ("600 orders a minute, 2 s each", Measures(duration_ms=2_000, requests_per_second=10)),
        ("each takes 900 ms, each 900 ms", Measures(duration_ms=900)),
        ("800 rps", Measures(requests_per_second=800)),
        ("needs 12 GB of memory", Measures(memory_mb=12_288)),
        ("responses of 20 MB", Measures(payload_bytes=20 * MB)),
        ("files of 3 GB in S3", Measures()),
        ("java 21 with 3 tables", Measures()),
        ("", Measures()),
    ],
)
def test_numbers_of_a_sentence(sentence: str, measures: Measures) -> None:
    assert told(sentence) == measures


def test_a_long_sentence_costs_little() -> None:
    assert told("1 " * 100_000 + "2 hours") == Measures()
