"""Events at hand that the recorded filter does not let through to the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.triggering import Triggering
from lambda_triage.errors import PatternError
from lambda_triage.evidence.documents import Mapping, SampleEvent, Subscription
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity
from lambda_triage.patterns import match_event, match_filter_criteria, match_filter_policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Document, Json
    from lambda_triage.patterns import Match

QUIET = 2  # periods without an invocation at the end (our choice)
SERVICES = {"sqs": "sqs", "kinesis": "kinesis", "dynamodb": "dynamodb", "msk": "kafka", "mq": "mq"}


@check(
    id="triggers/sample-filtered",
    title="An event at hand does not pass the filter",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("samples",),
    cause="event_filter_mismatch",
)
def sample_filtered(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for sample in scene.case.documents(SampleEvent):
        for by, field, function, match in _asked(scene, triggering, sample):
            if not match.matched:
                idle = not triggering.runs(function) or _is_quiet(scene, function)
                yield _finding(function, sample, by, field, match, opens=idle)


def _asked(
    scene: Scene, triggering: Triggering, sample: SampleEvent
) -> Iterator[tuple[Document, str, str, Match]]:
    """Every filter on a way of the sample to a function: document, field, function, answer."""
    record, carrier = sample.record, sample.carrier or ""
    if not isinstance(record, dict):
        return
    try:
        for mapping in scene.case.documents(Mapping):
            own = mapping.service == SERVICES.get(carrier, "") and _is_from(sample, mapping.source)
            if own and mapping.filters and mapping.function:
                found = match_filter_criteria(mapping.filters, record, carrier)  # type: ignore[arg-type]
                yield mapping, "filters", scene.key(mapping.function), found
        for rule in triggering.rules if carrier == "eventbridge" else ():
            if rule.pattern and not rule.schedule and _is_wanted(rule.pattern, record):
                found = match_event(rule.pattern, record)
                for function in triggering.behind(rule):
                    yield rule, "pattern", function, found
        for one in scene.case.documents(Subscription) if carrier == "sns" else ():
            if one.filter and _is_from(sample, one.topic):
                scope = "MessageBody" if one.filter_scope == "MessageBody" else "MessageAttributes"
                attributes = record.get("MessageAttributes") or {}
                found = match_filter_policy(one.filter, record.get("Message"), attributes, scope)  # type: ignore[arg-type]
                for function in triggering.reached(one.endpoint):
                    yield one, "filter", function, found
    except PatternError:
        return  # a filter that AWS would not take is another check's


def _is_quiet(scene: Scene, function: str) -> bool:
    """Whether its Invocations are nought at the end, after more than that."""
    for series in counts(scene, "Invocations"):
        if scene.key(series.resource) == function:
            last = [value for _, value in series.points[-QUIET:]]
            return len(last) == QUIET and not any(last) and series.total > 0
    return False


def _is_from(sample: SampleEvent, source: str | None) -> bool:
    return sample.resource == UNNAMED or name(sample.resource) == name(source or UNNAMED)


def _is_wanted(pattern: object, record: dict[str, Json]) -> bool:
    """Whether the rule asks for events of this source: others were never meant for it."""
    wanted = pattern.get("source") if isinstance(pattern, dict) else None
    return not isinstance(wanted, list) or record.get("source") in wanted


def _finding(
    function: str, sample: SampleEvent, by: Document, field: str, match: Match, *, opens: bool
) -> Finding:
    return Finding(
        resource=function,
        summary=f"The event at hand would not invoke the function: {match.reason}",
        key=f"{by.resource}&{match.clause}",
        citations=(
            Citation(place=by.place(field), text=f"{match.clause}: {match.reason}"),
            Citation(place=sample.place("record"), text=f"an event of {name(sample.resource)}"),
        ),
        cause="event_filter_mismatch",
        weight=DECISIVE,
        symptom="not_triggered",
        opens=opens,
        role=Role.SIGNATURE if opens else Role.RISK,
        explains=("not_triggered", "events_lost"),
        invocations=1 if opens else 0,
        by_status=(("not_triggered", 1),) if opens else (),
        remedies=(
            EditCode(
                "Change the filter, or what the sender writes, so that events of this form pass;"
                " `lambda-triage explain-trigger` shows each edge for a sample"
            ),
        ),
    )
