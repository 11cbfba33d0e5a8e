"""Schedules that start the function again before its last run has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.schedule_expression import period_s
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Schedule
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Rule

RARE = 0.05  # of the runs may be longer: one slow run is no overlap (our choice)
LEAST = 5  # runs that tell a duration

LONG = """
SELECT resource,
       CAST(quantile_disc(duration_us, $share) AS BIGINT) AS long_us,
       count(*)                                           AS runs,
       arg_max(input, (duration_us, input, line))         AS input,
       arg_max(line, (duration_us, input, line))          AS line
FROM invocations
WHERE duration_us IS NOT NULL
GROUP BY resource
HAVING runs >= $least
ORDER BY resource
"""


class _Long(Struct, frozen=True):
    resource: str
    long_us: int
    runs: int
    input: int
    line: int


@check(
    id="triggers/schedule-overlaps",
    title="The schedule is shorter than the run",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("rules", "invocations"),
)
def schedule_overlaps(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    rows = scene.case.rows(LONG, _Long, share=1 - RARE, least=LEAST)
    durations = {scene.key(row.resource): row for row in rows}
    for document, expression, functions in _scheduled(scene, triggering):
        every = period_s(expression)
        for function in functions if every else ():
            row = durations.get(function)
            if row and every and row.long_us > every * 1_000_000 and reserved(scene, function) != 1:
                yield _finding(document, expression, function, row)


def _scheduled(
    scene: Scene, triggering: Triggering
) -> Iterator[tuple[Rule | Schedule, str, tuple[str, ...]]]:
    for rule in triggering.rules:
        if rule.schedule and rule.state != "DISABLED":
            yield rule, rule.schedule, triggering.behind(rule)
    for one in scene.case.documents(Schedule):
        if one.expression and one.state != "DISABLED":
            yield one, one.expression, triggering.reached(one.arn)


def _finding(document: Rule | Schedule, expression: str, function: str, row: _Long) -> Finding:
    field = "expression" if isinstance(document, Schedule) else "schedule"
    text = f"1 of {round(1 / RARE)} runs takes {row.long_us / 1e6:,.0f} s or longer"
    return Finding(
        resource=function,
        summary=f"{document.name} starts the function by {expression}, and {text}: runs overlap",
        key=document.resource,
        citations=(
            Citation(place=document.place(field), text=expression),
            Citation(place=Place(row.input, line=row.line), text=text),
        ),
        remedies=(
            Command(
                (
                    "aws",
                    "lambda",
                    "put-function-concurrency",
                    "--function-name",
                    function.removeprefix("?:"),
                    "--reserved-concurrent-executions",
                    "1",
                ),
                "Let only one run be active, or make the period longer than the longest run",
                "a run that finds the last one active is tried again for up to six hours",
            ),
        ),
    )
