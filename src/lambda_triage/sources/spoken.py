"""What documents say in words: reasons and errors, to be read like events of a log.

AWS explains a failed state in a sentence (StateReason, LastProcessingResult, ResourceStatusReason,
errorMessage …). The same signatures that know a message in a log know it there.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import (
    Alarm,
    DurableExecution,
    Execution,
    History,
    Mapping,
    NatGateway,
    Pipe,
    Provisioned,
    Stack,
)
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.sources.bearing import FailedCall, Owners, bearing
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.bearing import Bearing, Weight

MOST = 2_000  # sentences read
LONGEST = 8_000  # characters of one
MOST_CALLS = 500  # sentences of a trail
CALLS = """
SELECT resource, service, action, target, actor, role, coalesce(maker, 'program') AS maker,
       error_code AS code, error_message AS message, time_us, input
FROM failed_calls
ORDER BY time_us, service, action, path LIMIT 20000
"""
STACK = """
SELECT stack AS resource, time_us,
       concat_ws(' ', status, logical_id, '(' || type || ')', reason) AS text, input
FROM stack_events AS e
WHERE (status LIKE '%FAILED' OR status LIKE '%ROLLBACK%')
  AND NOT EXISTS (  -- a later update that went through makes it history
      SELECT 1 FROM stack_events AS later
      WHERE later.stack = e.stack AND later.time_us > e.time_us
        AND later.type = 'AWS::CloudFormation::Stack'
        AND later.status IN ('UPDATE_COMPLETE', 'CREATE_COMPLETE')
  )
ORDER BY time_us, stack, logical_id, status LIMIT 500
"""
STACKS = "SELECT DISTINCT stack FROM stack_events WHERE stack IS NOT NULL"


class Sentence(Struct, frozen=True):
    """One sentence about one resource, where it stands, and how much it says (see `bearing`)."""

    resource: str
    text: str
    input: int
    time_us: int | None = None
    weight: Weight = "failure"


def sentences(case: Case, logged: Iterable[str] = ()) -> Iterator[Sentence]:
    """All sentences of the case's documents, at most MOST, in the order of the documents.

    logged  keys of functions that other evidence names: who called is recognised by them
    """
    for n, sentence in enumerate(_all(case, logged)):
        if n >= MOST:
            return
        if sentence.text:
            yield sentence


def _all(case: Case, logged: Iterable[str]) -> Iterator[Sentence]:
    for function in case.functions:
        reasons = (
            (function.state_reason_code, function.state_reason),
            (function.last_update_reason_code, function.last_update_reason),
        )
        for code, why in reasons:
            if why and code not in ("Idle", "Creating", "Restoring"):
                text = f"{code}: {why}" if code else why
                yield Sentence(function.resource, text, function.input, function.last_modified_us)
    for mapping in case.documents(Mapping):
        for reason in (mapping.last_result, mapping.reason):
            if reason and reason not in QUIET:
                owner = mapping.function or UNNAMED
                yield Sentence(owner, reason, mapping.input, micros(mapping.modified))
    for pipe in case.documents(Pipe):
        yield Sentence(pipe.resource, pipe.reason or "", pipe.input)
    for gateway in case.documents(NatGateway):
        yield Sentence(gateway.resource, gateway.reason or "", gateway.input)
    for provisioned in case.documents(Provisioned):
        yield Sentence(provisioned.resource, provisioned.reason or "", provisioned.input)
    for alarm in case.documents(Alarm):
        if alarm.state == "ALARM" and alarm.state_reason:
            yield Sentence(alarm.resource, alarm.state_reason, alarm.input)
    yield from _executions(case)
    yield from islice(_calls(case, logged), MOST_CALLS)
    told_of = {str(row[0]) for row in case.execute(STACKS)}
    for stack in case.documents(Stack):
        status, title = stack.status or "", stack.title or stack.name
        if title not in told_of and (status.endswith("_FAILED") or "ROLLBACK" in status):
            text = f"{status} {title} (AWS::CloudFormation::Stack) {stack.reason or ''}".strip()
            yield Sentence(title, text[:LONGEST], stack.input, micros(stack.updated))
    for resource, time_us, told, input in case.execute(STACK):
        known = int(time_us) if isinstance(time_us, int) else None
        owner = str(resource) if resource else UNNAMED
        yield Sentence(owner, str(told)[:LONGEST], int(str(input)), known)


def _calls(case: Case, logged: Iterable[str]) -> Iterator[Sentence]:
    owners = Owners(case.functions, logged)
    for call in case.rows(CALLS, FailedCall):
        found = bearing(call, owners)
        if found is not None:
            yield Sentence(
                found.resource, _told(call, found), call.input, call.time_us, found.weight
            )


def _told(call: FailedCall, found: Bearing) -> str:
    """What the caller saw, for calls on a function as the SDK for Python words it: the same
    signatures that know a deployment's output know it then.
    """
    said = f": {call.message}" if call.message else ""
    if found.weight != "failure":
        return f"{call.code}{said}"[:LONGEST]
    return f"An error occurred ({call.code}) when calling the {call.action} operation{said}"[
        :LONGEST
    ]


def _executions(case: Case) -> Iterator[Sentence]:
    for execution in case.documents(Execution):
        text = ": ".join(t for t in (execution.error, execution.cause) if t)
        yield Sentence(execution.machine or execution.resource, text[:LONGEST], execution.input)
    for durable in case.documents(DurableExecution):
        text = ": ".join(t for t in (durable.error_type, durable.error) if t)
        yield Sentence(durable.resource, text[:LONGEST], durable.input)
    for history in case.documents(History):
        events = [] if history.succeeded else history.events
        for event in events if isinstance(events, list) else []:
            if isinstance(event, dict):
                yield Sentence(
                    history.resource, _failure(event), history.input, micros(event.get("timestamp"))
                )


def _failure(event: dict[str, Json]) -> str:
    """Error and cause of an event of an execution's history that failed; else nothing."""
    for name, details in event.items():
        if name.endswith("EventDetails") and isinstance(details, dict) and details.get("error"):
            return f"{details['error']}: {details.get('cause') or ''}"[:LONGEST]
    return ""


# What Lambda writes when nothing is wrong (Lambda API reference, EventSourceMapping, 2026).
QUIET = frozenset({"USER_INITIATED", "User action", "No records processed", "OK"})
