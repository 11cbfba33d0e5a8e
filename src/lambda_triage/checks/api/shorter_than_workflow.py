"""Integrations that give up before the workflow they start and wait for has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Integration, Known, StateMachine
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

WAITS = "StartSyncExecution"  # the one action for which the API waits until the end
EXPRESS_S = 300  # longest run of an Express workflow (Step Functions guide, quotas, 2026)
REST_MS, HTTP_MS = 29_000, 30_000  # defaults of the time-out (API Gateway quotas, 2026)


@check(
    id="api/shorter-than-workflow",
    title="The integration times out before its workflow",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("integrations", "state_machines"),
    cause="apigw_29s_timeout",
)
def shorter_than_workflow(scene: Scene) -> Iterator[Finding]:
    for integration in scene.case.documents(Integration):
        machine = _machine(scene, integration)
        if machine is None:
            continue
        wait_ms = integration.timeout_ms or (HTTP_MS if integration.subtype else REST_MS)
        runs_s, told = _longest(machine)
        if wait_ms >= 1000 * runs_s:
            continue
        waits = f"the integration waits {wait_ms / 1000:g} s"
        text = f"{waits}, {machine.name} may run {runs_s} s ({told})"
        below = max(1, wait_ms // 1000 - 1)
        yield Finding(
            resource=machine.resource,
            summary=f"The API gives up while the workflow still runs: {text}",
            key=integration.resource,
            citations=(
                Citation(place=integration.place("timeout_ms"), text=text),
                Citation(place=machine.place("definition"), text=told),
            ),
            cause="apigw_29s_timeout",
            weight=HINT,
            explains=("request",),
            remedies=(
                EditCode(
                    f"Give {machine.name} TimeoutSeconds {below}, and its functions less, or start"
                    " it with StartExecution and let the caller ask for the result"
                ),
            ),
        )


def _machine(scene: Scene, integration: Integration) -> StateMachine | None:
    """The machine that a synchronous integration names in its request."""
    if not (integration.subtype or integration.uri or "").endswith(WAITS):
        return None
    request = str(integration.request)
    found = [
        m
        for m in scene.case.documents(StateMachine)
        if m.known is not Known.LISTED  # nothing is known of its time-outs
        and f":{name(m.resource)}'" in request.replace('"', "'").replace("\\", "")
    ]
    return found[0] if len(found) == 1 else None


def _longest(machine: StateMachine) -> tuple[int, str]:
    """How long it may run, and what says so."""
    whole = machine.definition
    told = whole.get("TimeoutSeconds") if isinstance(whole, dict) else None
    if isinstance(told, int) and not isinstance(told, bool) and told < EXPRESS_S:
        return told, f"TimeoutSeconds {told}"
    return EXPRESS_S, "the limit of Express workflows"
