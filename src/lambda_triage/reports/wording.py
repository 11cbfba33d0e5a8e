"""How numbers, times and names of a report read to a person."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lambda_triage.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.reports.contract import Window

STATUS_WORDS = {
    "ok": "ok",
    "error": "ended in an error",
    "timeout": "timed out",
    "oom": "ran out of memory",
    "crash": "crashed",
    "init_failure": "failed to start",
    "unknown": "unclear",
}
_NEEDED = {
    "functions": "The function's configuration",
    "log_events": "The function's log events",
    "invocations": "Log events with the START and REPORT lines",
    "metrics": "CloudWatch metrics",
    "spans": "X-Ray traces",
    "network": "The route tables of the function's subnets",
    "policies": "The policies of the function's role",
    "resource_policies": "The function's own policy",
    "integrations": "The API's integrations",
    "authorizers": "The API's authorizers",
    "application": "More lines in the application's log",
    "mappings": "The function's event source mappings",
    "queues": "The queue's attributes",
    "rules": "The rules that invoke the function",
    "samples": "An event as it arrives",
    "concurrency": "The function's reserved concurrency",
    "usage": "What the invocations handled and used",
    "alarms": "The CloudWatch alarms",
    "collection": "The whole of the collection",
    "stack_events": "The events of the CloudFormation stack",
    "api_calls": "CloudTrail's record of API calls",
    "changes": "What was changed, and when",
    "requests": "The access log in front of the function",
    "flows": "VPC flow logs",
    "costs": "The account's costs",
}
_NOISE = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:\d\d)?\s+"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\s+"
)
_LIKELIHOOD = ((0.9, "very likely"), (0.7, "likely"), (0.4, "possible"))


def likelihood(confidence: float) -> str:
    """A word for a probability."""
    return next((word for bar, word in _LIKELIHOOD if confidence >= bar), "weak")


def percent(confidence: float) -> str:
    """A probability in whole per cent, rounded down so that it never outgrows its word."""
    bounded = min(max(confidence, 0.0), 1.0)
    return f"{int(bounded * 100 + 1e-9)} %"  # 0.29 * 100 is a hair below 29


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 event`, `4,210 events`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """Bytes in decimal units, as storage is sold: `1.2 MB`."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{number:,} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def instant(text: str | None) -> datetime | None:
    """An RFC 3339 time in UTC; None where there is none or it cannot be read."""
    try:
        moment = datetime.fromisoformat(text or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def when(text: str | None) -> str:
    """A time to the second with its zone, or the text itself where it cannot be read."""
    moment = instant(text)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else one_line(text or "", 40)


def span(window: Window) -> str:
    """From when to when the evidence reaches."""
    start, end = instant(window.start), instant(window.end)
    if start is None or end is None:
        return "no event carries a time"
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    zone = "UTC (times without a zone read as UTC)" if window.assumed_utc else "UTC"
    return f"{start:%Y-%m-%d %H:%M}–{until} {zone}"


def resource_name(resource: str) -> str:
    """The name people use: that of the function in an ARN, or the bare name."""
    parts = resource.split(":")
    if resource.startswith("arn:") and len(parts) > 6:
        return one_line(parts[6], 200)
    return one_line(resource.removeprefix("?:"), 200)


def region(resource: str) -> str:
    """The Region in an ARN, or nothing."""
    parts = resource.split(":")
    return one_line(parts[3], 40) if resource.startswith("arn:") and len(parts) > 6 else ""


def listing(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def needed(table: str) -> str:
    """A kind of evidence in everyday words."""
    return _NEEDED.get(table) or table.replace("_", " ").capitalize()


def brief(text: str) -> str:
    """A sentence without the times and request ids of a log line that it quotes."""
    return _NOISE.sub("", text)


def sentence(text: str) -> str:
    """One line with a full stop at its end, whatever it came with."""
    line = one_line(text, 2000).rstrip()
    return line if line.endswith((".", "!", "?", ":", "…")) or not line else line + "."


def statuses(by_status: dict[str, int]) -> str:
    """`408 timed out, 12 ok`, most first."""
    ordered = sorted(by_status.items(), key=lambda pair: (-pair[1], pair[0]))
    words = ((n, STATUS_WORDS.get(status, one_line(status, 40))) for status, n in ordered if n)
    return ", ".join(f"{n:,} {word}" for n, word in words)
