"""Functions that keep failed events without the reason why they failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.queued_events import config, is_known
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="asynchronous/dead-letter-without-context",
    title="Failed events are kept without their error",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invoke_configs"),
)
def dead_letter_without_context(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        target = function.dead_letter
        told = config(scene, function.resource)
        if not target or not is_known(scene, function.resource) or (told and told.on_failure):
            continue
        place = Place(function.input, path=f"{function.path}DeadLetterConfig.TargetArn")
        destination = f'{{"OnFailure":{{"Destination":"{target}"}}}}'
        yield Finding(
            resource=function.resource,
            summary=f"Failed events go to {target.rpartition(':')[2]} as a dead-letter queue, which"
            " keeps the event and an error code, but no stack trace and no response",
            citations=(Citation(place=place, text=f"DeadLetterConfig {target}"),),
            remedies=(
                Command(
                    (
                        "aws",
                        "lambda",
                        "put-function-event-invoke-config",
                        "--function-name",
                        function.resource.removeprefix("?:"),
                        "--destination-config",
                        destination,
                    ),
                    "Use an on-failure destination: its record has the error, too; then remove the"
                    " dead-letter queue from the function",
                    "what reads the queue gets another form of record",
                ),
            ),
        )
