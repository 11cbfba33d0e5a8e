"""A message whose weight depends on what it captured or on the function's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Finding

    Weigh = Callable[[Finding, FunctionConfiguration | None], float]

SPECIFIC = 6.0  # log-odds of a message that must beat a more general check on the same line


def weighed(check: Check, weigh: Weigh) -> Check:
    """The same check with each finding's weight decided by *weigh*."""

    def judge(scene: Scene) -> Iterator[Finding]:
        for finding in check.judge(scene):
            points = weigh(finding, scene.function(finding.resource))
            yield replace(finding, weight=points)

    return replace(check, judge=judge)
