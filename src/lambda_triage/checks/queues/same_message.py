"""Messages that fail each time they are received, while others succeed between."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import DECISIVE, message
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.findings import Remedy

ID = "queues/same-message"
BEFORE = 3  # receives of a message before the fourth, from which on its id is read
SLACK = 0.2  # of the failures may be of other messages; our choice
NAMED = 3  # messages named in the summary
MOST = 4  # of their records cited, beside the error
COUNT = r"ApproximateReceiveCount[\\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\\"']{0,4}"
SENT = r"[Mm]essage_?[Ii]d[\\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\\"']{0,4}"
# From an id to the first count after it, not past another id; without a way back: bodies are long.
WITHIN = r"(?:[^AMm]++|A(?!pproximateReceiveCount)|[Mm](?!essage_?[Ii]d)){0,6000}+"
UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
SOURCE = "records of an SQS event as functions log them; Lambda guide, SQS event, 2026"
# Failures like those of the messages, from the beginning of the first to the end of the last, and
# what else ended meanwhile: what succeeded before a deployment alone says nothing of the messages.
MEANWHILE = """
WITH own AS (
    SELECT *, coalesce(fingerprint, error_type, status) AS kind, coalesce(end_us, start_us) AS at_us
    FROM invocations WHERE resource = $resource AND status <> 'unknown'
), held AS (
    SELECT * FROM own WHERE request_id IN (
        SELECT request_id FROM log_events
        WHERE list_contains(string_split($ids, ','), CAST(id AS VARCHAR)) AND resource = $resource)
), alike AS (
    SELECT * FROM own WHERE status = 'error' AND kind IN (SELECT kind FROM held)
), span AS (
    SELECT min(least(coalesce(start_us, at_us), at_us - coalesce(duration_us, 0))) AS first_us,
           max(at_us) AS last_us, count(*) AS alike FROM alike
)
SELECT s.first_us, s.alike, (SELECT min(error_type) FROM held) AS error,
       (SELECT min(id) FROM log_events WHERE resource = $resource
        AND request_id IN (SELECT request_id FROM alike)
        AND contains(text, (SELECT min(error_type) FROM held))) AS raised,
       count(*) FILTER (o.status <> 'ok') AS failed, count(*) FILTER (o.status = 'ok') AS passed
FROM span AS s JOIN own AS o ON o.at_us BETWEEN s.first_us AND s.last_us
GROUP BY s.first_us, s.alike
"""


class _Meanwhile(Struct, frozen=True):
    first_us: int
    alike: int
    error: str | None
    raised: int | None
    failed: int
    passed: int


@check(
    id=ID,
    title="A message fails each time, others succeed",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("log_events",),
    signatures=(
        message(
            f"{ID}.late",
            "ApproximateReceiveCount",
            pattern=rf"{SENT}(?P<message>{UUID}){WITHIN}{COUNT}(?:[4-9]|[1-9]\d{{1,4}})(?!\d)",
            source=SOURCE,
        ),
        message(
            f"{ID}.early",
            "ApproximateReceiveCount",
            pattern=rf"{COUNT}[1-3](?!\d)",
            source=SOURCE,
        ),
    ),
    cause="esm_poison_record",
)
def same_message(scene: Scene) -> Iterator[Finding]:
    late: dict[str, list[Signal]] = defaultdict(list)
    for signal in scene.signals(f"{ID}.late"):
        late[signal.resource].append(signal)
    handled = {s.resource for s in scene.signals(f"{ID}.early") if s.ok}
    for resource, tried in sorted(late.items()):
        if resource not in handled or not all(_is_known_to_fail(s) for s in tried):
            continue  # a message that succeeds in the end was not what failed
        ids = ",".join(str(e) for s in tried for e in s.examples)
        for seen in scene.case.rows(MEANWHILE, _Meanwhile, resource=resource, ids=ids):
            receives = sum(BEFORE + s.failed for s in tried)
            enough = seen.alike > BEFORE and seen.passed
            if enough and seen.failed - receives <= SLACK * seen.failed:
                yield _finding(scene, resource, tried, seen)


def _is_known_to_fail(signal: Signal) -> bool:
    """Whether every invocation that held it ended in an error, as far as known."""
    errors = signal.statuses.get("error", 0)
    known = signal.invocations - signal.statuses.get("unknown", 0)
    return "message" in signal.captures and 0 < errors == known


def _finding(scene: Scene, resource: str, tried: list[Signal], seen: _Meanwhile) -> Finding:
    events = [e for s in tried for e in s.examples][:MOST]
    events += [seen.raised] if seen.raised is not None else []
    tried = sorted(tried, key=lambda s: (s.first_us or 0, s.captures["message"]))
    told = [s.captures["message"] for s in tried]
    more = ", …" if told[NAMED:] else ""
    who, they = f"{len(told)} messages ({', '.join(told[:NAMED])}{more}) fail", "they are"
    if not told[1:]:
        who, they = f"Message {told[0]} fails", "it is"
    error = f" with {seen.error}" if seen.error else ""
    others = f"{seen.passed} other invocation{'s' if seen.passed != 1 else ''}"
    return Finding(
        resource=resource,
        summary=f"{who}{error} whenever {they} received, four times or more; {others} ended"
        " well meanwhile",
        key=told[0],
        citations=tuple(Citation(event=e) for e in dict.fromkeys(events)),
        weight=DECISIVE,
        cause="esm_poison_record",
        opens=True,
        invocations=seen.alike,
        onset_us=seen.first_us,
        by_status=(("error", seen.alike),),
        impact=f"{seen.alike} failed invocations",
        facts=(("error", seen.error or ""),),
        remedies=_remedies(scene, resource, seen),
    )


def _remedies(scene: Scene, resource: str, seen: _Meanwhile) -> tuple[Remedy, ...]:
    queues = [f.queue for f in Feeding(scene).feeds if f.function == resource and f.queue]
    dead = next((name(q.dead_letter) for q in queues if q.dead_letter), None)
    raised = f"what raises {seen.error}" if seen.error else "what fails"
    aside = EditCode("Put a message that cannot be handled aside, and report only it as failed")
    if dead:
        text = f"Look at the message in {dead}: correct it, or {raised}, then send it back"
    else:
        text = f"Give the queue a dead-letter queue; correct the message there, or {raised}"
    return (aside, Manual(text, "whether the message or the code is wrong only its owner knows"))
