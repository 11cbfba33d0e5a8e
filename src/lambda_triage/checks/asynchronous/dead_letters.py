"""Dead-letter queues that hold messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.series import counts, levels
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LONG = 12  # data points: an hour of 5 min each
FAILED = "SELECT DISTINCT resource FROM invocations WHERE status NOT IN ('ok', 'unknown')"


@check(
    id="asynchronous/dead-letters",
    title="A dead-letter queue holds messages",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("queues",),
)
def dead_letters(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    failing = {str(row[0]) for row in scene.case.execute(FAILED)}
    failing |= {scene.key(s.resource) for s in counts(scene, "Errors") if s.total > 0}
    unchanged = _unchanged(scene, feeding)
    for key, (held, proof) in sorted(_held(scene, feeding).items()):
        name = key.rpartition(":")[2]
        plural = "s" if held != 1 else ""
        for resource in feeding.senders(key) or (key,):
            told = resource in failing  # then they are what its failures left behind
            old = key in unchanged and not told
            yield Finding(
                resource=resource,
                summary=f"The dead-letter queue {name} holds {held:,} message{plural} that failed"
                + (", like invocations of the function" if told else "")
                + (", none of them new" if old else ""),
                key=key,
                citations=(proof,),
                symptom="dead_letters",
                opens=not told and not old,
                role=Role.RISK if told or old else Role.SYMPTOM,
                invocations=1,
                by_status=(("dead_letters", 1),),
                onset_us=proof.time_us,
                impact=f"{held:,} messages",
                remedies=(
                    Command(
                        ("aws", "sqs", "receive-message", *_all(key)),
                        "Read why they failed: the attributes of events that Lambda sent name the"
                        " error",
                        "a look hides the message for its visibility time-out",
                    ),
                    Command(
                        ("aws", "sqs", "start-message-move-task", "--source-arn", key),
                        "Send them back once the cause is repaired",
                        "what still fails comes back here",
                    ),
                ),
            )


def _all(queue: str) -> tuple[str, ...]:
    return ("--queue-url", url(queue), "--message-attribute-names", "All")


def _unchanged(scene: Scene, feeding: Feeding) -> set[str]:
    """Dead-letter queues that held the same number all the time that the metric tells of."""
    found = set()
    for series in levels(scene, "ApproximateNumberOfMessagesVisible"):
        queue = feeding.queue(series.resource)
        same = min(value for _, value in series.points) == series.peak
        if same and len(series.points) >= LONG:
            found.add(queue.resource if queue else series.resource)
    return found


def _held(scene: Scene, feeding: Feeding) -> dict[str, tuple[int, Citation]]:
    """Messages in each dead-letter queue: of its attributes, else of its metric at the end."""
    found: dict[str, tuple[int, Citation]] = {}
    for series in levels(scene, "ApproximateNumberOfMessagesVisible"):
        queue = feeding.queue(series.resource)
        key = queue.resource if queue else series.resource
        if series.last > 0 and feeding.is_dead_letter(key):
            text = f"{series.metric}: {series.last:,.0f}"
            found[key] = (round(series.last), series.citation(text, series.first_us(1)))
    for queue in feeding.queues:
        if queue.messages and feeding.is_dead_letter(queue.resource):
            text = f"ApproximateNumberOfMessages {queue.messages}"
            proof = Citation(place=queue.place("messages"), text=text)
            found.setdefault(queue.resource, (queue.messages, proof))
    return found
