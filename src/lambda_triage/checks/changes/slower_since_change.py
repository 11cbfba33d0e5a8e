"""Durations that rise with a recorded change of the function."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import slower
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift
    from lambda_triage.findings import Remedy

SOON_US = 900_000_000  # 15 min from the change to the rise; our choice
# What changes nothing about how a function runs (Lambda API, UpdateFunctionConfiguration, 2026).
IDLE = {"description", "tags", "deadLetterConfig", "loggingConfig", "revisionId", "publish"}
ARGUMENTS = re.compile(r"^UpdateFunctionConfiguration\(([^)]{0,400})\)")

# The last one before the rise; a metric's point may begin before a change within its period.
CHANGED = """
SELECT kind, replace(detail, 'LastModified', 'its last change (LastModified)') AS told,
       time_us, input, path
FROM changes
WHERE (resource = $resource OR resource = '?:' || $name)
  AND kind IN ('code', 'configuration', 'alias', 'stack')
  AND time_us > $until - $soon AND time_us <= $onset + $period
ORDER BY time_us DESC, told
"""


class _Changed(Struct, frozen=True):
    kind: str
    told: str
    time_us: int
    input: int
    path: str | None


@check(
    id="changes/slower-since-change",
    title="Durations rise with a change of the function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("changes",),
    cause="deploy_regression",
)
def slower_since_change(scene: Scene) -> Iterator[Finding]:
    for shift in slower(scene):
        found = [change for change in _before(scene, shift) if not _is_idle(change)]
        if found:
            yield _finding(shift, found[0])


def _before(scene: Scene, shift: Shift) -> Iterator[_Changed]:
    metric = shift.citation.place is not None and shift.citation.place.metric is not None
    times = {"until": shift.until_us, "onset": shift.onset_us, "soon": SOON_US}
    period = shift.onset_us - shift.until_us if metric else 0
    own = {"resource": shift.resource, "name": name(shift.resource)}
    return scene.case.rows(CHANGED, _Changed, period=period, **times, **own)


def _is_idle(change: _Changed) -> bool:
    """Whether it cannot have made anything slower, by the fields it names."""
    named = ARGUMENTS.match(change.told)
    return named is not None and {n.strip() for n in named[1].split(",")} <= IDLE


def _finding(shift: Shift, change: _Changed) -> Finding:
    place = Place(change.input, path=change.path)
    own = Citation(place=place, text=change.told, time_us=change.time_us)
    minutes = max(0, shift.onset_us - change.time_us) // 60_000_000
    after = f"{minutes} min after" if minutes else "with"
    sure = change.kind in ("code", "alias")
    return Finding(
        resource=shift.resource,
        summary=f"Durations rose from {shift.before_us / 1000:.0f} to"
        f" {shift.after_us / 1000:.0f} ms ({shift.statistic}) {after} {change.told}",
        key=change.told,
        citations=(own, shift.citation),
        cause="deploy_regression",
        weight=SPECIFIC if sure else STRONG,
        explains=("slow",),
        onset_us=change.time_us,
        remedies=_fix(shift, sure),
    )


def _fix(shift: Shift, code: bool) -> tuple[Remedy, ...]:
    named = ("--function-name", name(shift.resource), "--name", "<alias>")
    back = ("aws", "lambda", "update-alias", *named, "--function-version", "<version before>")
    told = "Compare what each invocation does before and after it: calls, reads, parsing, memory"
    if not code:
        return (EditCode(told),)
    return (Command(back, "send callers back to the version before meanwhile"), EditCode(told))
