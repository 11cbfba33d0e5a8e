"""What takes the place of parts of botocore tells the same as they do."""

from __future__ import annotations

import gc
import sys
from datetime import UTC, datetime

import pytest
from botocore.hooks import EVENT_ALIASES, EventAliaser, HierarchicalEmitter
from botocore.utils import parse_timestamp
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.sources.aws.aliases import aliaser
from lambda_triage.sources.aws.interpreter import SELDOM, TURN_S, many_calls
from lambda_triage.sources.aws.session import Session
from lambda_triage.sources.aws.stamps import moment

TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))
WORDS = ("before-call", "GetPolicy", "lambda", "cloudwatch-logs", "sfn", "x")
parts = st.sampled_from(
    [*WORDS, *EVENT_ALIASES, *(p for old in EVENT_ALIASES for p in old.split("."))]
)


def told(aliases: EventAliaser, event: str) -> list[str]:
    """Names under which a handler that was registered for *event* hears of it."""
    aliases.register(event, lambda event_name, **_: event_name)
    return [said for _, said in aliases.emit(event)]


@given(st.lists(parts, min_size=1, max_size=4))
def test_events_have_the_names_that_botocore_gives_them(names: list[str]) -> None:
    event = ".".join(names)
    assert told(aliaser(HierarchicalEmitter()), event) == told(
        EventAliaser(HierarchicalEmitter()), event
    )


def test_clients_have_it(keys: None) -> None:
    session = Session()
    assert type(session.client("lambda").meta.events) is type(session.client("iam").meta.events)
    assert type(session.client("iam").meta.events) is not EventAliaser


@given(TIMES)
def test_times_are_those_that_botocore_reads(time: datetime) -> None:
    text = time.isoformat().replace("+00:00", "Z")
    assert moment(text) == parse_timestamp(text)
    assert moment(time.timestamp()) == parse_timestamp(time.timestamp())


@pytest.mark.parametrize(
    "text",
    ["Sat, 31 Jan 2026 12:00:00 GMT", "1769860800", "1769860800.5", "2026-01-31T12:00:00+0000",
     "2026-01-31T12:00:00.123456789Z", "2026-01-31T12:00Z", "20260131T120000Z"],
)  # fmt: skip
def test_other_forms_of_times_are_read_by_botocore(text: str) -> None:
    assert moment(text) == parse_timestamp(text)


@pytest.mark.parametrize("odd", ["2026-13-31T12:00:00Z", "x", "", [], "2026-01-31T25:00:00Z"])
def test_what_is_no_time_is_refused_as_botocore_does(odd: object) -> None:
    with pytest.raises(Exception) as own:  # noqa: PT011
        moment(odd)
    with pytest.raises(Exception) as other:  # noqa: PT011
        parse_timestamp(odd)
    assert type(own.value) is type(other.value)


def test_python_runs_as_before_afterwards() -> None:
    before = gc.get_threshold(), sys.getswitchinterval()
    with many_calls():
        within = gc.get_threshold()[0], sys.getswitchinterval()
    assert within == (SELDOM, pytest.approx(TURN_S))
    assert (gc.get_threshold(), sys.getswitchinterval()) == before
