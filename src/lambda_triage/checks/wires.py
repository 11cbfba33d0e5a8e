"""What is to invoke each function, and whether in a window of time something came for it to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.own_sources import notified
from lambda_triage.checks.schedule_times import once_us, runs
from lambda_triage.checks.series import counts, levels
from lambda_triage.checks.triggering import Triggering
from lambda_triage.checks.uninvoked import named
from lambda_triage.checks.unmatchable import unmatchable
from lambda_triage.evidence.documents import (
    Known,
    Mapping,
    Notification,
    Pipe,
    Queue,
    Schedule,
    Subscription,
)
from lambda_triage.evidence.naming import UNNAMED, name, same
from lambda_triage.findings import Citation
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.evidence.documents import Document

# What a source counts of its own, before any filter (the services' guides, monitoring, 2026).
SENT = {
    "sqs": ("NumberOfMessagesSent",),
    "kinesis": ("IncomingRecords", "GetRecords.Records"),
    "dynamodb": ("ReturnedRecordsCount",),
    "kafka": ("MessagesInPerSec",),
    "sns": ("NumberOfMessagesPublished",),
    "events": ("PutEventsApproximateSuccessCount", "PutEventsEntriesCount"),
    "s3": ("PutRequests", "PostRequests"),
}
WAITING = "ApproximateNumberOfMessagesVisible"
POLLED = "PolledEventCount"  # of a mapping, where its event metrics are on (Lambda guide, 2026)
MATCHED = ("TriggeredRules", "MatchedEvents")


class Wire(Struct, frozen=True):
    """One connection of a source with a function.

    kind      sqs, kinesis, dynamodb, kafka, mq, events, schedule, sns or s3
    source    key of the queue, stream, rule, schedule, topic or bucket
    is_on     None where nothing tells
    filtered  whether a filter or pattern lets only some of its events through, or may
    document  which tells it
    """

    function: str
    kind: str
    source: str
    label: str
    is_on: bool | None
    filtered: bool
    document: Document
    field: str

    @property
    def pulled(self) -> bool:
        """Whether Lambda polls the source, rather than being called by it."""
        return isinstance(self.document, Mapping | Pipe)

    @property
    def once(self) -> bool:
        """Whether it is a schedule of one time, which ends by itself."""
        one = self.document
        return isinstance(one, Schedule) and (one.expression or "").startswith("at(")


class Came(Struct, frozen=True):
    """What a source had for the function in a window.

    sure     True: something was to invoke it. False: nothing came. None: that cannot be told
    offered  events at the source, before any filter; None where not counted
    """

    sure: bool | None
    text: str = ""
    offered: float | None = None
    citations: tuple[Citation, ...] = ()


def wires(scene: Scene) -> Iterator[Wire]:
    """Every connection that the documents tell."""
    for mapping in scene.case.documents(Mapping):
        if mapping.function:
            kind = mapping.service or _kind(scene, mapping.source)
            source = mapping.source or UNNAMED
            label = f"the mapping of {title(source)}"
            yield Wire(scene.key(mapping.function), kind, source, label, mapping.is_on,
                       bool(mapping.filters), mapping, "source")  # fmt: skip
    yield from _ruled(scene)
    for pipe in scene.case.documents(Pipe):
        source = pipe.source or UNNAMED
        kind = source.split(":")[2] if source.startswith("arn:") else _kind(scene, source)
        told = pipe.state or pipe.desired
        for function in _direct(scene, pipe.target):
            yield Wire(function, kind, source, f"the pipe {pipe.name}",
                       told == "RUNNING" if told else None,
                       bool(pipe.filters) or pipe.known is Known.LISTED, pipe,
                       "source")  # fmt: skip
    for one in scene.case.documents(Subscription):
        if one.protocol == "lambda" and one.endpoint and one.topic:
            yield Wire(scene.key(one.endpoint), "sns", one.topic,
                       f"the subscription to {name(one.topic)}", one.pending is not True,
                       one.filter is not None or one.known is Known.LISTED, one,
                       "topic")  # fmt: skip
    for notification in scene.case.documents(Notification):
        for rule in notified(notification):
            invoked = rule.get("LambdaFunctionArn", rule.get("Function"))
            if isinstance(invoked, str):
                bucket = notification.resource
                yield Wire(scene.key(invoked), "s3", bucket, f"a notification of {name(bucket)}",
                           True, True, notification, "functions")  # fmt: skip


def title(source: str) -> str:
    """The name of a queue, topic or bucket, of a stream's table, of a cluster."""
    parts = source.partition("/stream/")[0].split("/")  # `…:table/orders`, `…:cluster/feed/uuid`
    return name(parts[1] if ":cluster" in parts[0] and len(parts) > 1 else parts[-1])


def _kind(scene: Scene, source: str | None) -> str:
    queues = scene.case.documents(Queue)
    return "sqs" if any(same(q.resource, source or "") for q in queues) else ""


def _ruled(scene: Scene) -> Iterator[Wire]:
    triggering = Triggering(scene)
    for rule in triggering.rules:
        on = None if rule.state is None else rule.state.startswith("ENABLED")
        for function in {f for t in triggering.targets(rule) for f in _direct(scene, t.arn)}:
            kind = "schedule" if rule.schedule else "events"
            field = "schedule" if rule.schedule else "pattern"
            yield Wire(function, kind, rule.resource, f"the rule {rule.name}", on,
                       rule.pattern is not None, rule, field)  # fmt: skip
    for one in scene.case.documents(Schedule):
        on = None if one.state is None else one.state == "ENABLED"
        for function in _direct(scene, one.arn):
            yield Wire(function, "schedule", one.resource, f"the schedule {one.name}", on,
                       False, one, "expression")  # fmt: skip


def _direct(scene: Scene, arn: str | None) -> tuple[str, ...]:
    return (scene.key(arn),) if arn and ":function:" in arn else ()


def came(scene: Scene, wire: Wire, from_us: int, to_us: int) -> Came:
    """What the source had in the window, by its schedule or by metrics of its own."""
    if wire.kind == "schedule":
        return _due(wire, from_us, to_us)
    if wire.kind == "events":
        return _matched(scene, wire, from_us, to_us)
    series = [s for metric in SENT.get(wire.kind, ()) for s in counts(scene, metric)]
    series += counts(scene, POLLED) if wire.pulled else []
    series += levels(scene, WAITING) if wire.kind == "sqs" else []
    alone = len({w.source for w in wires(scene) if w.kind == wire.kind}) == 1
    own = _own(series, wire, alone=alone)
    offered = {s.metric: _within(s, from_us, to_us) for s in own}
    total = max(offered.values(), default=None)
    if total is None:
        return _now(scene, wire)
    metric = max(offered, key=lambda m: offered[m])
    first = next(s for s in own if s.metric == metric)
    text = f"{total:,.0f} came to {title(wire.source)} ({metric})"
    proof = (first.citation(f"{metric}: {total:,.0f}", first.first_us(1)),)
    mapping = wire.document if wire.kind == "sqs" else None
    never = unmatchable(mapping.filters) if isinstance(mapping, Mapping) else None
    if total and never:
        return Came(True, f"{text}, and its filter matches none: {never}", total, proof)
    return Came(False if total == 0 else None if wire.filtered else True, text, total, proof)


def _now(scene: Scene, wire: Wire) -> Came:
    """Messages that wait in a queue while the function is not invoked, as the queue counts them."""
    queue = scene.case.document(Queue, wire.source) if wire.kind == "sqs" else None
    if queue is None or queue.messages is None:
        return Came(None)
    text = f"{queue.messages:,} messages wait in {name(wire.source)}"
    proof = (Citation(place=queue.place("messages"), text=text),)
    # An empty queue may have been emptied by the filter.
    return Came(True if queue.messages else None, text, None, proof)


def _due(wire: Wire, from_us: int, to_us: int) -> Came:
    one = wire.document
    if isinstance(one, Schedule):
        expression, zone = one.expression or "", one.zone or "UTC"
        from_us = max(from_us, micros(one.start) or from_us)
        if from_us >= to_us:
            return Came(False, f"it begins later: {one.start}")
        to_us = min(to_us, micros(one.end) or to_us)
        missed_us = once_us(expression, zone)
        if missed_us is not None and missed_us <= from_us:
            return Came(None, f"its one run was before: {expression}")
    else:
        expression, zone = str(getattr(one, "schedule", "") or ""), "UTC"
    due = runs(expression, from_us, to_us, zone)
    text = f"{wire.label} was due ({expression})" if due else f"{expression} was not due"
    proof = (Citation(place=one.place(wire.field), text=expression),) if due else ()
    return Came(due, text, None, proof)


def _matched(scene: Scene, wire: Wire, from_us: int, to_us: int) -> Came:
    """An event pattern: what passed it, else what its bus had."""
    told = [s for metric in MATCHED for s in counts(scene, metric)]
    own = [s for s in told if _names(s, wire)]
    passed = max((_within(s, from_us, to_us) for s in own), default=None)
    if passed:
        text = f"{passed:,.0f} events passed the pattern of {wire.label}"
        return Came(True, text, passed, (own[0].citation(f"{own[0].metric}: {passed:,.0f}"),))
    bus = [s for metric in SENT["events"] for s in counts(scene, metric)]
    on_bus = max((_within(s, from_us, to_us) for s in bus), default=None)
    if on_bus:
        text = f"{on_bus:,.0f} events came to the bus, none is known to pass {wire.label}"
        return Came(None, text, on_bus, (bus[0].citation(f"{bus[0].metric}: {on_bus:,.0f}"),))
    return Came(None if passed is None and on_bus is None else False)


def _names(series: Series, wire: Wire) -> bool:
    return named(series.resource, wire.source) or same(series.resource, wire.function)


def _own(series: Iterable[Series], wire: Wire, *, alone: bool) -> list[Series]:
    """Series of the source; one whose label names none, or the function, is of the only source."""
    found = list(series)
    direct = [s for s in found if s.resource != UNNAMED and _is_source(s.resource, wire)]
    return direct or [s for s in found if alone and _names(s, wire)]


def _is_source(resource: str, wire: Wire) -> bool:
    told = name(resource)
    parts = wire.source.partition("/stream/")[0].replace("/", ":").split(":")
    return same(resource, wire.source) or (resource.startswith("?:") and told in parts[-2:])


def _within(series: Series, from_us: int, to_us: int) -> float:
    values = [value for time_us, value in series.points if from_us <= time_us <= to_us]
    return max(values, default=0.0) if series.metric == WAITING else sum(values)
