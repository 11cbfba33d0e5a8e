"""The matcher finds all literals wherever they stand."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.scan.literals import Literal, Matcher

TEXTS = [b"a", b"ab", b"B.*c", b"\x00(", b"caf\xc3\xa9", b"platform."]


@given(st.lists(st.sampled_from([*TEXTS, b" ", b"x", b"B", b"."])).map(b"".join))
def test_every_occurrence_is_found(data: bytes) -> None:
    expected = sorted(
        (at + len(text), number)
        for number, text in enumerate(TEXTS)
        for at in range(len(data))
        if data.startswith(text, at)
    )

    assert sorted(MATCHER.find(data)) == expected


MATCHER = Matcher([Literal(text) for text in TEXTS])


def test_caseless_folds_ascii_letters() -> None:
    assert Matcher([Literal(b"aBc", caseless=True)]).find(b"ABC abc aBd") == [(3, 0), (7, 0)]


def test_a_matcher_can_be_sent_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(MATCHER))

    assert copy.find(b"xab") == MATCHER.find(b"xab")


def test_no_literals_find_nothing() -> None:
    assert Matcher([]).find(b"INIT_START") == []


def test_an_empty_literal_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Matcher([Literal(b"")])
