"""Functions whose reserved concurrency is 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

CERTAIN = 6.0  # with 0 environments nothing can run


@check(
    id="scaling/switched-off",
    title="Reserved concurrency 0 switches the function off",
    severity=Severity.CRITICAL,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("functions",),
    cause="reserved_concurrency_limit",
)
def switched_off(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        if function.reserved_concurrency != 0:
            continue
        text = "ReservedConcurrentExecutions is 0: every invocation is refused"
        place = Place(function.input, path="Concurrency.ReservedConcurrentExecutions")
        argv = ("aws", "lambda", "delete-function-concurrency", "--function-name")
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(Citation(place=place, text=text),),
            cause="reserved_concurrency_limit",
            weight=CERTAIN,
            symptom="throttle",
            opens=True,
            by_status=(("throttle", 1),),
            remedies=(
                Command(
                    (*argv, function.resource),
                    "Remove the reservation; asynchronous events meanwhile went to the dead-letter"
                    " queue or destination, if there is one",
                    "somebody may have switched the function off on purpose: ask first",
                ),
            ),
        )
