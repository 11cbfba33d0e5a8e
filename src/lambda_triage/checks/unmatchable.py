"""Filters of queues that match no message, whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.documents.build import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.documents import Json

# Keys of an SQS record (Lambda guide, 'Using Lambda with SQS', event and filtering, 2026).
RECORD = frozenset({
    "messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody",
    "md5OfMessageAttributes", "eventSource", "eventSourceARN", "awsRegion", "$or",
})  # fmt: skip
TEXTS = ("attributes", "messageAttributes")  # SQS writes every value in them as a string


def unmatchable(filters: Json) -> str | None:
    """Why no message of a queue matches any of a mapping's filters; None where one may."""
    patterns = list(_patterns(filters))
    reasons = [why for pattern in patterns if (why := _never(pattern))]
    return reasons[0] if patterns and len(reasons) == len(patterns) else None


def _patterns(filters: Json) -> Iterator[dict[str, Json]]:
    """Every pattern, as JSON in a string or as an object, in AWS's or in Terraform's words."""
    if not isinstance(filters, dict):
        return
    told = filters.get("Filters", filters.get("filter", filters.get("filters")))
    for item in told if isinstance(told, list) else [told]:
        if not isinstance(item, dict):
            continue
        pattern = item.get("Pattern", item.get("pattern"))
        value = parsed(pattern) if isinstance(pattern, str) else pattern
        if isinstance(value, dict) and value:
            yield value


def _never(pattern: dict[str, Json]) -> str | None:
    """Why a pattern matches no SQS record; None if it may match one."""
    if any(key.startswith("Fn::") or key == "Ref" for key in pattern):
        return None  # known only once it is deployed
    foreign = sorted(key for key in pattern if key not in RECORD)
    if foreign:
        return f"a message of SQS has no `{foreign[0][:80]}` beside `body`"
    for name in TEXTS:
        if "numeric" in _words(pattern.get(name)):
            return f"it compares `{name}` with `numeric`, and they are strings"
    return None


def _words(value: Json, depth: int = 0) -> set[str]:
    """All keys at any level, to a depth that no filter exceeds."""
    if depth > 20:
        return set()
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = set(value) if isinstance(value, dict) else set()
    return own.union(*(_words(v, depth + 1) for v in below))
