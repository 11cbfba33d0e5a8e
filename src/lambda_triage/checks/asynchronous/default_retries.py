"""Functions whose failed events are tried again because nobody has decided otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.queued_events import config, is_known, triggers
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="asynchronous/default-retries",
    title="Failed events are tried three times by default",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invoke_configs"),
    cause="async_retry_duplicates",
)
def default_retries(scene: Scene) -> Iterator[Finding]:
    for key, services in triggers(scene).items():
        function, told = scene.function(key), config(scene, key)
        if function is None or not is_known(scene, key) or told is not None:
            continue  # somebody has set how often, and that is a decision
        place = Place(function.input, path=function.path.removesuffix("."))
        yield Finding(
            resource=key,
            summary=f"An event of {', '.join(services)} that fails is tried twice more, within six"
            " hours: work done before the failure is done again",
            citations=(Citation(place=place, text="no event invoke config"),),
            cause="async_retry_duplicates",
            weight=HINT,
            explains=("duplicates",),
            remedies=(
                EditCode("Make the work idempotent, by an id in the event, if it has side effects"),
                SetProperty(
                    "MaximumRetryAttempts",
                    0,
                    "Or let Lambda not try again, and keep what fails in a destination",
                ),
            ),
        )
