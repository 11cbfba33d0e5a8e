"""Functions behind a caller who waits that record no traces of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.waiting_callers import waiting_caller
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, GrantAction, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# What the managed policy AWSXRayDaemonWriteAccess is for (Lambda guide, "Visualize ... with AWS
# X-Ray", 2026). With PassThrough only what an upstream service sampled is traced.
ACTIONS = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
# Layers and wrappers of other tracers, in lower case (documentation of each, 2026).
TRACERS = ("otel", "opentelemetry", "datadog", "newrelic", "dynatrace", "lumigo", "splunk",
           "honeycomb", "instana", "elastic-apm", "sentry", "epsagon")  # fmt: skip
TRACED = "SELECT DISTINCT resource FROM spans WHERE resource IS NOT NULL"


@check(
    id="observability/tracing-off",
    title="A function that callers wait for records no traces",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def tracing_off(scene: Scene) -> Iterator[Finding]:
    traced = {scene.key(str(row[0])) for row in scene.case.execute(TRACED)}
    for function in scene.case.functions:
        if function.tracing != "PassThrough" or function.resource in traced or _other(function):
            continue
        caller = waiting_caller(scene, function)
        if caller is None:
            continue
        text = "TracingConfig.Mode is PassThrough"
        yield Finding(
            resource=function.resource,
            summary=f"{text}: where the time goes that {caller} waits for is not recorded",
            citations=(
                Citation(
                    place=Place(function.input, path=f"{function.path}TracingConfig.Mode"),
                    text=text,
                ),
            ),
            remedies=(
                SetProperty(
                    "TracingConfig.Mode",
                    "Active",
                    "Let Lambda sample requests, and instrument the SDK's clients",
                    "recorded traces are paid for beyond the free ones",
                ),
                GrantAction(ACTIONS, "*", function.role, "identity", "Let the role write traces"),
            ),
        )


def _other(function: FunctionConfiguration) -> bool:
    """Whether another tracer is attached."""
    wrapper = function.setting("AWS_LAMBDA_EXEC_WRAPPER") or ""
    told = " ".join((*(function.layers or ()), wrapper, function.handler or "")).lower()
    return any(tracer in told for tracer in TRACERS)
