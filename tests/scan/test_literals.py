"""The matcher finds all literals wherever they stand."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.scan.literals import FEW_BYTES, Literal, Matcher

TEXTS = [b"a", b"ab", b"B.*c", b"\x00(", b"caf\xc3\xa9", b"platform."]


@given(st.lists(st.sampled_from([*TEXTS, b" ", b"x", b"B", b"."])).map(b"".join))
def test_every_occurrence_is_found(data: bytes) -> None:
    expected = sorted(
        (at + len(text), number)
        for number, text in enumerate(TEXTS)
        for at in range(len(data))
        if data.startswith(text, at)
    )

    assert sorted(searching().find(data)) == sorted(COMPILED.find(data)) == expected


def searching() -> Matcher:
    """A matcher that has seen too little to compile its literals."""
    return Matcher([Literal(text) for text in TEXTS])


COMPILED = Matcher([Literal(text) for text in TEXTS])
COMPILED.find(bytes(FEW_BYTES + 1))


def test_caseless_folds_ascii_letters() -> None:
    matcher = Matcher([Literal(b"aBc", caseless=True)])

    assert matcher.find(b"ABC abc aBd") == [(3, 0), (7, 0)]
    matcher.find(bytes(FEW_BYTES))
    assert matcher.find(b"ABC abc aBd") == [(3, 0), (7, 0)]


def test_a_matcher_can_be_sent_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(COMPILED))

    assert copy.find(b"xab") == COMPILED.find(b"xab")


def test_no_literals_find_nothing() -> None:
    assert Matcher([]).find(b"INIT_START") == []


def test_an_empty_literal_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Matcher([Literal(b"")])
