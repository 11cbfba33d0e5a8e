"""`get_metrics`: what was measured, summarised, with the level before as a baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Evidence, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.metrics import Level


class Wanted(Evidence, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which metrics; all of them without a name."""

    metrics: Annotated[
        tuple[Name, ...], Meta(max_length=50, description="Duration, Errors, IteratorAge …")
    ] = ()
    split: (
        Annotated[Name, Meta(description="Time of a change; the baseline is before it")] | None
    ) = None


class Measured(Struct, frozen=True):
    """How many metrics match, and which others there are."""

    matching: int
    metrics: tuple[str, ...]
    next: str


class Metric(Struct, frozen=True, omit_defaults=True):
    """One metric; baseline and recent are medians (shares: means)."""

    metric: str
    resource: str
    source: str
    points: int
    minimum: float
    median: float
    maximum: float
    statistic: str | None = None
    unit: str | None = None
    baseline: float | None = None
    recent: float | None = None
    ratio: float | None = None
    start: str | None = None
    end: str | None = None


NEXT = {
    True: "ratio is recent by baseline; diagnose says whether a change means anything",
    False: "no such metric in this evidence; collect_evidence brings CloudWatch's",
}


def run(asked: Wanted, work: Work) -> Answer:
    """The metrics that were asked for, by resource."""
    from lambda_triage.pipeline.metrics import levels

    with work.gathered(asked) as evidence:
        every = levels(
            evidence.paths, stdin=evidence.stdin, split=asked.split, progress=work.reading
        )
    wanted = {name.lower() for name in asked.metrics}
    found = tuple(_metric(one) for one in every if not wanted or one.metric.lower() in wanted)
    names = sorted({one.metric for one in every})
    head = Measured(len(found), tuple(quoted(name) for name in names), NEXT[bool(found)])
    return Answer(head, found)


def _metric(one: Level) -> Metric:
    return Metric(
        metric=quoted(one.metric),
        resource=quoted(one.resource),
        source=one.source,
        points=one.points,
        minimum=one.minimum,
        median=one.median,
        maximum=one.maximum,
        statistic=one.statistic and quoted(one.statistic),
        unit=one.unit,
        baseline=one.baseline,
        recent=one.recent,
        ratio=one.ratio,
        start=one.start,
        end=one.end,
    )


GET_METRICS = Tool(
    name="get_metrics",
    title="Get metrics",
    description=(
        "Every metric in the evidence, summarised, with the level before as a baseline: CloudWatch"
        " (functions, queues, streams, APIs, tables …), REPORT lines, Lambda Insights."
    ),
    takes=Wanted,
    run=run,
    head=Measured,
    item=Metric,
    effects=Effects(open_world=True),
)
