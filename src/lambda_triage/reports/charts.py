"""Series → inline SVG: bars for counts, lines for durations and memory. Colours come from CSS."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from msgspec import Struct

from lambda_triage.reports import chart_words as words
from lambda_triage.reports.chart_scale import (
    Axis,
    axis,
    bars,
    clock,
    finite,
    moments,
    period,
    ticks,
)
from lambda_triage.reports.wording import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.reports.chart_scale import Bars
    from lambda_triage.reports.contract import Series

NARROW = 300  # pixels; a phone, or a third of a desk
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 6, 18, 22  # pixels around the plot
_BAR_SLOT = 5  # pixels; narrower bars cannot be told apart
_BAR_WIDEST = 28
_SEEN = 2.0  # pixels; a single failure among thousands must stay visible
_PAUSE_SLOTS, _PAUSE = 3, 0.04  # slots, and share of the axis, over which no line is drawn
_LABEL_SLOT = 75  # pixels for one time label


class _Frame(Struct, frozen=True):
    """The plot's own rectangle and scale."""

    left: float
    top: float
    width: float
    height: float
    marks: tuple[float, ...]  # ticks of the value axis

    def y(self, value: float) -> float:
        """The pixel of a value, 0 at the bottom."""
        return self.top + self.height * (1 - value / self.marks[-1])


def draw(
    series: Series, *, key: str, width: int = NARROW, height: int = 175, onset: str | None = None
) -> str:
    """One SVG element, drawn for this width; `key` keeps its ids apart from those of others."""
    along = axis(series.time)
    counted = series.chart in ("outcomes", "cold_starts")
    room = width - _LEFT - _RIGHT
    merged = bars(_drawn(series), along, room // _BAR_SLOT) if counted else None
    marks = ticks(_highest(series, merged), whole=counted)
    frame = _Frame(_LEFT, _TOP, room, height - _TOP - _BOTTOM, marks)
    plot = _stacks(series, merged, along, frame) if merged else _lines(series, along, frame)
    return "".join(
        (
            f'<svg class="chart" viewBox="0 0 {width} {height}" role="img"',
            f' aria-labelledby="{escape(key)}-t {escape(key)}-d">',
            f'<title id="{escape(key)}-t">{escape(words.title(series))}</title>',
            f'<desc id="{escape(key)}-d">{escape(words.describe(series))}</desc>',
            *_values(series, frame),
            *plot,
            *_times(along, frame),
            *_onset(onset, along, frame),
            "</svg>",
        )
    )


def bar_period(series: Series, width: int = NARROW) -> str:
    """The time one bar stands for, such as `5 min`; empty where times are not known."""
    along = axis(series.time)
    if not along.step_s:
        return ""
    merged = bars(_drawn(series), along, (width - _LEFT - _RIGHT) // _BAR_SLOT)
    return period(merged.per * along.step_s)


def _drawn(series: Series) -> dict[str, tuple[float | None, ...]]:
    return {name: series.values[name] for name in words.names(series)}


def _highest(series: Series, merged: Bars | None) -> float:
    if merged is None:
        return max((v for column in _drawn(series).values() for v in finite(column)), default=0.0)
    return max((sum(at) for at in zip(*merged.sums.values(), strict=True)), default=0.0)


def _values(series: Series, frame: _Frame) -> Iterator[str]:
    for value in frame.marks:
        y = frame.y(value)
        css = "grid" if value else "base"
        yield f'<path class="{css}" d="M{frame.left} {y:.1f}h{frame.width:g}"/>'
        label = escape(words.tick(series, value)) if value else "0"
        yield f'<text class="tick end" x="{frame.left - 6}" y="{y + 4:.1f}">{label}</text>'


def _times(along: Axis, frame: _Frame) -> Iterator[str]:
    y = frame.top + frame.height + 16
    end = frame.left + frame.width
    for slot, text in moments(along, max(2, int(frame.width // _LABEL_SLOT))):
        x = frame.left + slot / along.slots * frame.width
        css = "tick" if x < frame.left + 18 else "tick end" if x > end - 18 else "tick mid"
        at = min(x, end)
        yield f'<text class="{css}" x="{at:.1f}" y="{y:g}">{text}</text>'


def _stacks(series: Series, merged: Bars, along: Axis, frame: _Frame) -> Iterator[str]:
    slot = frame.width / max(merged.number, 1)
    wide = min(slot - (1 if slot >= 4 else 0.5), _BAR_WIDEST)
    for n in range(merged.number):
        x = frame.left + n * slot + (slot - wide) / 2
        parts = list(_stack(series, merged, n, frame, x, wide))
        if parts:
            said = escape(_said(series, merged, n, along))
            yield f'<g class="bar"><title>{said}</title>{"".join(parts)}</g>'


def _stack(
    series: Series, merged: Bars, n: int, frame: _Frame, x: float, wide: float
) -> Iterator[str]:
    floor = frame.y(0)
    for name in words.names(series):
        value = merged.sums[name][n]
        if value <= 0:
            continue
        high = max(frame.height * value / frame.marks[-1], _SEEN)
        floor -= high
        css = words.css(series, name)
        yield (
            f'<rect class="{css}" x="{x:.2f}" y="{floor:.2f}" width="{wide:.2f}" '
            f'height="{high:.2f}"/>'
        )


def _said(series: Series, merged: Bars, n: int, along: Axis) -> str:
    parts = [
        f"{merged.sums[name][n]:,g} {words.word(name)}"
        for name in words.names(series)
        if merged.sums[name][n] > 0
    ]
    return f"{clock(along, n * merged.per)}  {', '.join(parts)}".strip()


def _lines(series: Series, along: Axis, frame: _Frame) -> Iterator[str]:
    for name in words.names(series):
        css = words.css(series, name)
        for run in _runs(series.values[name], along, frame):
            if len(run) == 1:
                x, y = run[0]
                yield f'<circle class="{css} dot" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
                continue
            path = "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
            if css == "l-used":
                floor = frame.y(0)
                yield f'<path class="area" d="M{run[0][0]:.1f} {floor:.1f}L{path}'
                yield f'L{run[-1][0]:.1f} {floor:.1f}z"/>'
            yield f'<path class="line {css}" d="M{path}"/>'


def _runs(
    column: tuple[float | None, ...], along: Axis, frame: _Frame
) -> Iterator[list[tuple[float, float]]]:
    """Stretches of known values; an unknown one, or a long pause, leaves a gap and never a line."""
    run: list[tuple[float, float]] = []
    longest, last = max(_PAUSE_SLOTS, along.slots * _PAUSE), 0
    for slot, value in zip(along.slot, column, strict=False):
        unknown = value is None or not math.isfinite(value)
        if run and (unknown or slot - last > longest):
            yield run
            run = []
        if value is None or unknown:
            continue
        last = slot
        x = frame.left + (slot + 0.5) / along.slots * frame.width
        run.append((x, frame.y(max(value, 0.0))))
    if run:
        yield run


def _onset(text: str | None, along: Axis, frame: _Frame) -> Iterator[str]:
    at = instant(text)
    if at is None or along.start is None or not along.step_s:
        return
    slot = (at - along.start).total_seconds() / along.step_s
    if not 0 <= slot <= along.slots:
        return
    x = frame.left + slot / along.slots * frame.width
    late = slot > along.slots * 0.7
    yield f'<path class="onset" d="M{x:.1f} {frame.top - 12}V{frame.top + frame.height:g}"/>'
    css, shift = ("onset-label end", -5) if late else ("onset-label", 5)
    yield f'<text class="{css}" x="{x + shift:.1f}" y="{frame.top - 5}">'
    yield f"since {clock(along, slot)}</text>"
