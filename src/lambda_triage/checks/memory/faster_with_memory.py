"""Functions that took as much longer at the present memory size as it has less CPU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.nobody_waits import is_felt
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026
FEWEST = 3  # warm invocations at each size; they are of a trial, and few
GAIN = 1.5  # times the CPU that the trial gave at least
SCALES = 0.7  # of the gain in CPU that shows in the durations, from where on the work computes
NEARLY = 0.1  # by which the shortest, the median and the longest may be off the gain in CPU
SEVERAL = 5  # warm invocations at each size, where requests of every weight are compared
CLEAR = 2.0  # times as fast, which is enough where the size was there before the trial and after it

# What was stopped at its limit would have taken longer still: it counts with what it took.
TRIED = """
SELECT resource, memory_mb, count(*) AS runs,
       CAST(median(duration_us) AS BIGINT)                      AS duration_us,
       min(duration_us)                                         AS least_us,
       max(duration_us)                                         AS most_us,
       min(coalesce(start_us, end_us))                          AS first_us,
       max(coalesce(end_us, start_us))                          AS last_us,
       arg_max(input, (duration_us, input, line))               AS input,
       arg_max(line, (duration_us, input, line))                AS line
FROM invocations
WHERE status IN ('ok', 'timeout') AND NOT coalesce(cold_start, false)
  AND duration_us IS NOT NULL AND memory_mb IS NOT NULL
GROUP BY resource, memory_mb
HAVING count(*) >= $fewest
ORDER BY resource, last_us DESC NULLS LAST, memory_mb
"""


class _Tried(Struct, frozen=True):
    resource: str
    memory_mb: int
    runs: int
    duration_us: int
    least_us: int
    most_us: int
    first_us: int | None
    last_us: int | None
    input: int
    line: int

    @property
    def cpus(self) -> float:
        """vCPUs that one thread can use."""
        return min(self.memory_mb, ONE_VCPU_MB) / ONE_VCPU_MB


@check(
    id="memory/faster-with-memory",
    title="Durations follow the CPU of the memory size",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="cpu_starved",
)
def faster_with_memory(scene: Scene) -> Iterator[Finding]:
    sizes: dict[str, list[_Tried]] = {}
    for row in scene.case.rows(TRIED, _Tried, fewest=FEWEST):
        sizes.setdefault(row.resource, []).append(row)
    for resource, tried in sizes.items():
        function = scene.function(resource)
        set_mb = function.memory_mb if function else None
        now = next((s for s in tried if s.memory_mb == set_mb), None if set_mb else tried[0])
        best = max((s for s in tried if now and _scales(now, s)), key=_size, default=None)
        less = None if best else next((s for s in tried if now and _still(s, now)), None)
        if now and (other := best or less):
            hurts = is_felt(scene, resource, now.duration_us)
            yield _finding(now, other, hurts=hurts)


def _size(tried: _Tried) -> int:
    return -tried.memory_mb  # the smallest that shows it


def _scales(now: _Tried, other: _Tried) -> bool:
    """Whether the other size was faster by what it has more of CPU, and hardly by chance."""
    more = other.cpus / now.cpus
    apart = other.most_us < now.duration_us and other.duration_us < now.least_us
    enough = min(SCALES * more, CLEAR) if _taken_back(now, other) else SCALES * more
    faster = apart and now.duration_us >= enough * other.duration_us
    return more >= GAIN and (faster or _in_proportion(now, other))


def _in_proportion(smaller: _Tried, larger: _Tried) -> bool:
    """Whether light, usual and heavy requests alike got faster by just the gain in CPU."""
    gain = larger.cpus / smaller.cpus
    pairs = (
        (smaller.least_us, larger.least_us),
        (smaller.duration_us, larger.duration_us),
        (smaller.most_us, larger.most_us),
    )
    several = min(smaller.runs, larger.runs) >= SEVERAL
    return several and all(abs(a / max(b, 1) / gain - 1) <= NEARLY for a, b in pairs)


def _still(before: _Tried, now: _Tried) -> bool:
    """Whether a raise of the memory showed that the work computes, and CPU is still short."""
    raised, more = now.cpus / before.cpus >= GAIN, 1 / now.cpus >= GAIN
    return raised and more and _in_proportion(before, now)


def _taken_back(now: _Tried, other: _Tried) -> bool:
    """Whether the present size was there before the other, and is again."""
    times = now.first_us, other.first_us, other.last_us, now.last_us
    known = [time for time in times if time is not None]
    return len(known) == len(times) and known == sorted(known)


def _finding(now: _Tried, other: _Tried, *, hurts: bool) -> Finding:
    larger = other.memory_mb > now.memory_mb
    size = other.memory_mb if larger else ONE_VCPU_MB
    which = "which was tried" if larger else "a whole vCPU"
    text = (
        f"{other.runs} invocations at {other.memory_mb} MB took {other.duration_us / 1000:.0f} ms,"
        f" {now.runs} at {now.memory_mb} MB {now.duration_us / 1000:.0f} ms (medians)"
    )
    return Finding(
        resource=now.resource,
        summary=f"Durations follow the CPU of the memory size: {text}",
        citations=(Citation(place=Place(now.input, line=now.line), text=text),),
        cause="cpu_starved",
        weight=DECISIVE,
        explains=("timeout", "slow"),
        symptom="slow",
        opens=hurts,
        role=Role.SYMPTOM if hurts else Role.RISK,
        by_status=(("slow", now.runs),) if hurts else (),
        invocations=now.runs,
        impact=f"{now.runs} invocations",
        remedies=(
            SetProperty(
                "MemorySize",
                size,
                f"Set {size} MB, {which}: it costs about the same for work that"
                " computes, and answers sooner",
                "compare again if the requests of the two periods differ",
            ),
        ),
    )
