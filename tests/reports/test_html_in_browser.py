"""The page in a real browser: at a desk and on a phone, it fits, it shows, it complains of nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lambda_triage.reports import html

from . import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
WIDTHS = pytest.mark.parametrize("width", [1280, 390])
EVERY = pytest.mark.parametrize("name", samples.ALL)
BARS = "[...document.querySelectorAll('.bar')].map(b => b.getBoundingClientRect().height)"
SIZES = "[...document.querySelectorAll('svg.chart')].map(s => s.getBoundingClientRect())"
COLOUR = "getComputedStyle(document.body)"
PARTS = ("backgroundColor", "color")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: install Debian's chromium, or set CHROMIUM")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def _open(browser: Browser, folder: Path, name: str, width: int, said: list[str]) -> Page:
    path = folder / f"{name}.html"
    path.write_text(html.render(samples.ALL[name]()), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.goto(path.as_uri())
    said.remove(path.as_uri())
    return page


@EVERY
@WIDTHS
def test_the_page_fits_shows_its_verdict_and_loads_nothing(
    browser: Browser, tmp_path: Path, name: str, width: int
) -> None:
    said: list[str] = []
    page = _open(browser, tmp_path, name, width, said)
    shot = tmp_path / f"{name}-{width}.png"

    page.screenshot(path=shot, full_page=True)

    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#verdict").is_visible()
    assert page.locator("#verdict").bounding_box()["y"] < 300  # type: ignore[index]
    assert shot.stat().st_size > 10_000
    page.close()


@WIDTHS
def test_everything_unfolded_still_fits(browser: Browser, tmp_path: Path, width: int) -> None:
    page = _open(browser, tmp_path, "cause_found", width, [])

    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@WIDTHS
def test_the_charts_are_drawn_and_their_bars_differ(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    page = _open(browser, tmp_path, "cause_found", width, [])

    sizes = [size for size in page.evaluate(SIZES) if size["width"]]
    heights = {round(height) for height in page.evaluate(BARS) if height}

    assert [s for s in sizes if s["width"] < 200 or s["height"] < 100] == []
    assert (len(sizes), len(heights) > 5) == (4, True)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_its_text_dark_whatever_the_screen(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    page = _open(browser, tmp_path, "cause_found", 794, [])

    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    paper, ink = (page.evaluate(f"{COLOUR}.{part}.match(/\\d+/g).map(Number)") for part in PARTS)

    assert (sum(paper), sum(ink) < 150) == (3 * 255, True)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_reader(browser: Browser, tmp_path: Path, scheme: str) -> None:
    page = _open(browser, tmp_path, "healthy", 1280, [])

    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    rgb = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )

    assert (sum(rgb) > 384) is (scheme == "light")
    page.close()
