"""What the evidence says of one mapping: its settings, its function, its source, their metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.scene import Scene
from lambda_triage.evidence.documents import Known, Stream
from lambda_triage.evidence.documents import Mapping as Document
from lambda_triage.evidence.naming import name, same
from lambda_triage.facts.mapping_settings import of_source
from lambda_triage.pipeline.mappings.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Queue
    from lambda_triage.evidence.function import FunctionConfiguration

LEVELS = """
SELECT resource, metric, coalesce(statistic, '') AS statistic, count(*) AS points,
       max(value) AS most, sum(value) AS total,
       arg_min(value, time_us) AS first, arg_max(value, time_us) AS last,
       min(time_us) AS first_us, max(time_us) AS last_us
FROM metrics WHERE value IS NOT NULL AND time_us IS NOT NULL
GROUP BY resource, metric, statistic ORDER BY resource, metric, statistic
"""
DURATIONS = """
SELECT count(*) AS points, quantile_disc(duration_us, 0.99) AS p99_us,
       quantile_disc(duration_us, 0.5) AS middle_us,
       count(*) FILTER (status NOT IN ('ok', 'unknown')) AS failed
FROM invocations WHERE resource = $resource AND duration_us IS NOT NULL
"""
PERCENT = "p99"
SPREAD = ("Average", "Sum", "Minimum", "SampleCount")  # statistics that are no peak


class Level(Struct, frozen=True):
    """One metric of one resource over the time of the evidence."""

    resource: str
    metric: str
    statistic: str
    points: int
    most: float
    total: float
    first: float
    last: float
    first_us: int
    last_us: int

    @property
    def seconds(self) -> float:
        """Between the first and the last data point, with the period of the last."""
        span = (self.last_us - self.first_us) / 1e6
        return span + span / max(self.points - 1, 1)


class _Durations(Struct, frozen=True):
    points: int
    p99_us: int | None
    middle_us: int | None
    failed: int


class Seen(Struct, frozen=True):
    """One mapping and what stands around it; None is unknown.

    own, around  metrics of the function and of the source
    p99_ms       of the duration; middle_ms its median; told: which evidence says it
    failed       invocations in the logs that did not end well
    reserved     concurrency of the function
    """

    mapping: Document
    kind: str | None
    function: str
    configuration: FunctionConfiguration | None
    queue: Queue | None
    stream: Stream | None
    own: tuple[Level, ...]
    around: tuple[Level, ...]
    p99_ms: float | None
    middle_ms: float | None
    told: str
    failed: int
    reserved: int | None = None

    @property
    def batch(self) -> int | None:
        """Batch size, with the service's default where the mapping tells none of its own."""
        if self.mapping.batch_size is not None:
            return self.mapping.batch_size
        found = of_source("BatchSize", self.kind or "")
        told = self.mapping.known is not Known.NOTE and found is not None and found.default
        return int(told) if told else None

    @property
    def timeout_s(self) -> int | None:
        """Of the function."""
        return self.configuration.timeout_s if self.configuration else None

    def peak(self, metric: str) -> float | None:
        """The largest value of a metric that is a level."""
        found = [x for x in self._of(metric) if x.statistic not in SPREAD] or self._of(metric)
        return max((x.most for x in found), default=None)

    def total(self, metric: str) -> float | None:
        """The sum of a metric that counts."""
        found = [x for x in self._of(metric) if x.statistic in ("Sum", "")]
        return max((x.total for x in found), default=None)

    def level(self, metric: str) -> Level | None:
        """The series with the highest peak."""
        return max(self._of(metric), key=lambda x: x.most, default=None)

    def _of(self, metric: str) -> list[Level]:
        return [x for x in (*self.own, *self.around) if x.metric == metric]

    @property
    def errors(self) -> float:
        """Invocations that failed, by metric or else by the logs."""
        return max(self.total("Errors") or 0.0, float(self.failed))

    @property
    def share_failed(self) -> float | None:
        """Of the invocations; None where these are not counted."""
        every = self.total("Invocations")
        return self.errors / every if every else None

    @property
    def filled(self) -> float | None:
        """Records of one invocation on average; None where the counts are not there."""
        every = self.total("Invocations")
        for metric in ("InvokedEventCount", "NumberOfMessagesReceived"):
            taken = self.total(metric)
            if taken and every:
                return taken / every
        return None


def seen(case: Case, documents: Iterable[Document] | None = None) -> Iterator[Seen]:
    """Every mapping of the evidence, what AWS answers before what a template declares."""
    scene = Scene(case)
    levels = tuple(case.rows(LEVELS, Level))
    feeds = {feed.mapping.resource: feed.queue for feed in Feeding(scene).feeds}
    for mapping in case.documents(Document) if documents is None else documents:
        function = scene.key(mapping.function or mapping.resource)
        source = mapping.source or ""
        counted = next(case.rows(DURATIONS, _Durations, resource=function))
        own = tuple(x for x in levels if same(x.resource, function))
        around = tuple(x for x in levels if source and _is(x.resource, source))
        p99 = max((x.most for x in own if (x.metric, x.statistic) == ("Duration", PERCENT)),
                  default=None)  # fmt: skip
        logged = counted.p99_us / 1000 if counted.p99_us is not None else None
        middle = counted.middle_us / 1000 if counted.middle_us is not None else None
        told = f"p99 of {counted.points:,} invocations in the logs" if logged else "CloudWatch p99"
        yield Seen(
            mapping=mapping,
            kind=kind_of(mapping) or ("sqs" if mapping.resource in feeds else None),
            function=function,
            configuration=scene.function(function),
            queue=feeds.get(mapping.resource),
            stream=case.document(Stream, source) if source else None,
            own=own,
            around=around,
            p99_ms=logged if logged is not None else p99,
            middle_ms=middle,
            told=told,
            failed=counted.failed,
            reserved=reserved(scene, function),
        )


def _is(resource: str, source: str) -> bool:
    """Whether a metric's resource is the source; a table stands for its stream."""
    return same(resource, source) or (
        ":dynamodb:" in source and name(source.partition("/stream/")[0]) == name(resource)
    )
