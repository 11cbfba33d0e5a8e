"""Which queue feeds which function, and which queues are dead-letter queues, and of whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.evidence.documents import (
    InvokeConfig,
    Known,
    Mapping,
    Queue,
    Subscription,
    Target,
)
from lambda_triage.evidence.naming import name, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

DEAD_LETTER_NAMES = ("dlq", "dead-letter", "deadletter", "dead_letter")


class Feed(Struct, frozen=True):
    """One event source mapping of a queue.

    function       key of the function it invokes
    queue          None where the queue's attributes are not in the evidence
    configuration  None where the function's is not
    """

    mapping: Mapping
    function: str
    source: str
    queue: Queue | None
    configuration: FunctionConfiguration | None


class Feeding:
    """Queues, their mappings and what they fail to, read once for a check.

    queues  every queue once: what AWS answers goes before what a template declares
    feeds   every SQS mapping once, likewise
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._by_name: dict[str, list[Queue]] = defaultdict(list)
        for queue in sorted(scene.case.documents(Queue), key=lambda q: not q.complete):
            held = self._by_name[name(queue.resource)]
            if not any(same(queue.resource, other.resource) for other in held):
                held.append(_as_told(queue))
        every = [queue for held in self._by_name.values() for queue in held]
        self.queues = tuple(sorted(every, key=lambda q: q.resource))
        self.feeds = tuple(self._feeds())
        self._senders = self._failed_to()

    def queue(self, reference: str | None) -> Queue | None:
        """The queue of an ARN or name; None where it is not in the evidence, or not one alone."""
        wanted = reference or ""
        found = [q for q in self._by_name.get(name(wanted), ()) if same(q.resource, wanted)]
        return found[0] if len(found) == 1 else None

    def readers(self, queue: str) -> tuple[str, ...]:
        """Keys of the functions a queue feeds; a metric's label may name the function itself."""
        read = [f for f in self.feeds if name(f.source) == name(queue) and same(f.source, queue)]
        named = read or [f for f in self.feeds if same(f.function, queue)]
        return tuple(sorted({f.function for f in named}))

    def senders(self, queue: str) -> tuple[str, ...]:
        """Who sends what failed to this dead-letter queue: keys of functions, else of queues."""
        found = self._senders.get(name(queue), ())
        return tuple(sorted({owner for owner, target in found if same(target, queue)}))

    def is_dead_letter(self, queue: str) -> bool:
        """Whether it takes what failed: somebody names it so, or else it is called so."""
        told = name(queue).lower()
        return bool(self.senders(queue)) or any(word in told for word in DEAD_LETTER_NAMES)

    def _feeds(self) -> Iterator[Feed]:
        scene, found = self._scene, set[tuple[str, ...]]()
        for mapping in sorted(scene.case.documents(Mapping), key=lambda m: not m.complete):
            source = mapping.source or ""
            queue = self.queue(source)
            is_queue = queue is not None if mapping.service is None else mapping.service == "sqs"
            if not source or not mapping.function or not is_queue:
                continue
            function = scene.key(mapping.function)
            whose = (name(function), name(source))
            full = (function, source, mapping.uuid or mapping.resource)
            if full in found or (not mapping.complete and whose in found):
                continue
            found |= {whose, full}
            yield Feed(mapping, function, source, queue, scene.function(function))

    def _failed_to(self) -> dict[str, list[tuple[str, str]]]:
        """Owners of dead-letter queues by the queue's name, each with the reference it gives."""
        case, scene = self._scene.case, self._scene
        told: list[tuple[str, str | None]] = []
        for queue in self.queues:
            owners = self.readers(queue.resource) if queue.dead_letter else ()
            told += [(owner, queue.dead_letter) for owner in owners or (queue.resource,)]
        told += [(f.resource, f.dead_letter) for f in case.functions]
        told += [(scene.key(c.resource), c.on_failure) for c in case.documents(InvokeConfig)]
        for mapping in case.documents(Mapping):
            told.append((scene.key(mapping.function or mapping.resource), mapping.on_failure))
        told += [(scene.key(s.endpoint or ""), s.dead_letter) for s in case.documents(Subscription)]
        told += [(scene.key(t.resource), t.dead_letter) for t in case.documents(Target)]
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for owner, target in told:
            if target:
                found[name(target)].append((owner, target))
        return found


def is_whole(queue: Queue) -> bool:
    """Whether it tells all attributes, so that one it leaves out is not set."""
    everything = {"visibility_s", "retention_s"} <= queue.given  # SQS tells these of every queue
    return queue.known is Known.TEMPLATE or (queue.complete and everything)


def _as_told(queue: Queue) -> Queue:
    """Without defaults that an answer narrowed to some attributes does not tell."""
    if queue.known is Known.TEMPLATE:
        return queue
    given = queue.given
    return replace(
        queue,
        visibility_s=queue.visibility_s if "visibility_s" in given else None,
        retention_s=queue.retention_s if "retention_s" in given else None,
        wait_s=queue.wait_s if "wait_s" in given else None,
    )


def url(queue: str) -> str:
    """The URL that SQS commands want; a placeholder where only the queue's name is known."""
    parts = queue.split(":")
    if not queue.startswith("arn:aws:sqs:") or len(parts) != 6:
        return "<queue url>"
    return f"https://sqs.{parts[3]}.amazonaws.com/{parts[4]}/{parts[5]}"
