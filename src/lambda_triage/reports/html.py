"""The report as one self-contained page: no script, nothing loaded, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports import chart_words, charts
from lambda_triage.reports.details import sections
from lambda_triage.reports.story import GAPS_SHOWN, tell
from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import count, resource_name, statuses

if TYPE_CHECKING:
    from markupsafe import Markup

    from lambda_triage.reports.contract import Report, Series
    from lambda_triage.reports.story import Story

_PROOFS = 5  # citations of one cause shown at once
_LINE_LIMIT = 400  # characters of a log line before the rest folds away
_WIDE, _WIDE_HEIGHT = 960, 230  # pixels of the timeline on a desk
_RESOURCES = 50  # resources with charts of their own
_CHARTS = ("outcomes", "latency_ms", "memory_mb", "cold_starts")  # in this order
_CHIPS = {
    "cause_found": "Cause found",
    "healthy": "Healthy",
    "inconclusive": "Cannot tell yet",
}


class Panel(Struct, frozen=True):
    """One chart with its legend and its table; `wide` is the drawing for a wide page."""

    title: str
    note: str
    counted: bool
    svg: Markup
    wide: Markup | None
    legend: tuple[chart_words.Key, ...]
    table: chart_words.Table


class Group(Struct, frozen=True):
    """The charts of one resource."""

    name: str
    panels: tuple[Panel, ...]


def render(report: Report) -> str:
    """One HTML page that reads in light and dark, on a phone and on paper."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    home = files("lambda_triage.reports")
    css = home.joinpath("report.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(home.joinpath("report.html.j2").read_text(encoding="utf-8"))
    page = template.render(css=Markup(css), style_hash=_hash(css), **_content(report))  # noqa: S704
    return page.lstrip()


def _hash(css: str) -> str:
    """What the content policy allows as style: these bytes and no others."""
    return "sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()


def _content(report: Report) -> dict[str, object]:
    story = tell(report)
    first = story.causes[0] if story.causes else None
    impact, _, since = (first.impact if first else "").partition(" since ")
    return {
        "story": story,
        "chip": _chip(story),
        "first": first,
        "meter": f"{(first.confidence if first else 0) * 100:.0f}",
        "impact": (impact, f"since {since}" if since else ""),
        "invocations": _invocations(report),
        "window": _window(story.window),
        "groups": _groups(report),
        "also_found": [told for told in story.causes[1:] if told.found],
        "less_likely": [told for told in story.causes[1:] if not told.found],
        "sections": sections(report),
        "proofs": _PROOFS,
        "gaps_shown": GAPS_SHOWN,
        "line_limit": _LINE_LIMIT,
        "version": one_line(report.tool_version, 40),
    }


def _chip(story: Story) -> str:
    found = sum(told.found for told in story.causes)
    return f"{found} causes found" if found > 1 else _CHIPS[story.verdict]


def _window(text: str) -> tuple[str, str]:
    """The day, and the hours in smaller type; over several days the whole in one."""
    reach, utc, zone = text.partition(" UTC")
    day, _, hours = reach.partition(" ")
    if not utc:
        return text, ""
    return (day, f"{hours} UTC{zone}") if " " not in hours else (reach, f"UTC{zone}")


def _invocations(report: Report) -> str:
    by_status = statuses(report.stats.invocations_by_status)
    number = count(report.stats.invocations, "invocation")
    return f"{number}: {by_status}" if by_status else number


def _groups(report: Report) -> list[Group]:
    """Charts by resource, that of the best cause first."""
    best = report.causes[0].resource if report.causes else ""
    rank = {chart: n for n, chart in enumerate(_CHARTS)}
    ordered = sorted(
        (series for series in report.series if series.time),
        key=lambda one: (one.resource != best, one.resource, rank[one.chart]),
    )
    onsets = {i.resource: i.onset for i in reversed(report.incidents) if i.onset}
    grouped = groupby(ordered, key=lambda one: one.resource)
    return [
        Group(
            resource_name(resource),
            tuple(
                _panel(series, f"c{g}-{n}", onsets.get(resource))
                for n, series in enumerate(members)
            ),
        )
        for g, (resource, members) in zip(range(_RESOURCES), grouped, strict=False)
    ]


def _panel(series: Series, key: str, onset: str | None) -> Panel:
    from markupsafe import Markup

    counted = series.chart in ("outcomes", "cold_starts")
    main = series.chart == "outcomes"
    wide = charts.draw(series, key=f"{key}w", width=_WIDE, height=_WIDE_HEIGHT, onset=onset)
    per = charts.bar_period(series) if counted and not main else ""
    return Panel(
        title=chart_words.title(series),
        note=chart_words.note(series, per),
        counted=counted,
        svg=Markup(charts.draw(series, key=key, onset=onset)),  # noqa: S704
        wide=Markup(wide) if main else None,  # noqa: S704
        legend=chart_words.legend(series),
        table=chart_words.table(series),
    )
