"""A framework was still starting when the invocation was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LINES = Signature(
    "init/framework-start.line",
    (
        ":: Spring Boot ::",
        "Starting Lambda Container Handler",
        "WebApplicationInitializers detected",
        "Bootstrapping Spring Data",
        "Initializing Spring",
        "Powered by Quarkus",
        "io.micronaut.runtime",
        "Microsoft.Hosting.Lifetime",
        " using Java ",
        "Root WebApplicationContext",
        "HikariPool-1 - Starting",
        "Starting Nest application",
    ),
    r"(?P<framework>Spring|Quarkus|micronaut|Microsoft\.Hosting|Lambda Container Handler"
    r"|WebApplicationInitializers|WebApplicationContext: initialization| using Java \d|HikariPool-1"
    r"|Nest application)",
    "start-up lines of Spring Boot, aws-serverless-java-container, Quarkus, Micronaut, NestJS and"
    " the .NET generic host, as their 2018-2026 sources write them",
)


@check(
    id="init/framework-start",
    title="A framework starts inside a stopped invocation",
    severity=Severity.MEDIUM,
    role=Role.CONTEXT,
    since="0.1",
    reads=("log_events",),
    signatures=(LINES,),
)
def framework_start(scene: Scene) -> Iterator[Finding]:
    seen = set[str]()
    for signal in scene.signals(LINES.id):
        stopped = signal.statuses.get("timeout", 0)
        if stopped and signal.resource not in seen:
            seen.add(signal.resource)
            yield Finding(
                resource=signal.resource,
                summary="A framework was starting in invocations that were stopped",
                citations=tuple(Citation(event=e) for e in signal.examples[:2]),
                invocations=stopped,
                onset_us=signal.first_us,
            )
