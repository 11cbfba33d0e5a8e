"""EventBridge archives that keep no events for a replay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Archive
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

OFF = ("DISABLED", "CREATE_FAILED", "UPDATE_FAILED")  # DescribeArchive (EventBridge API, 2026)


@check(
    id="triggers/archive-failed",
    title="The archive keeps no events",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("archives",),
)
def archive_failed(scene: Scene) -> Iterator[Finding]:
    for archive in scene.case.documents(Archive):
        if archive.state in OFF:
            text = f"State {archive.state}"
            text += f": {archive.reason[:200]}" if archive.reason else ""
            yield Finding(
                resource=archive.resource,
                summary=f"The archive {archive.name} keeps no events: a replay will miss those of"
                f" this time ({text})",
                citations=(Citation(place=archive.place("state"), text=text),),
                remedies=(
                    Manual(
                        "Correct what its StateReason tells, mostly the event pattern or the KMS"
                        " key, and update the archive",
                        "what it should be is not in the evidence",
                    ),
                ),
            )
