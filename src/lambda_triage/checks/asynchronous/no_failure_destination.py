"""Functions whose failed events are dropped, since nothing is there to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.queued_events import config, is_known, kept_in, triggers
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="asynchronous/no-failure-destination",
    title="Events that fail are dropped",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invoke_configs"),
    cause="async_events_dropped",
)
def no_failure_destination(scene: Scene) -> Iterator[Finding]:
    for key, services in triggers(scene).items():
        function = scene.function(key)
        if function is None or not is_known(scene, key) or kept_in(scene, function, key):
            continue
        told = config(scene, key)
        retries = told.retries if told and told.retries is not None else 2
        place = Place(function.input, path=f"{function.path}DeadLetterConfig")
        named = ", ".join(services)
        yield Finding(
            resource=key,
            summary=f"Events of {named} that fail {retries + 1} times are dropped: the function has"
            " neither an on-failure destination nor a dead-letter queue",
            citations=(
                Citation(
                    place=told.place("on_failure") if told else place,
                    text="no OnFailure destination and no DeadLetterConfig",
                ),
            ),
            cause="async_events_dropped",
            weight=STRONG,
            explains=("events_lost",),
            remedies=(
                Command(
                    (
                        "aws",
                        "lambda",
                        "put-function-event-invoke-config",
                        "--function-name",
                        key.removeprefix("?:"),
                        "--destination-config",
                        '{"OnFailure":{"Destination":"<ARN of a queue, topic or bucket>"}}',
                    ),
                    "Keep what fails in an on-failure destination, with an alarm on it",
                    "the function's role needs the permission to send there",
                ),
            ),
        )
