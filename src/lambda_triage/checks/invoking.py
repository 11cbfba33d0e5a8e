"""Which source may invoke a function only by the function's policy, and whether it may."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.policies_of import account, readable
from lambda_triage.errors import UsageError
from lambda_triage.evidence.documents import (
    Alarm,
    Api,
    Integration,
    LogSubscription,
    Notification,
    ResourcePolicy,
    Rule,
    Subscription,
    Target,
)
from lambda_triage.evidence.naming import UNNAMED, name, same, unqualified
from lambda_triage.findings import Command
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.policies import Policies
from lambda_triage.iam.request import Request, principal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place
    from lambda_triage.iam.document import Policy

INVOKE = "lambda:InvokeFunction"
REFUSED = ("implicit_deny", "explicit_deny")
# Service principals as the Lambda guide lists them for add-permission (2026).
S3, SNS, EVENTS = "s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com"
LOGS, API = "logs.amazonaws.com", "apigateway.amazonaws.com"
ALARMS = "lambda.alarms.cloudwatch.amazonaws.com"
# Cause and symptoms of a source that is not let in, by whether it is an API.
REASONS = {
    False: ("trigger_permission_missing", ("not_triggered", "events_lost", "trigger")),
    True: ("apigw_permission_missing", ("request", "error", "not_triggered")),
}
CALLED = re.compile(
    r"(?P<arn>arn:aws[\w-]*:lambda:[\w-]{1,32}:\d{12}:function:[\w-]{1,140}(?::[\w$-]{1,128})?)"
)


class Edge(Struct, frozen=True):
    """One source that AWS lets invoke a function only by the function's policy.

    function  ARN as the source names it, with its version or alias
    source    what AWS gives as aws:SourceArn; None where it is not known
    wild      the source's ARN goes on with what is not known, as an API's with stage and method
    """

    function: str
    service: str
    source: str | None
    label: str
    place: Place
    wild: bool = False


class Admission(Struct, frozen=True):
    """A function's policy against one of its sources.

    named   whether some statement may let the service invoke, whatever the source
    passed  whether this source may be let in; what is not known may
    """

    edge: Edge
    policy: Policy
    document: ResourcePolicy
    named: bool
    passed: bool


def admissions(scene: Scene) -> Iterator[Admission]:
    """Every source whose function's policy is in the evidence, as AWS answered both."""
    for edge in edges(scene):
        found = admission(scene, edge)
        if found is not None:
            yield found


def admission(scene: Scene, edge: Edge) -> Admission | None:
    """One source against the function's policy; None where that is not in the evidence."""
    found = _policy(scene, edge.function)
    if found is None:
        return None
    policy, document = found
    named = _may(edge, policy, {})
    source = {} if edge.wild or edge.source is None else _context(edge.source)
    passed = named and _may(edge, policy, source) and not _other_api(edge, policy)
    return Admission(edge, policy, document, named, passed)


def edges(scene: Scene) -> Iterator[Edge]:
    """Every source that AWS's answers connect with a function by its full ARN."""
    for edge in (*_pushed(scene), *_ruled(scene), *_apis(scene)):
        if CALLED.fullmatch(edge.function):
            yield edge


def _pushed(scene: Scene) -> Iterator[Edge]:
    for one in scene.case.documents(Subscription):
        if one.answered and one.protocol == "lambda":
            topic = one.topic or ""
            label = f"topic {name(topic)}" if topic else "a topic"
            yield Edge(one.endpoint or "", SNS, topic or None, label, one.place("endpoint"))
    for notification in scene.case.documents(Notification):
        bucket = notification.resource.removeprefix("?:").removeprefix("arn:aws:s3:::")
        known = notification.resource != UNNAMED
        rules = notification.functions if isinstance(notification.functions, list) else []
        for told in (r.get("LambdaFunctionArn") for r in rules if isinstance(r, dict)):
            if isinstance(told, str) and notification.complete:
                source = (
                    f"arn:{told.split(':')[1]}:s3:::{bucket}" if known and ":" in told else None
                )
                label = f"bucket {bucket}" if known else "a bucket"
                yield Edge(told, S3, source, label, notification.place("functions"))


def _ruled(scene: Scene) -> Iterator[Edge]:
    rules = {r.resource: r for r in scene.case.documents(Rule) if r.complete}
    alone = next(iter(rules.values())) if len(rules) == 1 else None
    for target in scene.case.documents(Target):
        if target.complete and not target.role:
            # ListTargetsByRule does not name its rule: where one is at hand, it is of that one.
            rule = scene.case.document(Rule, target.rule) if target.rule else alone
            source = rule.resource if rule and rule.resource.startswith("arn:") else None
            told = target.rule or (rule.resource if rule else None)
            label = f"rule {name(told)}" if told else "a rule"
            yield Edge(target.arn or target.resource, EVENTS, source, label, target.place("arn"))
    for one in scene.case.documents(LogSubscription):
        if one.complete and one.destination:
            own = one.destination.split(":")
            source = ":".join((*own[:2], "logs", *own[3:5], "log-group", one.resource, "*"))
            known = one.resource != UNNAMED
            label = f"log group {one.resource}" if known else "a log group"
            place = one.place("destination")
            yield Edge(one.destination, LOGS, source if known else None, label, place)
    for alarm in scene.case.documents(Alarm):
        arn = alarm.resource if alarm.resource.startswith("arn:") else None
        for action in (alarm.actions or ()) if alarm.complete else ():
            label = f"alarm {name(alarm.resource)}"
            yield Edge(action, ALARMS, arn, label, alarm.place("actions"))


def _apis(scene: Scene) -> Iterator[Edge]:
    told = {a.resource for a in scene.case.documents(Api) if a.complete}
    alone = next(iter(told)) if len(told) == 1 else UNNAMED
    for one in scene.case.documents(Integration):
        called = CALLED.search(one.uri or "")
        if not called or one.credentials or not one.complete:
            continue
        own = called["arn"].split(":")
        # GetIntegration does not name its API: where one API is at hand, it is of that one.
        id = (alone if one.resource == UNNAMED else one.resource).removeprefix("?:")
        known = re.fullmatch(r"[a-z0-9]{8,12}", id) is not None  # an API's id, not another name
        source = ":".join((*own[:2], "execute-api", *own[3:5], id)) if known else None
        label = f"API {id}" if known else "an API"
        yield Edge(called["arn"], API, source, label, one.place("uri"), wild=True)


def _policy(scene: Scene, function: str) -> tuple[Policy, ResourcePolicy] | None:
    """The policy on exactly this function, version or alias; each of them has its own."""
    found = []
    for document in scene.case.documents(ResourcePolicy):
        if not document.complete or not same(document.resource, unqualified(function)):
            continue
        policy = readable(document.document, f"the policy of {name(function)}")
        told = [s.resources.patterns for s in policy.statements if s.resources] if policy else []
        none = policy is not None and not policy.statements and function == unqualified(function)
        if policy is not None and (none or any(function in patterns for patterns in told)):
            found.append((policy, document))
    return found[0] if len(found) == 1 else None


def _may(edge: Edge, policy: Policy, context: dict[str, str | list[str]]) -> bool:
    """Whether the policy lets the service in, as far as the context tells."""
    services = [edge.service]
    if edge.service == LOGS:  # the regional name of this principal works, too
        services.append(f"logs.{edge.function.split(':')[3]}.amazonaws.com")
    for service in services:
        try:
            asked = Request(INVOKE, edge.function, principal(service), context)
        except UsageError:
            continue
        if evaluate(asked, Policies(resource=policy)).as_known not in REFUSED:
            return True
    return False


def lets_in(admission: Admission, source: str) -> bool:
    """Whether the policy lets the service in for one whole ARN, as far as is known."""
    return _may(admission.edge, admission.policy, _context(source))


def _context(source: str) -> dict[str, str | list[str]]:
    owner = account(source)
    context: dict[str, str | list[str]] = {"aws:SourceArn": source}
    return context | ({"aws:SourceAccount": owner} if owner else {})


def _other_api(edge: Edge, policy: Policy) -> bool:
    """Whether every statement for API Gateway is about another API."""
    if edge.service != API or edge.source is None:
        return False
    id = edge.source.rpartition(":")[2]
    told: list[bool] = []
    for statement in policy.statements:
        principals = statement.principals
        if statement.effect == "Allow" and principals and ("Service", API) in principals.named:
            arns = [v for c in statement.conditions if c.key.lower() == "aws:sourcearn"
                    for v in c.values]  # fmt: skip
            plain = not arns or any("*" in _id(arn) or "?" in _id(arn) for arn in arns)
            told.append(plain or id in {_id(arn) for arn in arns})
    return bool(told) and not any(told)


def _id(arn: str) -> str:
    return arn.split(":", 5)[-1].partition("/")[0] if arn.count(":") >= 5 else "*"


def permission(edge: Edge) -> Command:
    """The command that lets the source in, and nobody else."""
    arn = unqualified(edge.function)
    qualifier = edge.function.removeprefix(arn).removeprefix(":")
    source = f"{edge.source}/*" if edge.wild and edge.source else edge.source
    argv = ["aws", "lambda", "add-permission", "--function-name", arn]
    argv += ["--qualifier", qualifier] if qualifier else []
    argv += ["--statement-id", re.sub(r"[^\w-]+", "-", edge.label)[:100]]
    argv += ["--action", INVOKE, "--principal", edge.service]
    argv += ["--source-arn", source or "<ARN of the source>"]
    if edge.service == S3:  # a bucket's ARN names no account, and its name can change hands
        argv += ["--source-account", "<account of the bucket>"]
    return Command(tuple(argv), f"Let {edge.label} invoke the function, in the template, too")
