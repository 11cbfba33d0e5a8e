"""CloudTrail records → changes, and API calls that failed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import key
from lambda_triage.evidence.tables import API_CALLS, CHANGES
from lambda_triage.sources.altering import altered
from lambda_triage.sources.makers import maker
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.case import Case, Value

VERSION = re.compile(r"20\d{6}(?:v\d+)?$")  # UpdateFunctionConfiguration20150331v2
SESSION = re.compile(
    r"^arn:(?P<part>aws[\w-]*):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/"
)
ASKED = ("functionName", "roleName", "tableName", "queueName", "queueUrl", "name", "bucketName",
         "secretId", "topicArn", "ruleName", "rule", "uUID", "routeTableId", "groupId", "stackName",
         "keyId", "streamName", "restApiId", "apiId", "networkAclId", "vpcEndpointId",
         "natGatewayId")  # fmt: skip
MOST = 20_000  # calls of one file that only read and went well, of which the last is kept


def read_lookup(case: Case, body: Mapping[str, object], input: int) -> None:
    """LookupEvents: each record is JSON in a string."""
    events = body.get("Events")
    records: list[tuple[str, object]] = []
    for index, event in enumerate(events if isinstance(events, list) else []):
        text = event.get("CloudTrailEvent") if isinstance(event, dict) else None
        try:
            record = json.loads(text) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):  # the summary beside it repeats what the record may lack
            outer = {
                "eventName": event.get("EventName"),
                "eventSource": event.get("EventSource"),
                "eventTime": event.get("EventTime"),
            }
            record = outer | record
        records.append((f"Events[{index}].CloudTrailEvent", record))
    _take(case, records, input)


def read_records(case: Case, body: Mapping[str, object], input: int) -> None:
    """A file of a trail: the records as they are."""
    records = body.get("Records")
    found = records if isinstance(records, list) else []
    _take(case, [(f"Records[{n}]", r) for n, r in enumerate(found)], input)


def _take(case: Case, records: list[tuple[str, object]], input: int) -> None:
    known = [(path, r) for path, r in records if isinstance(r, dict)]
    case.add(API_CALLS, _calls(known, input))
    case.add(CHANGES, (row for path, r in known for row in _changes(r, path, input)))


def _calls(known: list[tuple[str, dict[str, object]]], input: int) -> Iterator[dict[str, Value]]:
    """Those that failed or change something, and the last of each that went well: it tells that
    what failed before works again.
    """
    well: dict[tuple[Value, ...], dict[str, Value]] = {}
    for path, record in known:
        row = _call(record, path, input)
        if row["error_code"] or _kind(record):
            yield row
            continue
        same = tuple(row[name] for name in ("service", "action", "target", "actor"))
        if same in well:
            row = max(well[same], row, key=_when)
        if same in well or len(well) < MOST:
            well[same] = row
    yield from well.values()


def _when(row: dict[str, Value]) -> int:
    at = row["time_us"]
    return at if isinstance(at, int) else 0


def _call(record: dict[str, object], path: str, input: int) -> dict[str, Value]:
    actor, target = _actor(record), _target(record)
    return {
        "resource": _caller(record, actor) or target,
        "time_us": micros(record.get("eventTime")),
        "service": _service(record),
        "action": _action(record),
        "target": target,
        "actor": actor,
        "role": _role(actor),
        "maker": maker(record),
        "error_code": _text(record.get("errorCode")),
        "error_message": _text(record.get("errorMessage")),
        "input": input,
        "path": path,
    }


def _changes(record: dict[str, object], path: str, input: int) -> Iterator[dict[str, Value]]:
    action = _action(record)
    kind, target = _kind(record), _target(record)
    time_us = micros(record.get("eventTime"))
    if kind is None or target is None or time_us is None or record.get("errorCode"):
        return
    asked = record.get("requestParameters")
    what = sorted(k for k in asked if k not in ASKED) if isinstance(asked, dict) else []
    actor = (_actor(record) or "").rpartition("/")[2]
    detail = f"{action}({', '.join(what)})" if what else action
    yield {
        "resource": target,
        "time_us": time_us,
        "kind": kind,
        "detail": f"{detail} by {actor}" if actor else detail,
        "input": input,
        "path": path,
    }


def _action(record: dict[str, object]) -> str:
    return VERSION.sub("", str(record.get("eventName") or ""))


def _service(record: dict[str, object]) -> str:
    return str(record.get("eventSource") or "").partition(".")[0]


def _kind(record: dict[str, object]) -> str | None:
    return altered(_service(record), _action(record))


def _target(record: dict[str, object]) -> str | None:
    asked = record.get("requestParameters")
    named = asked if isinstance(asked, dict) else {}
    if isinstance(function := named.get("functionName"), str):
        return key(function)
    resources = record.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict) and isinstance(resource.get("ARN"), str):
            return str(resource["ARN"])
    for name in ASKED:
        if isinstance(value := named.get(name), str):
            return value if value.startswith("arn:") else f"?:{value.rpartition('/')[2]}"
    return None


def _actor(record: dict[str, object]) -> str | None:
    identity = record.get("userIdentity")
    return _text(identity.get("arn")) if isinstance(identity, dict) else None


def _role(actor: str | None) -> str | None:
    found = SESSION.match(actor or "")
    return f"arn:{found['part']}:iam::{found['account']}:role/{found['role']}" if found else None


def _caller(record: dict[str, object], actor: str | None) -> str | None:
    """The function that called: Lambda names the session of its role after it."""
    agent = str(record.get("userAgent") or "")
    if actor is None or not SESSION.match(actor):
        return None
    session = actor.rpartition("/")[2]
    return f"?:{session}" if "exec-env/AWS_Lambda" in agent else None


def _text(value: object) -> str | None:
    return str(value) if value else None
