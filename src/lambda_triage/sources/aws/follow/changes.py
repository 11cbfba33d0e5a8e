"""Who changed what: CloudTrail's record of the function; the region's alarms and AWS's own issues.

CloudTrail answers two calls a second, so it is asked once a function; it has management events of
90 days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

BEFORE_MS = 86_400_000  # what broke a window was often changed on the day before; our choice
KEPT_MS = 90 * 86_400_000  # CloudTrail user guide, event history, 2026
PAGE, ALARMS = 50, 100  # events and alarms of a page, the most that there are


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Changes of the function from a day before the window on, and what watches it."""
    found = target(answer, scope)
    start_ms = max(0, scope.start_ms - BEFORE_MS, scope.end_ms - KEPT_MS)
    if found is None or scope.end_ms <= start_ms:
        return
    yield Want.of(
        "cloudtrail.LookupEvents",
        found.name,
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": found.name}],
        StartTime=rfc3339(start_ms * 1000),
        EndTime=rfc3339(scope.end_ms * 1000),
        MaxResults=PAGE,
    )
    yield Want.of(
        "cloudwatch.DescribeAlarms", "alarms", AlarmTypes=["MetricAlarm"], MaxRecords=ALARMS
    )
    # AWS Health keeps 90 days of the few issues of a service; what ended earlier is not reported.
    issues: dict[str, Json] = {
        "services": ["LAMBDA"],
        "regions": [scope.region],
        "eventTypeCategories": ["issue"],
    }
    yield Want.of("health.DescribeEvents", scope.region, filter=issues, maxResults=ALARMS)


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
}
