"""Services that may invoke a function for whatever source, of whatever account."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.admitted import statements
from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.admitted import Admitted
    from lambda_triage.checks.scene import Scene

# Services that act for everybody's resources and tell which (Lambda guide, 'Granting permissions
# to AWS services', 2026); others, as edgelambda, tell no source.
TELLING = frozenset({
    "s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com", "apigateway.amazonaws.com",
    "logs.amazonaws.com", "elasticloadbalancing.amazonaws.com", "cognito-idp.amazonaws.com",
    "iot.amazonaws.com", "config.amazonaws.com", "ses.amazonaws.com",
    "secretsmanager.amazonaws.com", "lambda.alarms.cloudwatch.amazonaws.com",
})  # fmt: skip


@check(
    id="rights/missing-source",
    title="A service may invoke the function for any source",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("resource_policies",),
)
def missing_source(scene: Scene) -> Iterator[Finding]:
    found: dict[str, dict[str, Admitted]] = defaultdict(dict)
    for one in statements(scene):
        for kind, service in one.principals:
            if kind == "Service" and service in TELLING and not one.statement.conditions:
                found[one.function].setdefault(service, one)
    for function, services in sorted(found.items()):
        names = ", ".join(sorted(services))
        first = services[min(services)]
        text = f"{first.label} for {min(services)} has no condition"
        yield Finding(
            resource=function,
            summary=f"{names} may invoke the function for any source, in any account: {text}",
            key=names,
            citations=(Citation(place=first.place, text=text),),
            remedies=(
                Manual(
                    "Add the permission again with the source's ARN (aws:SourceArn), for a bucket"
                    " with aws:SourceAccount, too, then remove the open one",
                    "which sources are meant is the owner's knowledge",
                ),
            ),
        )
