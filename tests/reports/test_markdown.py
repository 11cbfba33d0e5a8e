"""The Markdown report: log text stays inert wherever it is pasted."""

from __future__ import annotations

import re

import pytest

from lambda_triage.reports import markdown

from . import samples

EVERY = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL.keys())


def _outside_fences(text: str) -> str:
    """The lines that Markdown interprets, by CommonMark's rule for closing a fence."""
    kept, fence = [], ""
    for line in text.splitlines():
        bare = line.strip()
        run = re.match("`{3,}", bare)
        if fence:
            if bare and set(bare) == {"`"} and len(bare) >= len(fence):
                fence = ""
        elif run:
            fence = run.group()
        else:
            kept.append(line)
    assert fence == "", "a fence is left open"
    return "\n".join(kept)


@EVERY
def test_no_tag_and_no_link_of_a_log_stands_outside_a_fence(make: samples.Make) -> None:
    outside = _outside_fences(markdown.render(make()))

    assert re.findall(r"(?<!\\)[<>]|(?<!\\)\]\(|\w://", outside) == []


@pytest.mark.parametrize("text", [samples.TICKS, "`" * 40, "plain", ""])
def test_a_fence_is_longer_than_any_run_of_backticks_inside(text: str) -> None:
    opened, *_, closed = markdown.fenced([text])
    longest = max(map(len, re.findall("`+", text)), default=0)

    assert (closed, opened) == ("`" * max(3, longest + 1), closed + "text")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* _c_", "a \\*b\\* \\_c\\_"),
        ("<b>", "\\<b\\>"),
        ("https://x", "https:\\//x"),
        ("1. one", "1\\. one"),
        ("- one", "\\- one"),
        ("@team", "@\u200bteam"),
        ("a [b](c)", "a \\[b\\](c)"),
    ],
)
def test_text_is_escaped(text: str, expected: str) -> None:
    assert markdown.escape(text) == expected


@EVERY
def test_no_escape_code_gets_through(make: samples.Make) -> None:
    assert "\x1b" not in markdown.render(make())


def test_the_first_line_names_the_cause() -> None:
    first = markdown.render(samples.cause_found()).splitlines()[0]

    assert first == (
        "**1\\. orders-export is stopped at 3 s while its work takes about 9.2 s at the slow end "
        "(very likely, 93 %)**"
    )


def test_at_most_five_gaps_are_shown() -> None:
    text = markdown.render(samples.inconclusive())

    assert (text.count("aws logs"), "… and 2 more." in text) == (5, True)
