"""The HTML report: one file that loads nothing, runs nothing, and escapes every text."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from lambda_triage.reports import html

from . import samples

EVERY = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL.keys())
VOID = {"meta", "br", "img", "hr", "link", "input", "rect", "path", "circle"}
LOADING = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}


class _Page(HTMLParser):
    """What a browser would make of the page: tags, attributes, text, and whether all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@EVERY
def test_every_tag_is_closed_in_order(make: samples.Make) -> None:
    page = _Page(html.render(make()))

    assert (page.wrong, page.open) == ([], [])


@EVERY
def test_nothing_runs_and_nothing_is_loaded(make: samples.Make) -> None:
    text = html.render(make())
    page = _Page(text)
    style = text.partition("<style>")[2].partition("</style>")[0]

    assert {"script", "img", "link", "iframe", "object", "embed", "base"} & set(page.tags) == set()
    assert [a for a in page.attributes if a[0] in LOADING or a[0].startswith("on")] == []
    assert [name for name, _ in page.attributes if name == "style"] == []
    assert re.findall(r"url\(|@import|//", style) == []


@EVERY
def test_the_content_policy_allows_this_style_and_nothing_else(make: samples.Make) -> None:
    text = html.render(make())
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    policies = [v for n, v in _Page(text).attributes if n == "content" and v and "default-src" in v]

    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]


@EVERY
def test_no_script_and_no_control_character_of_a_log_gets_through(make: samples.Make) -> None:
    text = html.render(make())

    assert "<script" not in text.lower()
    assert [
        c for c in text if (c < " " and c != "\n") or "\x7f" <= c < "\xa0" or c == "\u202e"
    ] == []


def test_what_the_log_says_is_still_readable() -> None:
    words = "".join(_Page(html.render(samples.cause_found())).words)

    assert "<script>alert('x')</script>" in words


def test_the_title_and_the_heading_are_the_verdict() -> None:
    text = html.render(samples.healthy())
    said = "Healthy: all 1,204 invocations ended well, and nothing points at a problem"

    assert (f"<title>{said}</title>" in text, f'<h1 id="verdict">{said}</h1>' in text) == (
        True,
        True,
    )


def test_confidence_is_words_and_a_number() -> None:
    assert "Very likely, 93 %" in html.render(samples.cause_found())


def test_every_chart_names_itself_and_has_a_table() -> None:
    page = _Page(html.render(samples.cause_found()))
    ids = {value for name, value in page.attributes if name == "id"}
    labels = [value or "" for name, value in page.attributes if name == "aria-labelledby"]

    assert [one for label in labels for one in label.split() if one not in ids] == []
    assert (page.tags.count("table") >= 4, len(ids)) == (True, 1 + 2 * len(labels))
    assert page.attributes.count(("role", "img")) == len(labels) == 5  # the timeline in two widths


def test_the_same_report_gives_the_same_page() -> None:
    assert html.render(samples.cause_found()) == html.render(samples.cause_found())
