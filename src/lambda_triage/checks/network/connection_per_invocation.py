"""Functions that open a connection anew in each invocation."""

from __future__ import annotations

import re
from statistics import median_low
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signal

MOSTLY = 0.8  # of the invocations open one
FEWEST_WARM = 3  # invocations that could have used an open one
HURTS_US, HURTS = 100_000, 0.3  # 0.1 s, and that share of a warm invocation, spent connecting

OPENED = Signature(
    "network/connection-per-invocation.opened",
    (
        "Starting new HTTP",
        "Opened connection [connectionId",
        "Cluster created with settings",
        "HikariPool-",
        "reusedSocket",
        "Found credentials in environment variables",
        "onnected (",
        "onnected in ",
        "onnected to ",
        "onnection established",
        "onnection opened",
        "handshake done in",
        "handshake completed in",
        "handshake took",
    ),
    # urllib3 counts a pool's connections: (1) is the first of a new pool.
    r"Starting new HTTPS? connection \(1\)|Opened connection \[connectionId"
    r"|Cluster created with settings|HikariPool-\d{1,6} - Start|reusedSocket\\?\"?: ?false"
    r"|Found credentials in environment variables"
    r"|\b[Cc]onnect(?:ed|ion (?:established|opened))\b[^\n]{0,80}?\b\d{1,6}(?:\.\d{1,3})? ?ms\b"
    r"|\b(?:tls|TLS|ssl|SSL) handshake (?:done in|completed in|took) \d{1,6}(?:\.\d{1,3})? ?ms\b",
    "urllib3 connectionpool.py; botocore credentials.py (a new session); MongoDB Java driver;"
    " HikariCP; Node.js request.reusedSocket; clients that time their connect, 2025",
)
PHASES = re.compile(r"\b(?:dns|tcp|tls|connect)\\?\"?: ?(\d{1,6})(?:\.\d{1,9})?\b")
TOOK = re.compile(
    r"\b(?:[Cc]onnect|(?:tls|TLS|ssl|SSL) handshake)[^\n]{0,90}?\b(\d{1,6})(?:\.\d{1,3})? ?ms\b"
)

WARM = """
SELECT s.reported, s.cold, c.warm_p50_us
FROM starts AS s JOIN cold_and_warm AS c ON c.resource = s.resource
WHERE s.resource = $resource AND s.reported - s.cold >= $warm
"""
TEXT = "SELECT text FROM log_events WHERE id = $id"
TRACED = """
SELECT resource, warm, opened, connect_us, whole_us, input
FROM connects
WHERE warm >= $warm AND opened >= $mostly * warm
ORDER BY resource
"""


class _Warm(Struct, frozen=True):
    reported: int
    cold: int
    warm_p50_us: int | None


class _Traced(Struct, frozen=True):
    resource: str
    warm: int
    opened: int
    connect_us: int
    whole_us: int
    input: int


@check(
    id="network/connection-per-invocation",
    title="Each invocation opens its connections anew",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations", "log_events"),
    signatures=(OPENED,),
    cause="connection_not_reused",
)
def connection_per_invocation(scene: Scene) -> Iterator[Finding]:
    seen = set[str]()
    for row in scene.case.rows(TRACED, _Traced, warm=FEWEST_WARM, mostly=MOSTLY):
        seen.add(row.resource)
        proof: tuple[Citation, ...] = (
            Citation(place=Place(row.input), text=f"{row.opened} of {row.warm} warm traces"),
        )
        yield _finding(row.resource, row.opened, row.warm, row.connect_us, row.whole_us, proof)
    for signal in scene.signals(OPENED.id):
        if signal.resource in seen:
            continue
        for told in scene.case.rows(WARM, _Warm, resource=signal.resource, warm=FEWEST_WARM):
            if signal.invocations >= MOSTLY * told.reported and told.reported >= 2 * told.cold:
                proof = tuple(Citation(event=e) for e in signal.examples)
                took, n = _took(scene, signal), min(signal.invocations, told.reported)
                yield _finding(signal.resource, n, told.reported, took, told.warm_p50_us, proof)


def _took(scene: Scene, signal: Signal) -> int | None:
    """How long connecting takes, where the lines tell; µs."""
    times: list[int] = []
    for id in signal.examples:
        for (text,) in scene.case.execute(TEXT, id=id):
            phases = PHASES.findall(str(text)) or TOOK.findall(str(text))[:1]
            if phases:
                times.append(1000 * sum(int(ms) for ms in phases))
    return median_low(times) if times else None


def _finding(
    resource: str,
    opened: int,
    of: int,
    took_us: int | None,
    whole_us: int | None,
    proof: tuple[Citation, ...],
) -> Finding:
    hurts = bool(took_us and whole_us and took_us >= max(HURTS_US, HURTS * whole_us))
    told = f", which takes {took_us / 1000:.0f} ms" if took_us else ""
    if took_us and whole_us:
        told += f" of {whole_us / 1000:.0f} ms"
    return Finding(
        resource=resource,
        summary=f"{opened} of {of} invocations open a connection{told}",
        citations=proof[:5],
        cause="connection_not_reused",
        weight=DECISIVE,
        symptom="slow",
        opens=hurts,
        role=Role.SYMPTOM if hurts else Role.RISK,
        invocations=opened,
        by_status=(("slow", opened),),
        impact=f"{opened} of {of} invocations",
        facts=(("took_us", str(took_us)),) if took_us else (),
        remedies=(
            EditCode(
                "Make clients, sessions and connections once outside the handler, with keep-alive,"
                " and do not close them at its end"
            ),
        ),
    )
