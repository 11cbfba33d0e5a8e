"""A call that a log says was refused → AWS's own simulation of it, by the policies it has now.

It says of the caller's policies, its boundary and its organisation's policies whether they let the
call pass; not of policies on the resource, sessions or endpoints (IAM API reference,
SimulatePrincipalPolicy, 2026).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import name
from lambda_triage.iam.request import Principal, Request
from lambda_triage.iam.resources import authorized
from lambda_triage.sources.aws.follow.body import objects
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.parse.access_denied import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

OPERATION = "iam.SimulatePrincipalPolicy"
SENTENCE = "not authorized to perform"
ROLE = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/(?:[!-.0-~]+/)*[\w+=,.@-]{1,64}")
ACTION = re.compile(r"[\w-]{1,63}:\w{1,128}")
RESOURCE = re.compile(r"arn:[^\s*?]{5,2000}(?:/\*)?")
MOST = 5  # simulations that one answer with log events leads to
MOST_LINES = 200  # refusals of one answer that are read: most repeat the first


def of_events(answer: Answer, scope: Scope) -> Iterator[Want]:
    """FilterLogEvents: refused calls of roles of this account whose ARN has no path."""
    lines = (told for event in objects(answer.body, "events")
             if isinstance(told := event.get("message"), str) and SENTENCE in told)  # fmt: skip
    yield from islice(refusals(islice(lines, MOST_LINES), scope, {}), MOST)


def refusals(lines: Iterable[str], scope: Scope, roles: Mapping[str, str]) -> Iterator[Want]:
    """What each refusal leads to, once; *roles* has ARNs by name, since a session's has no path."""
    told: set[Want] = set()
    for line in lines:
        denial = parse(line)
        if denial is None or denial.role is None or denial.encoded or not denial.action:
            continue
        own = f"arn:{scope.partition}:iam::{denial.account}:role/{denial.role}"
        want = simulation(roles.get(denial.role, own), denial.action, denial.resource, scope)
        if want is not None and want not in told:
            told.add(want)
            yield want


def simulation(role: str, action: str, resource: str | None, scope: Scope) -> Want | None:
    """The call for a role of this account; None where action or resource are not known."""
    known = ROLE.fullmatch(role)
    if known is None or known["account"] != scope.account or not ACTION.fullmatch(action):
        return None
    who = Principal("role", role, scope.account, role)
    target = authorized(Request(action, resource, who)).resource
    if target is None or (target != "*" and not RESOURCE.fullmatch(target)):
        return None
    return Want.of(
        OPERATION,
        name(role),
        PolicySourceArn=role,
        ActionNames=[action],
        ResourceArns=None if target == "*" else [target],
        ContextEntries=_context(target),
    )


def _context(target: str) -> list[Json]:
    """What is known of every call by an SDK."""
    region = target.split(":")[3] if target != "*" else ""
    keys = [("aws:SecureTransport", "true", "boolean")]
    keys += [("aws:RequestedRegion", region, "string")] if region else []
    return [
        {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": kind}
        for key, value, kind in keys
    ]
