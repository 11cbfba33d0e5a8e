"""Schedule expressions of EventBridge: what is wrong with one, and how often it fires.

Sources: EventBridge guide, 'Setting a schedule pattern', and EventBridge Scheduler guide, 'Schedule
types', 2026.
"""

from __future__ import annotations

import re

FORM = re.compile(r"(?P<kind>rate|cron|at)\((?P<inner>[^()]{0,200})\)")
RATE = re.compile(r"(?P<value>\d{1,9}) +(?P<unit>(?:minute|hour|day)s?)")
UNITS_S = {"minute": 60, "hour": 3600, "day": 86_400}
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
# Name, least and largest value, and names of the values; in the order of the fields.
FIELDS: tuple[tuple[str, int, int, list[str]], ...] = (
    ("minutes", 0, 59, []), ("hours", 0, 23, []), ("day of the month", 1, 31, []),
    ("month", 1, 12, MONTHS), ("weekday", 1, 7, DAYS), ("year", 1970, 2199, []),
)  # fmt: skip
DAY, WEEKDAY = 2, 4
TOKEN = re.compile(r"(?P<base>[^/]+)(?:/(?P<step>\d{1,4}))?")
SPECIAL = re.compile(r"L(?:-\d{1,2})?|LW|\d{1,2}W|(?:\d|[A-Z]{3})#[1-5]|(?:\d|[A-Z]{3})L")


def wrong(expression: str, *, scheduler: bool) -> str | None:
    """Why EventBridge refuses it; None where it may take it, or only a deployment knows it.

    scheduler  of a schedule of EventBridge Scheduler, which also knows `at(…)`, not of a rule
    """
    if "${" in expression:
        return None
    found = FORM.fullmatch(expression.strip())
    if not found:
        return "it is neither rate(…) nor cron(…)"
    match found["kind"]:
        case "rate":
            return _wrong_rate(found["inner"], scheduler=scheduler)
        case "cron":
            return _wrong_cron(found["inner"].split())
        case _:
            return None if scheduler else "a rule knows no at(…), only a schedule does"


def period_s(expression: str) -> int | None:
    """Seconds between two runs; None where they differ or are not plain to see."""
    found = FORM.fullmatch(expression.strip())
    if not found:
        return None
    rate = RATE.fullmatch(found["inner"])
    if found["kind"] == "rate" and rate:
        return int(rate["value"]) * UNITS_S[rate["unit"].removesuffix("s")]
    fields = found["inner"].split()
    if found["kind"] != "cron" or len(fields) != len(FIELDS):
        return None
    minutes, hours = fields[0], fields[1]
    if hours != "*":
        return None
    if minutes.isdigit():
        return 3600
    step = 1 if minutes == "*" else _step(minutes)
    return step * 60 if step and 60 % step == 0 else None


def _step(minutes: str) -> int | None:
    found = re.fullmatch(r"(?:\*|0)/(\d{1,2})", minutes)
    return int(found[1]) if found else None


def _wrong_rate(inner: str, *, scheduler: bool) -> str | None:
    found = RATE.fullmatch(inner.strip())
    if not found:
        return "rate takes a whole number and minutes, hours or days"
    value, many = int(found["value"]), found["unit"].endswith("s")
    if value == 0:
        return "the number must be greater than 0"
    if not scheduler and many != (value != 1):
        word = found["unit"].removesuffix("s")
        return f"write {value} {word}{'s' if value != 1 else ''}"
    return None


def _wrong_cron(fields: list[str]) -> str | None:
    if len(fields) != len(FIELDS):
        return f"cron has six fields (minutes hours day month weekday year), not {len(fields)}"
    for text, (name, low, high, words) in zip(fields, FIELDS, strict=True):
        if name in ("day of the month", "weekday"):
            if text == "?":
                continue
        elif "?" in text:
            return f"`?` is for a day, not for the {name}"
        bad = next((t for t in text.upper().split(",") if not _fits(t, low, high, words)), None)
        if bad is not None:
            return f"`{bad[:40]}` is no value of the {name} ({low}-{high})"
    unset = (fields[DAY] == "?") + (fields[WEEKDAY] == "?")
    if unset == 0:
        return "one of day of the month and weekday must be ?"
    return None if unset == 1 else "only one of day of the month and weekday can be ?"


def _fits(token: str, low: int, high: int, words: list[str]) -> bool:
    found = TOKEN.fullmatch(token)
    if not found:
        return False
    base = found["base"]
    if base == "*" or (high in (31, 7) and SPECIAL.fullmatch(base)):
        return True
    ends = base.split("-")
    return len(ends) <= 2 and all(
        e in words or (e.isdigit() and low <= int(e) <= high) for e in ends
    )
