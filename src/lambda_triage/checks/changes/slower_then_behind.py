"""Invocations that became slower before their function fell behind or was refused."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.shift import slower
from lambda_triage.checks.signature import HINT
from lambda_triage.findings import EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift

SLOWER = 2.0  # times the duration before; our choice
BUSIER = 1.5  # times as much work at a time: fuller batches alone do not make more of it
SAME = 1.3  # times the arrivals, up to which no more arrive
SOLE = 3.5  # log-odds where nothing else rose: it is the factor that did
INCOMING = ("IncomingRecords", "NumberOfMessagesSent", "NumberOfMessagesReceived")


class _Load(Struct, frozen=True):
    """Invocations and work arriving since the change, as multiples of before; None: not known."""

    calls: float | None
    incoming: float | None


@check(
    id="changes/slower-then-behind",
    title="Invocations became slower, and then work piled up",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="slow_downstream",
)
def slower_then_behind(scene: Scene) -> Iterator[Finding]:
    for shift in slower(scene):
        times = shift.after_us / max(shift.before_us, 1)
        load = _load(scene, shift)
        calls = load.calls if load.calls is not None else shift.load
        if times < SLOWER or calls is None or calls > SAME * max(load.incoming or 1, 1):
            continue
        if calls * times < BUSIER * max(load.incoming or 1, 1):
            continue  # as much work as before, in fewer and fuller batches
        yield _finding(shift, times, calls, sole=(load.incoming or 1) <= SAME)


def _finding(shift: Shift, times: float, calls: float, *, sole: bool) -> Finding:
    text = (
        f"Durations rose from {shift.before_us / 1000:,.0f} to {shift.after_us / 1000:,.0f} ms"
        f" ({shift.statistic}), at {calls:.2g} times the invocations"
    )
    return Finding(
        resource=shift.resource,
        summary=f"{text}: what arrives meanwhile has to wait",
        citations=(shift.citation,),
        cause="slow_downstream",
        weight=SOLE if sole else HINT,
        explains=("backlog", "lag", "throttle"),
        onset_us=shift.onset_us,
        impact=f"{times:.1f} times as long for each invocation",
        remedies=(
            EditCode(
                "Find what each invocation waits for since then; more batches at a time, or a"
                " higher limit, let more of them wait at once"
            ),
        ),
    )


def _load(scene: Scene, shift: Shift) -> _Load:
    own = [s for s in counts(scene, "Invocations") if scene.key(s.resource) == shift.resource]
    calls = _times(own[0].points, shift.onset_us) if own else None
    sources = {m.source.rpartition("/")[2].rpartition(":")[2]
               for m in scene.mappings(shift.resource) if m.source}  # fmt: skip
    came = [
        _times(s.points, shift.onset_us)
        for metric in INCOMING
        for s in counts(scene, metric)
        if s.resource.rpartition(":")[2] in sources
    ]
    return _Load(calls, max((c for c in came if c is not None), default=None))


def _times(points: tuple[tuple[int, float], ...], onset_us: int) -> float | None:
    before = [value for time_us, value in points if time_us < onset_us]
    since = [value for time_us, value in points if time_us >= onset_us]
    if not before or not since or median(before) <= 0:
        return None
    return median(since) / median(before)
