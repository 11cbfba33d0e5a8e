"""DescribeStackEvents → rows of `stack_events`, and the changes they made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import key
from lambda_triage.evidence.tables import CHANGES, STACK_EVENTS
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.case import Case, Value

FUNCTION = "AWS::Lambda::Function"
DONE = {"UPDATE_COMPLETE": "updated", "CREATE_COMPLETE": "created", "DELETE_COMPLETE": "deleted"}


def read_stack_events(case: Case, body: Mapping[str, object], input: int) -> None:
    """Every event, and a change for every function that was created, updated or deleted."""
    events = body.get("StackEvents")
    found = [e for e in events if isinstance(e, dict)] if isinstance(events, list) else []
    case.add(STACK_EVENTS, (_row(e, n, input) for n, e in enumerate(found)))
    case.add(CHANGES, (row for n, e in enumerate(found) for row in _changed(e, n, input)))


def _row(event: Mapping[str, object], index: int, input: int) -> dict[str, Value]:
    return {
        "stack": _text(event, "StackName"),
        "time_us": micros(event.get("Timestamp")),
        "logical_id": _text(event, "LogicalResourceId"),
        "physical_id": _text(event, "PhysicalResourceId"),
        "type": _text(event, "ResourceType"),
        "status": _text(event, "ResourceStatus"),
        "reason": _text(event, "ResourceStatusReason"),
        "input": input,
        "path": f"StackEvents[{index}]",
    }


def _changed(event: Mapping[str, object], index: int, input: int) -> Iterator[dict[str, Value]]:
    done = DONE.get(_text(event, "ResourceStatus") or "")
    name = _text(event, "PhysicalResourceId")
    if done and name and _text(event, "ResourceType") == FUNCTION:
        yield {
            "resource": key(name),
            "time_us": micros(event.get("Timestamp")),
            "kind": "stack",
            "detail": f"{_text(event, 'StackName')} {done} {_text(event, 'LogicalResourceId')}",
            "input": input,
            "path": f"StackEvents[{index}]",
        }


def _text(event: Mapping[str, object], name: str) -> str | None:
    value = event.get(name)
    return value if isinstance(value, str) and value else None
