"""APIs that call $LATEST of a function whose versions are prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.behind import called
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Integration, Provisioned
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Starts of the version that the API calls, which none of the prepared environments could spare.
COLD = """
SELECT count(*) FROM invocations
WHERE resource = $resource AND cold_start AND version = '$LATEST' AND init_us >= $slow
"""
SLOW_US = 1_000_000  # an init that a caller notices, as in init/slow-start


@check(
    id="api/calls-latest",
    title="The API calls $LATEST, and versions are prepared",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("integrations",),
    cause="provisioned_concurrency_misrouted",
)
def calls_latest(scene: Scene) -> Iterator[Finding]:
    for integration in scene.case.documents(Integration):
        told = called(integration)
        if told is None or (told[1] or "$LATEST") != "$LATEST":
            continue
        key = scene.key(told[0])
        function = scene.function(key)
        prepared = [p for p in scene.case.documents(Provisioned) if scene.key(p.resource) == key]
        snap = function is not None and function.snapstart == "PublishedVersions"
        if not prepared and not snap:
            continue
        what = "provisioned concurrency" if prepared else "SnapStart"
        cold = int(str(scene.case.execute(COLD, resource=key, slow=SLOW_US)[0][0]))
        text = f"the integration calls {told[0].rpartition(':')[2]} without an alias"
        yield Finding(
            resource=key,
            summary=f"Callers never reach what {what} prepares: {text}",
            key=integration.resource,
            citations=(Citation(place=integration.place("uri"), text=text),),
            cause="provisioned_concurrency_misrouted" if prepared else "snapstart_not_active",
            weight=DECISIVE,
            symptom="slow_start",
            opens=cold > 0,
            role=Role.SIGNATURE if cold else Role.RISK,
            invocations=cold,
            by_status=(("slow_start", cold),) if cold else (),
            explains=("slow_start", "timeout", "slow"),
            remedies=(
                Manual(
                    "Call the function through an alias of the prepared version, with a permission"
                    " for the API on that alias",
                    "the alias to use is the owner's choice",
                ),
            ),
        )
