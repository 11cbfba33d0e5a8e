"""What can carry an event to a function: each service's ways, as the documents have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from lambda_triage.checks.invoking import API, CALLED, EVENTS, S3, SNS, Edge
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import (
    Integration,
    Known,
    Mapping,
    Notification,
    Pipe,
    Route,
    Subscription,
)
from lambda_triage.evidence.naming import UNNAMED, name, same
from lambda_triage.patterns import (
    match_event,
    match_filter_criteria,
    match_filter_policy,
    match_notification,
)
from lambda_triage.patterns.routes import DEFAULT, choose_route, match_route
from lambda_triage.pipeline.trigger.doors import authorized, stage_name, staged, stages
from lambda_triage.pipeline.trigger.gates import Gates
from lambda_triage.pipeline.trigger.way import Step, Way, filtered, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json, Rule
    from lambda_triage.evidence.place import Place
    from lambda_triage.sources.samples import Carrier, Sample

UNTOLD = Step("filter", "unknown", "a list of subscriptions or pipes tells no filter")
ANY_STAGE = "<stage>"  # of a request whose stage is not told: only a wildcard stands for it
API_ID = re.compile(r"[a-z0-9]{8,12}")
# Services of a mapping's source ARN, by what carries the event.
SERVICES: dict[Carrier, tuple[str, ...]] = {
    "sqs": ("sqs",),
    "kinesis": ("kinesis",),
    "dynamodb": ("dynamodb",),
    "msk": ("kafka",),
    "kafka": ("kafka",),
    "mq": ("mq",),
}


def ways(scene: Scene, sample: Sample) -> Iterator[Way]:
    """Every recorded way of the sample's service, whether it lets the sample pass or not."""
    gates = Gates(scene)
    if sample.carrier in SERVICES:
        yield from _mapped(scene, sample, gates)
        yield from _piped(scene, sample, gates)
    else:
        yield from WAYS[sample.carrier](scene, sample, gates)


def _mapped(scene: Scene, sample: Sample, gates: Gates) -> Iterator[Way]:
    for mapping in scene.case.documents(Mapping):
        service = mapping.service or sample.carrier
        if service not in SERVICES[sample.carrier] or not _is_from(sample, mapping.source):
            continue
        function = mapping.function or UNNAMED
        declared = None if mapping.enabled is None else "on" if mapping.enabled else "off"
        told = mapping.state or declared
        steps = [
            state(
                mapping.is_on,
                f"the mapping is {told or 'in a state that is not told'}",
                mapping.place("state"),
            )
        ]
        if (mapping.last_result or "").startswith("PROBLEM"):
            why = f"LastProcessingResult: {mapping.last_result}"
            steps.append(Step("permission", "unknown", why, place=mapping.place("last_result")))
        steps += [
            _criteria(sample, mapping.filters, "lambda", mapping.place("filters")),
            gates.function(function),
        ]
        by = f"mapping of {name(mapping.source or UNNAMED)}"
        yield Way(by, scene.key(function), tuple(steps))


def _criteria(sample: Sample, filters: Json, service: str, place: Place) -> Step:
    return filtered(place, match_filter_criteria, filters, sample.record, sample.carrier, service)


def _piped(scene: Scene, sample: Sample, gates: Gates) -> Iterator[Way]:
    for pipe in scene.case.documents(Pipe):
        if not pipe.target or ":function:" not in pipe.target or not _is_from(sample, pipe.source):
            continue
        told = pipe.state or pipe.desired
        why = f"the pipe is {told or 'in a state that is not told'}"
        why += f": {pipe.reason}" if pipe.reason else ""
        good = None if told is None else told in ("RUNNING", "STARTING", "UPDATING", "CREATING")
        steps = (
            state(good, why, pipe.place("state")),
            UNTOLD
            if pipe.known is Known.LISTED
            else _criteria(sample, pipe.filters, "pipes", pipe.place("filters")),
            gates.function(pipe.target),
        )
        yield Way(f"pipe {name(pipe.resource)}", scene.key(pipe.target), steps)


def _ruled(scene: Scene, sample: Sample, gates: Gates) -> Iterator[Way]:
    triggering = Triggering(scene)
    for rule in triggering.rules:
        if not rule.pattern or not _on_bus(rule, sample):
            continue
        steps = (
            state(
                None if rule.state is None else rule.state.startswith("ENABLED"),
                f"the rule is {rule.state or 'in a state that is not told'}",
                rule.place("state"),
            ),
            filtered(rule.place("pattern"), match_event, rule.pattern, sample.record),
        )
        yield from _targets(scene, triggering, rule, steps, gates)


def _targets(
    scene: Scene, triggering: Triggering, rule: Rule, steps: tuple[Step, ...], gates: Gates
) -> Iterator[Way]:
    by = f"rule {name(rule.resource)}"
    targets = triggering.targets(rule)
    if not targets:
        missing = Step("target", "unknown", "the rule's targets are not in the evidence")
        for function in triggering.behind(rule) or (UNNAMED,):
            yield Way(by, function, (*steps, missing))
    for target in targets:
        arn = target.arn or target.resource
        for function in triggering.reached(arn) or (arn,):
            if ":function:" in arn:
                known = rule.resource if rule.resource.startswith("arn:") else None
                allowed = gates.permission(EVENTS, arn, known, by, target.place("arn"))
            else:
                why = f"the event goes through {arn.split(':', 5)[-1]}"
                allowed = Step("target", "unknown", why, place=target.place("arn"))
            yield Way(by, function, (*steps, allowed, gates.function(function)))


def _subscribed(scene: Scene, sample: Sample, gates: Gates) -> Iterator[Way]:
    for one in scene.case.documents(Subscription):
        if not _is_from(sample, one.topic):
            continue
        is_function = one.protocol == "lambda"
        functions = Triggering(scene).reached(one.endpoint)
        pending = one.pending or one.resource.endswith("PendingConfirmation")
        scope = "MessageBody" if one.filter_scope == "MessageBody" else "MessageAttributes"
        record = sample.record
        steps = (
            state(
                not pending,
                "the subscription waits for its confirmation" if pending else "it is confirmed",
                one.place("pending"),
            ),
            UNTOLD
            if one.known is Known.LISTED
            else filtered(
                one.place("filter"),
                match_filter_policy,
                one.filter,
                record.get("Message"),
                record.get("MessageAttributes") or {},
                scope,
            ),
        )
        by = f"subscription to {name(one.topic or UNNAMED)}"
        for function in functions or ((one.endpoint or UNNAMED,) if is_function else ()):
            allowed = (
                gates.permission(SNS, one.endpoint or UNNAMED, one.topic, by, one.place("endpoint"))
                if is_function
                else Step("target", "unknown", f"the message goes through {one.protocol}")
            )
            yield Way(by, scene.key(function), (*steps, allowed, gates.function(function)))


def _notified(scene: Scene, sample: Sample, gates: Gates) -> Iterator[Way]:
    inner = sample.record.get("s3")
    found = inner.get("object") if isinstance(inner, dict) else sample.record
    stored = found.get("key") if isinstance(found, dict) else None
    key = unquote_plus(stored) if isinstance(stored, str) else ""
    event = str(sample.record.get("eventName") or "ObjectCreated:Put")
    for one in scene.case.documents(Notification):
        if sample.source and one.resource != UNNAMED and not same(one.resource, sample.source):
            continue
        bucket = one.resource.removeprefix("?:").removeprefix("arn:aws:s3:::")
        by = f"notification of {bucket}"
        for rule in one.functions if isinstance(one.functions, list) else []:
            function = _function_of(rule)
            if function is None:
                continue
            arn = f"arn:aws:s3:::{bucket}" if one.resource != UNNAMED else None
            steps = (
                filtered(one.place("functions"), match_notification, rule, key, event),
                gates.permission(S3, function, arn, by, one.place("functions")),
                gates.function(function),
            )
            yield Way(by, scene.key(function), steps)


def _function_of(rule: Json) -> str | None:
    if not isinstance(rule, dict):
        return None
    named = rule.get("LambdaFunctionArn") or rule.get("Function") or rule.get("lambda_function_arn")
    return named if isinstance(named, str) else None


def _routed(scene: Scene, sample: Sample, gates: Gates) -> Iterator[Way]:
    method, path = str(sample.record["method"]), str(sample.record["path"])
    routes = [
        r
        for r in scene.case.documents(Route)
        if r.key and (sample.source is None or _is_from(sample, r.resource))
    ]
    chosen = choose_route([r.key for r in routes if r.key], method, path)
    for route in routes:
        key = str(route.key)
        match = filtered(route.place("key"), match_route, key, method, path)
        if match.answer == "yes" and key != chosen:
            match = Step(
                "filter", "no", f"the route {chosen} goes before it", "$.path", match.place
            )
        by = f"route {key}"
        doors = (staged(scene, sample, route.resource), authorized(scene, sample, route))
        asked = _asked(scene, sample, route)
        for function in _integrated(scene, route):
            api = _api(route, function)
            edge = Edge(function, API, api, by, route.place("key"), wild=True)
            steps = (
                match,
                *doors,
                gates.request(api, asked, edge),
                gates.function(function),
            )
            yield Way(by, scene.key(function), steps)


def _asked(scene: Scene, sample: Sample, route: Route) -> tuple[str, ...]:
    """`stage/METHOD/path` as AWS may write it: the guides tell it of plain paths only.

    A path with variables may stand there as the route has it or as it was asked for; a stage that
    is not known may have any name.
    """
    method, path = str(sample.record["method"]).upper(), str(sample.record["path"])
    key = str(route.key)
    told = stage_name(scene, sample, route.resource)
    names = [told] if told else [s.stage for s in stages(scene, route.resource) if s.stage]
    if key == DEFAULT:
        ends = {DEFAULT, f"{method}{path.partition('?')[0]}"}
    else:
        wanted = key.partition(" ")[2]
        ends = {f"{method}{wanted}"} | (
            {f"{method}{path.partition('?')[0]}"} if "{" in wanted else set()
        )
    return tuple(f"{name}/{end}" for name in names or [ANY_STAGE] for end in sorted(ends))


def _api(route: Route, function: str) -> str | None:
    """The API's ARN, in the account of its function; None where its id is not known."""
    id, own = route.resource.removeprefix("?:"), function.split(":")
    if not API_ID.fullmatch(id) or len(own) < len(("arn", "aws", "lambda", "region", "account")):
        return None
    return ":".join((*own[:2], "execute-api", *own[3:5], id))


def _integrated(scene: Scene, route: Route) -> tuple[str, ...]:
    wanted = (route.target or "").rpartition("/")[2]
    found = scene.case.documents(Integration)
    named = [i for i in found if wanted and wanted in (i.path, i.resource, i.uri or "")]
    called = [CALLED.search(i.uri or "") for i in named or found]
    return tuple(sorted({c["arn"] for c in called if c})) or (UNNAMED,)


def _is_from(sample: Sample, source: str | None) -> bool:
    """Whether the sample may come from this source: it names none, or the same."""
    if sample.source is None or source is None or source == UNNAMED:
        return True
    one, other = sample.source.partition("/stream/")[0], source.partition("/stream/")[0]
    return same(one, other) or name(one) == name(other)


def _on_bus(rule: Rule, sample: Sample) -> bool:
    bus = name(rule.bus or "default")
    return sample.source is None or bus == name(sample.source)


WAYS: dict[Carrier, Callable[[Scene, Sample, Gates], Iterator[Way]]] = {
    "eventbridge": _ruled,
    "sns": _subscribed,
    "s3": _notified,
    "http": _routed,
}
