"""Functions that are stopped for time or memory while nothing measures what they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.naming import same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# CloudWatch guide, "Lambda Insights", layers and role of the extension, 2026.
LAYER = ":layer:LambdaInsightsExtension"
# As in the managed policy CloudWatchLambdaInsightsExecutionRolePolicy.
ACTIONS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
# Layers that measure a function's CPU and memory, too (documentation of each, 2026).
OTHERS = ("datadog", "newrelic", "dynatrace", "lumigo", "splunk", "instana", "elastic-apm")
FEWEST = 2  # invocations: one may be chance (our choice)
STOPPED = f"SELECT resource, timeouts, ooms FROM outcomes WHERE timeouts + ooms >= {FEWEST}"
MEASURED = "SELECT DISTINCT resource FROM usage"


@check(
    id="observability/insights-off",
    title="Nothing measures what a stopped function used",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
)
def insights_off(scene: Scene) -> Iterator[Finding]:
    measured = {scene.key(str(row[0])) for row in scene.case.execute(MEASURED)}
    stopped = scene.case.execute(STOPPED)
    for function in scene.case.functions:
        if function.resource in measured or not function.complete or _measures(function):
            continue
        for resource, timeouts, ooms in stopped:
            if same(scene.key(str(resource)), function.resource):
                yield _finding(function, int(str(timeouts)), int(str(ooms)))


def _measures(function: FunctionConfiguration) -> bool:
    """Whether an extension measures it, or may, in an image of which nothing is known."""
    layers = " ".join(function.layers or ())
    known = LAYER in layers or any(other in layers.lower() for other in OTHERS)
    return known or function.is_image is not False


def _finding(function: FunctionConfiguration, timeouts: int, ooms: int) -> Finding:
    counts = ((timeouts, "at its time-out"), (ooms, "out of memory"))
    ended = " and ".join(f"{n} {how}" for n, how in counts if n)
    text = "no layer of Lambda Insights"
    arm = "-Arm64" if function.architecture == "arm64" else ""
    return Finding(
        resource=function.resource,
        summary=f"Invocations end ({ended}), and nothing measures their CPU, memory, /tmp and"
        " network",
        citations=(
            Citation(place=Place(function.input, path=f"{function.path}Layers"), text=text),
        ),
        remedies=(
            EditCode(
                f"Attach the layer LambdaInsightsExtension{arm} (the CloudWatch guide lists its ARN"
                " of each Region) until the reason is known; its metrics and logs are paid for"
            ),
            GrantAction(ACTIONS, "*", function.role, "identity", "Let the role write them"),
        ),
    )
