"""Functions whose time nobody waits for, as far as the evidence tells who calls them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from lambda_triage.checks.queued_events import triggers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.checks.scene import Scene

QUEUED = re.compile(
    r"\b(?:sqs|queue|sns|s3|kinesis|stream|dynamodb|kafka|msk|eventbridge|schedule[dr]?|cron"
    r"|rate\()",
    re.IGNORECASE,
)
FELT_US = 1_000_000  # from which a caller loses the thread: J. Nielsen, 1993
EVEN = 0.02  # of the median gap: a schedule starts the function (our choice)
GAPS = 3  # needed to see a schedule
MINUTE_US = 60_000_000  # the shortest period of a schedule (EventBridge guide, 2026)
MOST = 200  # starts that are looked at

STARTS = """
SELECT coalesce(i.start_us, u.time_us) AS at_us
FROM (SELECT start_us, request_id FROM invocations
       WHERE resource = $resource AND attempt IS NOT DISTINCT FROM 1) AS i
FULL JOIN (SELECT time_us, request_id FROM usage WHERE resource = $resource) AS u
  ON u.request_id = i.request_id
WHERE at_us IS NOT NULL
ORDER BY at_us LIMIT $most
"""


def nobody_waits(scene: Scene, resource: str) -> bool:
    """Whether events reach the function by way of a queue, a stream or a schedule."""
    if scene.mappings(resource):
        return True
    function = scene.function(resource)
    if function is not None and function.trigger and QUEUED.search(function.trigger):
        return True
    if resource in triggers(scene):
        return True
    rows = scene.case.execute(STARTS, resource=resource, most=MOST)
    return is_scheduled([int(str(row[0])) for row in rows])


def is_felt(scene: Scene, resource: str, duration_us: float) -> bool:
    """Whether somebody waits for the function, and so long that it is felt."""
    return duration_us >= FELT_US and not nobody_waits(scene, resource)


def is_scheduled(times_us: Sequence[int]) -> bool:
    """Whether the starts come at even intervals of a minute at least."""
    gaps = sorted(b - a for a, b in pairwise(times_us))
    if len(gaps) < GAPS:
        return False
    middle = gaps[len(gaps) // 2]
    return middle >= MINUTE_US and gaps[-1] - gaps[0] <= EVEN * middle
