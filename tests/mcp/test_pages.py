"""Answers are bounded; the rest comes by cursor, which holds across calls and expires."""

from __future__ import annotations

import msgspec
import pytest

from lambda_triage.errors import UsageError
from lambda_triage.mcp.frames import Done
from lambda_triage.mcp.pages import KEPT, LIFE, PAGE_BYTES, Pages
from lambda_triage.mcp.quoted import CLOSE, OPEN
from tests.mcp.conversing import converse


def _done(items, **head):
    return Done(msgspec.json.encode(head), tuple(msgspec.json.encode(item) for item in items))


def _all(pages, page):
    found = [page.structured]
    while "next_cursor" in found[-1]:
        found.append(pages.next(found[-1]["next_cursor"]).structured)
    return found


def test_pages_hold_every_item_once_in_order():
    pages = Pages()
    rows = [{"n": n, "text": "x" * 100} for n in range(500)]

    found = _all(pages, pages.first(_done(rows, of="rows")))

    assert [item for page in found for item in page["items"]] == rows
    assert {page["total"] for page in found} == {500}


@pytest.mark.parametrize(
    "text", ["x" * 50_000, "é" * 50_000, '"\\' * 20_000, OPEN + "y" * 9_000 + CLOSE]
)
def test_one_item_that_is_too_large_is_cut_and_shown(text):
    page = Pages().first(_done([{"text": text, "more": [text, text]}], of=text))

    whole = msgspec.json.encode({"a": page.structured, "b": page.text})
    assert len(page.structured["items"]) == 1
    assert len(whole) <= PAGE_BYTES


def test_a_cut_quotation_keeps_its_end():
    page = Pages().first(_done([{"text": OPEN + "y" * 9_000 + CLOSE}]))

    assert page.structured["items"][0]["text"].endswith(CLOSE)


def test_the_same_cursor_gives_the_same_page():
    pages = Pages()
    cursor = pages.first(_done([{"n": "x" * 900}] * 50)).structured["next_cursor"]

    assert pages.next(cursor) == pages.next(cursor)


def test_a_cursor_expires():
    now = [0.0]
    pages = Pages(clock=lambda: now[0])
    cursor = pages.first(_done([{"n": "x" * 900}] * 50)).structured["next_cursor"]
    now[0] = LIFE + 1

    with pytest.raises(UsageError, match="expired; call the tool again"):
        pages.next(cursor)


def test_only_so_many_answers_are_kept():
    pages = Pages()
    cursors = [
        pages.first(_done([{"n": "x" * 900}] * 50)).structured["next_cursor"]
        for _ in range(KEPT + 1)
    ]

    with pytest.raises(UsageError):
        pages.next(cursors[0])
    assert pages.next(cursors[-1])


@pytest.mark.parametrize("cursor", ["", ".", "a.b", "0123456789abcdef.1", "x.-1", "x.²"])
def test_a_cursor_that_nobody_gave_is_refused(cursor):
    with pytest.raises(UsageError):
        Pages().next(cursor)


def test_whole_results_stay_within_the_bound(url):
    async def talk(client):
        results = [await client.call_tool("list_checks", {})]
        while cursor := results[-1].structured_content.get("next_cursor"):
            results.append(await client.call_tool("next_page", {"cursor": cursor}))
        return results

    found = converse(url, talk)

    sizes = [len(one.model_dump_json(by_alias=True, exclude_none=True).encode()) for one in found]
    ids = [check["id"] for one in found for check in one.structured_content["items"]]
    assert max(sizes) <= PAGE_BYTES
    assert len(ids) == len(set(ids)) == found[0].structured_content["total"]
