"""Which queue feeds which function, and which queues are dead-letter queues, and of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import (
    Concurrency,
    InvokeConfig,
    Mapping,
    Queue,
    Subscription,
    Target,
)
from lambda_triage.evidence.naming import UNNAMED, name, same

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

DEAD_LETTER_NAMES = ("dlq", "dead-letter", "deadletter", "dead_letter")


@dataclass(frozen=True, slots=True)
class Feed:
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


def feeds(scene: Scene) -> tuple[Feed, ...]:
    """Every SQS mapping once: what AWS answers goes before what a template declares."""
    found: dict[tuple[str, str], Feed] = {}
    mappings = scene.case.documents(Mapping)
    for mapping in sorted(mappings, key=lambda m: not m.complete):
        source = mapping.source
        if not source or not mapping.function or not _is_queue(scene, mapping):
            continue
        function = scene.key(mapping.function)
        queue = scene.case.document(Queue, source)
        feed = Feed(mapping, function, source, queue, scene.function(function))
        held = found.setdefault((name(function), name(source)), feed)
        if held.mapping.complete != mapping.complete:
            continue
        if held.mapping is not mapping and not same(held.function, function):
            found[function, source] = feed
    return tuple(sorted(found.values(), key=lambda f: (f.function, f.source)))


def _is_queue(scene: Scene, mapping: Mapping) -> bool:
    if mapping.service is not None:
        return mapping.service == "sqs"
    return scene.case.document(Queue, mapping.source or "") is not None


def queues(scene: Scene) -> tuple[Queue, ...]:
    """Every queue once: what AWS answers goes before what a template declares."""
    found: list[Queue] = []
    for queue in sorted(scene.case.documents(Queue), key=lambda q: not q.complete):
        if not any(same(queue.resource, held.resource) for held in found):
            found.append(queue)
    return tuple(sorted(found, key=lambda q: q.resource))


def readers(scene: Scene, queue: str) -> tuple[str, ...]:
    """Keys of the functions that a queue feeds; a metric's label may name the function itself."""
    found = {f.function for f in feeds(scene) if same(f.source, queue)}
    if not found:
        found = {f.function for f in feeds(scene) if same(f.function, queue)}
    return tuple(sorted(found))


def senders(scene: Scene, queue: str) -> tuple[str, ...]:
    """Who sends what failed to this dead-letter queue: keys of functions, else of queues."""
    case = scene.case
    found: set[str] = set()
    for source in case.documents(Queue):
        if source.dead_letter and same(source.dead_letter, queue):
            found |= set(readers(scene, source.resource)) or {source.resource}
    told = [(f.resource, f.dead_letter) for f in case.functions]
    told += [(c.resource, c.on_failure) for c in case.documents(InvokeConfig)]
    told += [(m.function or m.resource, m.on_failure) for m in case.documents(Mapping)]
    told += [(s.endpoint or s.resource, s.dead_letter) for s in case.documents(Subscription)]
    told += [(t.resource, t.dead_letter) for t in case.documents(Target)]
    found |= {scene.key(owner) for owner, target in told if target and same(target, queue)}
    return tuple(sorted(found))


def is_dead_letter(scene: Scene, queue: str) -> bool:
    """Whether it takes what failed: somebody names it so, or else it is called so."""
    told = name(queue).lower()
    return bool(senders(scene, queue)) or any(word in told for word in DEAD_LETTER_NAMES)


def reserved(scene: Scene, function: str) -> int | None:
    """The function's reserved concurrency; None where none is reserved, or nothing tells."""
    known = scene.function(function)
    if known is not None and known.reserved_concurrency is not None:
        return known.reserved_concurrency
    told = scene.case.document(Concurrency, function)
    if told is not None:
        return told.reserved
    every = scene.case.documents(Concurrency)
    fed = {scene.key(m.function) for m in scene.case.documents(Mapping) if m.function}
    everybody = fed | {f.resource for f in scene.case.functions}
    alone = len(every) == 1 and every[0].resource == UNNAMED and everybody == {function}
    return every[0].reserved if alone else None
