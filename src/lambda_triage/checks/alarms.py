"""What an alarm looks at: the functions that it names, and the dimensions of its metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Alarm, Json
    from lambda_triage.evidence.function import FunctionConfiguration

LAMBDA = "AWS/Lambda"  # CloudWatch's namespace (Lambda guide, "Types of metrics", 2026)
OF_ALL = ("SEARCH(", "SELECT ", "INSIGHT_RULE_METRIC(")  # expressions that name no function


def dimensions(alarm: Alarm) -> dict[str, str]:
    """Name and value of each dimension that is plain text."""
    told = alarm.dimensions
    if isinstance(told, dict):
        return {k: v for k, v in told.items() if isinstance(v, str)}
    found = told if isinstance(told, list) else []
    pairs = [(d.get("Name"), d.get("Value")) for d in found if isinstance(d, dict)]
    return {str(k): v for k, v in pairs if isinstance(k, str) and isinstance(v, str)}


def function_of(scene: Scene, alarm: Alarm) -> str | None:
    """The key of the function that the alarm's own metric is of."""
    told = dimensions(alarm).get("FunctionName")
    return scene.key(told) if told else None


def watches(alarm: Alarm, function: FunctionConfiguration) -> bool:
    """Whether the alarm may look at the function: by name, or at all functions together."""
    own = function.name or name(function.resource)
    words = list(_texts([alarm.dimensions, alarm.metrics]))
    if any(own == name(word) or own in word.split("/") for word in words):
        return True
    if any(part in word for word in words for part in OF_ALL):
        return True
    return alarm.namespace == LAMBDA and alarm.dimensions in (None, [], {})


def _texts(value: Json) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
