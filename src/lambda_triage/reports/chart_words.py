"""What the charts call things: titles, legends, descriptions, and the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.chart_scale import finite
from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import instant, when

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Series

ROWS_LIMIT = 400  # of a table; the contract promises at most 300 points
STACK = (
    "error",
    "timeout",
    "oom",
    "crash",
    "init_failure",
    "unknown",
    "ok",
)  # from the baseline up
TABLE_ONLY = {"cold_starts": ("warm",)}  # beside which cold starts would be too small to see
LIMITS = ("limit", "memory_size", "memory_size_mb", "size")  # names that are a ceiling, not a use
_TITLES = {
    "outcomes": "How invocations ended",
    "latency_ms": "Duration",
    "memory_mb": "Memory",
    "cold_starts": "Cold starts",
}
_WORDS = {
    "ok": "ended well",
    "error": "error",
    "timeout": "timed out",
    "oom": "out of memory",
    "crash": "crashed",
    "init_failure": "failed to start",
    "unknown": "unclear",
    "p50": "half (p50)",
    "p90": "90 % (p90)",
    "p99": "99 % (p99)",
    "cold": "cold starts",
    "used": "most used",
    "limit": "limit",
}
_CLASSES = {
    **{name: f"s-{name.replace('_', '-')}" for name in STACK},
    **{name: f"l-{name}" for name in ("p50", "p90", "p99")},
}


class Key(Struct, frozen=True):
    """One entry of a legend: the class that colours it, and its word."""

    css: str
    word: str


class Table(Struct, frozen=True):
    """The numbers of a chart as text; `more` rows were left out."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int


def names(series: Series) -> tuple[str, ...]:
    """Names that are drawn, in their order, failures next to the baseline."""
    order = {name: n for n, name in enumerate(STACK)}
    shown = [name for name in series.values if name not in TABLE_ONLY.get(series.chart, ())]
    return tuple(sorted(shown, key=lambda name: (order.get(name, len(order)), name)))


def title(series: Series) -> str:
    """The chart's title."""
    return _TITLES[series.chart]


def word(name: str) -> str:
    """What a person calls one of its series."""
    return _WORDS.get(name, one_line(name, 40).replace("_", " "))


def css(series: Series, name: str) -> str:
    """The class that colours it; never made of input."""
    if name in LIMITS:
        return "l-limit"
    if name in _CLASSES:
        return _CLASSES[name]
    return "l-used" if series.chart == "memory_mb" else f"s-x{names(series).index(name) % 3}"


def legend(series: Series) -> tuple[Key, ...]:
    """Entries for what occurs; none where there is only one thing to see."""
    shown = [name for name in names(series) if any(finite(series.values[name]))]
    return tuple(Key(css(series, name), word(name)) for name in shown) if len(shown) > 1 else ()


def number(series: Series, value: float) -> str:
    """A value with its unit."""
    if series.chart == "latency_ms":
        return f"{value / 1000:g} s" if value >= 1000 else f"{value:g} ms"
    if series.chart == "memory_mb":
        return f"{value:,g} MB"
    return f"{value:,g}" if value < 10_000 else f"{value / 1000:,g}k"


def tick(series: Series, value: float) -> str:
    """A value of the scale, as short as it can be."""
    return f"{value:,g}" if series.chart == "memory_mb" else number(series, value)


def note(series: Series, per: str) -> str:
    """What one unit of the value axis is."""
    if series.chart == "memory_mb":
        return "in MB, against the limit"
    if series.chart == "latency_ms":
        return "not exceeded by"
    return f"per {per}" if per else ""


def describe(series: Series) -> str:
    """The chart in words, for those who cannot see it."""
    parts = []
    for name in names(series):
        known = finite(series.values[name])
        if known and series.chart in ("outcomes", "cold_starts"):
            parts.append(f"{word(name)}: {sum(known):,.0f} in all, at most {max(known):,.0f}")
        elif known:
            low, high = number(series, min(known)), number(series, max(known))
            parts.append(f"{word(name)}: {low} to {high}")
    reach = f"{when(series.time[0])} to {when(series.time[-1])}. " if series.time else ""
    return reach + "; ".join(parts) + "."


def table(series: Series) -> Table:
    """Every point."""
    order = (*names(series), *(n for n in series.values if n not in names(series)))
    columns = [series.values[name] for name in order]
    rows = [
        (_moment(time), *(_cell(column, n) for column in columns))
        for n, time in enumerate(series.time[:ROWS_LIMIT])
    ]
    head = ("Time (UTC)", *(word(name) for name in order))
    return Table(head, tuple(rows), max(0, len(series.time) - ROWS_LIMIT))


def _moment(text: str) -> str:
    at = instant(text)
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else one_line(text, 40)


def _cell(column: tuple[float | None, ...], n: int) -> str:
    value = column[n] if n < len(column) else None
    return "–" if value is None else f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}"
