"""Functions that anybody with an AWS account may call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admitted import FORMS, statements
from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.admitted import Admitted
    from lambda_triage.checks.scene import Scene

EVERYBODY = ("AWS", "*")
URL = "lambda:invokefunctionurl"  # a public URL is a decision of its own: api/url-public


@check(
    id="rights/function-public",
    title="Anybody may call the function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("resource_policies",),
)
def function_public(scene: Scene) -> Iterator[Finding]:
    for one in statements(scene):
        told = one.statement
        actions = [a for a in told.actions.patterns if a.lower() != URL]
        if EVERYBODY not in one.principals or told.conditions or not actions:
            continue
        text = f"{one.label} allows {', '.join(actions[:3])} to everybody, without a condition"
        yield Finding(
            resource=one.function,
            summary=f"Whoever has an AWS account may call the function: {text}",
            key=one.label,
            citations=(Citation(place=one.place, text=text),),
            remedies=(_fix(one),),
        )


def _fix(one: Admitted) -> Command:
    sid = one.statement.sid or "<statement id>"
    argv = ("aws", "lambda", "remove-permission", "--function-name", one.function)
    return Command(
        (*argv, "--statement-id", sid),
        f"Take the statement away, after adding one that names {FORMS}",
        "callers that nobody knows of lose their access",
    )
