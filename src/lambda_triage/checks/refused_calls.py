"""Calls that AWS refused, as logs and CloudTrail tell them, as requests for the evaluator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.checks.denial import REFUSALS, kind, read, symptom
from lambda_triage.checks.policies_of import OWN, is_role
from lambda_triage.checks.revised import decided_later
from lambda_triage.checks.signature import signature_check
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity
from lambda_triage.iam.actions import iam_actions
from lambda_triage.iam.request import Principal, Request
from lambda_triage.iam.resources import authorized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.sources.parse.access_denied import Denial

ACTION = re.compile(r"[\w-]{1,63}:\w{1,128}")
EVENT = "SELECT text FROM log_events WHERE id = $id"
REFUSED = """
SELECT resource, service, action, arg_min(target, (time_us, path)) AS target, role,
       count(*) AS calls, min(time_us) AS first_us,
       arg_min(coalesce(error_message, error_code), (time_us, path)) AS message,
       arg_min(input, (time_us, path)) AS input, arg_min(path, (time_us, path)) AS path
FROM failed_calls
WHERE role IS NOT NULL AND resource IS NOT NULL AND action IS NOT NULL
  AND (error_code LIKE '%AccessDenied%' OR error_code LIKE '%UnauthorizedOperation')
  AND list_last(string_split(actor, '/')) = list_last(string_split(resource, ':'))
GROUP BY resource, service, action, role
ORDER BY resource, service, action, role
"""


class Refused(Struct, frozen=True):
    """One refused call of a function.

    finding  what the log or the trail alone says of it, to be completed
    role     the function's role, as an ARN
    policy   kind of policy that the message blames; None where it blames none
    """

    finding: Finding
    role: str
    request: Request
    policy: str | None


class _Event(Struct, frozen=True):
    text: str


class _Call(Struct, frozen=True):
    resource: str
    service: str
    action: str
    target: str | None
    role: str
    calls: int
    first_us: int | None
    message: str
    input: int
    path: str


def refused(scene: Scene) -> Iterator[Refused]:
    """Every refused call whose action and role are known, once per function."""
    told: set[tuple[str, str, str | None]] = set()
    for one in (*_logged(scene), *_recorded(scene)):
        whose = (one.finding.resource, one.request.action, one.request.resource)
        recorded = any(w[:2] == whose[:2] for w in told) and not one.finding.opens
        if whose not in told and not recorded:
            told.add(whose)
            yield one


def _logged(scene: Scene) -> Iterator[Refused]:
    """Refusals in logs: the signals are those of the check `access/identity-denied`."""
    base = signature_check(
        id="access/identity-denied",
        title="",
        severity=Severity.HIGH,
        cause="access_denied_identity",
        since="0.1",
        messages=REFUSALS,
        summary="",
        fix=decided_later,
    )
    for finding in base.judge(scene):
        ids = [c.event for c in finding.citations if c.event is not None]
        rows = scene.case.rows(EVENT, _Event, id=ids[0]) if ids else iter(())
        text = next((row.text for row in rows), "")
        denial = read(finding, text)
        role = _role(scene, finding.resource, denial) if denial else None
        if denial is None or role is None or denial.encoded or denial.principal == "anonymous":
            continue
        request = _request(role, denial.action, denial.resource)
        if request is None:
            continue
        blamed = denial.policy_type or ("kms" if kind(denial, text) == "kms" else None)
        yield Refused(replace(finding, symptom=symptom(text)), role, request, blamed)


def _recorded(scene: Scene) -> Iterator[Refused]:
    """Refusals in CloudTrail of calls by a function: its session bears the function's name."""
    for row in scene.case.rows(REFUSED, _Call):
        actions = iam_actions(row.service, row.action)
        request = _request(row.role, actions[0], row.target) if len(actions) == 1 else None
        if request is None:
            continue
        finding = Finding(
            resource=scene.key(row.resource),
            summary="",
            citations=(_cite(row),),
            onset_us=row.first_us,
            role=Role.RISK,
            explains=("error", "init_failure"),
            impact=f"{row.calls} refused call{'s' if row.calls != 1 else ''}",
        )
        known = scene.function(finding.resource)
        role = known.role if known and known.role and is_role(known.role, row.role) else row.role
        yield Refused(finding, role, replace(request, principal=_who(role)), None)


def _cite(row: _Call) -> Citation:
    place = Place(row.input, path=row.path)
    return Citation(place=place, text=row.message[:300], time_us=row.first_us)


def _role(scene: Scene, function: str, denial: Denial) -> str | None:
    """The function's role, unless the message names another one, which it had assumed."""
    known = scene.function(function)
    own = known.role if known and known.role and OWN.fullmatch(known.role) else None
    if denial.role is None or (own and name(own) == denial.role):
        return own
    partition = (denial.principal or "").split(":")[1:2]
    if not denial.account or not partition:
        return None
    return f"arn:{partition[0]}:iam::{denial.account}:role/{denial.role}"


def _request(role: str, action: str | None, resource: str | None) -> Request | None:
    if action is None or not ACTION.fullmatch(action) or not OWN.fullmatch(role):
        return None
    known = resource if resource and resource.startswith(("arn:", "https://sqs.")) else None
    region = known.split(":")[3] if known and known.startswith("arn:") else ""
    context: dict[str, str | list[str]] = {"aws:SecureTransport": "true"}
    context |= {"aws:RequestedRegion": region} if region else {}
    return authorized(Request(action, known, _who(role), context))


def _who(role: str) -> Principal:
    return Principal("role", role, role.split(":")[4], role)
