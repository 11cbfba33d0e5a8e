"""Nothing in a log line survives that could move a cursor, hide, or turn a line around."""

from __future__ import annotations

import unicodedata

import pytest

from lambda_triage.reports.visible import one_line, visible

from . import samples

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("a\tb", "a  b"),
        ("a\xa0b", "a b"),
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
    ],
)
def test_what_cannot_be_seen_is_spelt_out(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_no_unseen_character_of_unicode_17_or_older_gets_through() -> None:
    every = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in UNSEEN)

    left = [hex(ord(c)) for c in every if {unicodedata.category(k) for k in visible(c)} & UNSEEN]

    # Signs that stand before digits or syllables are seen: they have a shape of their own.
    signs = [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD]
    shapes = {*signs, *range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4)}
    assert [code for code in left if int(code, 16) not in shapes] == []


def test_piled_marks_are_cut_down_to_three() -> None:
    assert visible(samples.PILED).count("\u0301") == 3


def test_inner_line_ends_show_as_a_sign() -> None:
    assert one_line("first\r\n  second\n\n") == "first ⏎ second"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert visible("x" * 50, limit=10) == "x" * 10 + "…"
