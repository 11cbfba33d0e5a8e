"""Advice for the mappings in the evidence, beside what the diagnosis finds about them.

paths → case → seen (settings, function, source, metrics) → advised; the report of the same case
says what is wrong by the checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.index import indexed
from lambda_triage.errors import InputError, UsageError
from lambda_triage.evidence.naming import key, name, same
from lambda_triage.pipeline.diagnose import answer
from lambda_triage.pipeline.mappings.advice import GOALS, Advice, Lack, advised
from lambda_triage.pipeline.mappings.kinds import QUEUES
from lambda_triage.pipeline.mappings.measured import seen
from lambda_triage.pipeline.mappings.settings import Around
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.documents import Mapping as Document
    from lambda_triage.pipeline.mappings.advice import GoalName
    from lambda_triage.pipeline.mappings.measured import Seen
    from lambda_triage.reports.contract import Finding, Report

ABOUT_MAPPINGS = frozenset({"mappings", "queues", "streams"})  # that checks read
# Settings that let more run at once, and causes that this takes away.
SCALING = ("ParallelizationFactor", "ProvisionedPollerConfig", "ScalingConfig")
CAPACITY = frozenset({"iterator_age", "throttled_poller_overscale", "throttled_concurrency",
                      "queue_retention_loss"})  # fmt: skip
SURE = 0.7  # as for a verdict
MOST_NAMED = 5  # mappings in a message
# Fields of a document → settings by the API's names.
SETTINGS = {
    "batch_size": "BatchSize", "window_s": "MaximumBatchingWindowInSeconds",
    "parallelization": "ParallelizationFactor", "retries": "MaximumRetryAttempts",
    "age_s": "MaximumRecordAgeInSeconds", "bisect": "BisectBatchOnFunctionError",
    "tumbling_s": "TumblingWindowInSeconds", "starting": "StartingPosition",
    "source": "EventSourceArn", "filters": "FilterCriteria", "pollers": "ProvisionedPollerConfig",
    "brokers": "SelfManagedEventSource",
}  # fmt: skip


class Which(Struct, frozen=True):
    """Which mappings are meant; all that is given has to fit."""

    uuid: str | None = None
    function: str | None = None
    source: str | None = None  # a kind of facts/mapping_settings.tsv


class Optimised(Struct, frozen=True):
    """One mapping: what would be better, what is missing to say more, what checks found."""

    uuid: str | None
    resource: str
    function: str
    kind: str | None
    source: str
    advice: tuple[Advice, ...]
    lacks: tuple[Lack, ...]
    findings: tuple[Finding, ...]


class Analysed(Struct, frozen=True):
    """All mappings that were meant, and the report of the same evidence."""

    mappings: tuple[Optimised, ...]
    report: Report


def analyse(
    paths: Sequence[str],
    which: Which,
    goals: Sequence[str] = (),
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Analysed:
    """Advice for the mappings in *paths*; *goals* of GOALS keep to what helps one of them.

    Raises UsageError for a goal that there is not, InputError where no mapping fits.
    """
    wanted = _goals(goals)
    signatures = [s for check in indexed() for s in check.signatures]
    case, reading = collect(paths, signatures, stdin=stdin, progress=progress)
    with case:
        report = answer(case, reading)
        meant = _meant(case, which)
        found = tuple(_optimised(one, report, wanted) for one in meant)
    return Analysed(found, report)


def around(
    paths: Sequence[str], which: Which, *, stdin: BinaryIO | None = None
) -> tuple[Around, str | None]:
    """What stands around one mapping, and its kind of source. Raises InputError without one."""
    case, _ = collect(paths, (), stdin=stdin)
    with case:
        meant = _meant(case, which)
        if len(meant) > 1:
            raise UsageError(f"several mappings fit: {_named(meant)}; give esm_uuid")
        one = meant[0]
        visible = one.queue.visibility_s if one.queue else None
        return Around(one.timeout_s, one.reserved, visible, now(one.mapping)), one.kind


def now(mapping: Document) -> dict[str, Json]:
    """Settings that the mapping has, by the API's names; what is not set is left out."""
    told: dict[str, Json] = {name: getattr(mapping, field) for field, name in SETTINGS.items()}
    told["FunctionResponseTypes"] = list(mapping.response_types or ())
    told["Topics"], told["Queues"] = list(mapping.topics or ()), list(mapping.queues or ())
    if mapping.most_concurrent is not None:
        told["ScalingConfig"] = {"MaximumConcurrency": mapping.most_concurrent}
    if mapping.on_failure is not None:
        told["DestinationConfig"] = {"OnFailure": {"Destination": mapping.on_failure}}
    return {name: value for name, value in told.items() if value not in (None, [], {})}


def _goals(goals: Sequence[str]) -> tuple[GoalName, ...]:
    for goal in goals:
        if goal not in GOALS:
            raise UsageError(f"no target is named {goal[:40]!r}; there are {', '.join(GOALS)}")
    return tuple(goal for goal in GOALS if goal in goals) or GOALS


def _meant(case: Case, which: Which) -> list[Seen]:
    every = list(seen(case))
    found = [one for one in every if _fits(one, which)]
    if found:
        return found
    if not every:
        raise InputError(
            "no event source mapping in this evidence; give the answer of aws lambda"
            " list-event-source-mappings, a template, or esm_uuid or function with region"
        )
    raise InputError(f"no mapping of the evidence fits; there are {_named(every)}")


def _fits(one: Seen, which: Which) -> bool:
    mapping = one.mapping
    if which.uuid and which.uuid not in (mapping.uuid, mapping.resource, name(mapping.resource)):
        return False
    if which.function and not _is_function(one.function, which.function):
        return False
    if which.source in QUEUES:
        return one.kind in QUEUES
    return which.source is None or one.kind == which.source


def _is_function(key_: str, told: str) -> bool:
    return same(key_, key(told))


def _named(found: Sequence[Seen]) -> str:
    told = [
        f"{one.mapping.uuid or one.mapping.name} ({one.kind or 'source unknown'} to"
        f" {name(one.function)})"
        for one in found[:MOST_NAMED]
    ]
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return ", ".join(told) + more


def _optimised(one: Seen, report: Report, goals: tuple[GoalName, ...]) -> Optimised:
    every = list(advised(one))
    advice = [a for a in every if isinstance(a, Advice) and set(a.helps) & set(goals)]
    first = _first(one, report)
    # What is lowered so that less is refused helps now.
    held = [a for a in advice if first and a.setting in SCALING and "failure_rate" not in a.helps]
    if first and held:
        advice = [a for a in advice if a not in held]
        every.append(Lack(
            f"{first} is gone", f"whether {', '.join(a.setting for a in held)} has to change: more"
            " at once does not help before", "diagnose tells the cause and its fix",
        ))  # fmt: skip
    advice.sort(key=lambda a: (min(goals.index(g) for g in a.helps if g in goals), -a.confidence))
    lacks = {lack.needs: lack for lack in every if isinstance(lack, Lack)}
    return Optimised(
        uuid=one.mapping.uuid,
        resource=one.mapping.resource,
        function=one.function,
        kind=one.kind,
        source=one.mapping.source or "",
        advice=tuple(advice),
        lacks=tuple(lacks.values()),
        findings=_findings(one, report),
    )


def _first(one: Seen, report: Report) -> str | None:
    """A cause of the function's incidents that no number of pollers takes away."""
    sure = {c.cause: c.confidence for c in report.causes if same(c.resource, one.function)}
    for incident in report.incidents:
        leading = incident.causes[0] if incident.causes else None
        if not leading or leading in CAPACITY or not same(incident.resource, one.function):
            continue
        if sure.get(leading, 0.0) >= SURE:
            return leading
    return None


def _findings(one: Seen, report: Report) -> tuple[Finding, ...]:
    """What checks found about this mapping's function by looking at mappings and sources."""
    about = {check.id for check in indexed() if ABOUT_MAPPINGS & set(check.reads)}
    source = one.mapping.source or "-"
    return tuple(
        finding
        for finding in report.findings
        if finding.check in about
        and (same(finding.resource, one.function) or finding.resource == source)
    )
