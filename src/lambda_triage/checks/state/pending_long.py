"""Functions that have been Pending for much longer than it takes to make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Network interfaces take up to 90 s, a snapshot some minutes (Lambda guide, function states, 2026);
# an hour is our choice.
LONG_US = 3_600_000_000
DAY_H = 24
MADE = (None, "Creating")  # `Restoring` begins with a call, long after the last change
END = "SELECT last_us FROM period"
RAN = "SELECT DISTINCT resource FROM invocations WHERE status = 'ok' ORDER BY resource"


class _End(Struct, frozen=True):
    last_us: int | None


class _Ran(Struct, frozen=True):
    resource: str


@check(
    id="state/pending-long",
    title="The function stays Pending",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("functions",),
    cause="update_in_progress",
)
def pending_long(scene: Scene) -> Iterator[Finding]:
    end_us = next(scene.case.rows(END, _End)).last_us
    ran = {scene.key(row.resource) for row in scene.case.rows(RAN, _Ran)}
    ran |= {scene.key(s.resource) for s in counts(scene, "Invocations") if s.total > 0}
    for one in scene.case.functions:
        since_us = one.last_modified_us
        if one.state != "Pending" or one.state_reason_code not in MADE or since_us is None:
            continue
        if end_us is None or end_us - since_us < LONG_US or one.resource in ran:
            continue
        hours = (end_us - since_us) // LONG_US
        passed = f"{hours // DAY_H:,} days" if hours >= 2 * DAY_H else f"{hours} h"
        text = f"State Pending, last modified {rfc3339(since_us)}"
        argv = ("aws", "lambda", "get-function", "--function-name", name(one.resource))
        yield Finding(
            resource=one.resource,
            summary=f"No call can run: the function is Pending, {passed} after its last change",
            citations=(Citation(place=Place(one.input, path=f"{one.path}State"), text=text),),
            cause="update_in_progress",
            weight=DECISIVE,
            symptom="not_triggered",
            opens=True,
            explains=("request", "not_triggered"),
            by_status=(("not_triggered", 1),),
            onset_us=since_us,
            remedies=(
                Command(
                    (*argv, "--query", "Configuration.[State,StateReasonCode,StateReason]"),
                    "Read the state again; where it is still Pending, see to its network, key or"
                    " image, then update its code or make it anew",
                ),
            ),
        )
