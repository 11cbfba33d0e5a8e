"""CloudTrail records → changes, and API calls that failed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import key
from lambda_triage.evidence.tables import API_CALLS, CHANGES
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.case import Case, Value

VERSION = re.compile(r"20\d{6}(?:v\d+)?$")  # UpdateFunctionConfiguration20150331v2
SESSION = re.compile(
    r"^arn:(?P<part>aws[\w-]*):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/"
)
# What a change is about; sources: the event names of each service's API reference, 2026.
KINDS = (
    ("code", re.compile(r"UpdateFunctionCode|PublishVersion|CreateFunction$|PublishLayer")),
    ("configuration", re.compile(r"UpdateFunctionConfiguration|PutRuntimeManagementConfig")),
    ("alias", re.compile(r"(?:Create|Update|Delete)Alias")),
    ("concurrency", re.compile(r"FunctionConcurrency|ProvisionedConcurrency")),
    ("trigger", re.compile(
        r"EventSourceMapping|PutRule|PutTargets|RemoveTargets|DisableRule|EnableRule|DeleteRule"
        r"|PutBucketNotification|Subscribe|SetSubscriptionAttributes|UpdateSchedule|UpdatePipe"
    )),
    ("permission", re.compile(
        r"(?:Add|Remove)Permission|RolePolicy|PolicyVersion|AssumeRolePolicy|PermissionsBoundary"
        r"|PutKeyPolicy|PutBucketPolicy|PutResourcePolicy|SetQueueAttributes|DisableKey|RevokeGrant"
    )),
    ("network", re.compile(
        r"Route$|RouteTable|SecurityGroup|NetworkAcl|NatGateway|VpcEndpoint|InternetGateway"
    )),
    ("api", re.compile(
        r"(?:Put|Update|Delete|Create)(?:Integration|Method|Resource|Route|Authorizer|Model)"
        r"(?:Response)?$|PutRestApi|ImportRestApi|ImportApi|ReimportApi|PutGatewayResponse"
    )),
    ("stack", re.compile(r"(?:Create|Update|Delete)Stack|ExecuteChangeSet")),
    ("data", re.compile(r"(?:Create|Update|Delete)(?:Table|Queue|Topic|Stream|Bucket|Secret)$")),
)  # fmt: skip
ASKED = ("functionName", "roleName", "tableName", "queueName", "queueUrl", "name", "bucketName",
         "secretId", "topicArn", "ruleName", "rule", "uUID", "routeTableId", "groupId", "stackName",
         "keyId", "streamName", "restApiId", "apiId", "networkAclId", "vpcEndpointId",
         "natGatewayId")  # fmt: skip


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
    case.add(API_CALLS, (row for path, r in known for row in _calls(r, path, input)))
    case.add(CHANGES, (row for path, r in known for row in _changes(r, path, input)))


def _calls(record: dict[str, object], path: str, input: int) -> Iterator[dict[str, Value]]:
    action = _action(record)
    if not record.get("errorCode") and _kind(action) is None:
        return
    actor, target = _actor(record), _target(record)
    yield {
        "resource": _caller(record, actor) or target,
        "time_us": micros(record.get("eventTime")),
        "service": str(record.get("eventSource") or "").partition(".")[0],
        "action": action,
        "target": target,
        "actor": actor,
        "role": _role(actor),
        "error_code": _text(record.get("errorCode")),
        "error_message": _text(record.get("errorMessage")),
        "input": input,
        "path": path,
    }


def _changes(record: dict[str, object], path: str, input: int) -> Iterator[dict[str, Value]]:
    action = _action(record)
    kind, target = _kind(action), _target(record)
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


def _kind(action: str) -> str | None:
    return next((kind for kind, words in KINDS if words.search(action)), None)


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
