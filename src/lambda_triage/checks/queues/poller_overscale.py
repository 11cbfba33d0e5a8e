"""Queue pollers that ask for more concurrency than the function has reserved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.reserved import reserved
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.feeding import Feed
    from lambda_triage.checks.scene import Scene

# How far an SQS mapping without a maximum scales (Lambda guide, 'Using Lambda with SQS', 2026).
UNBOUNDED = 1_250
LEAST = 2  # smallest MaximumConcurrency (Lambda API reference, 2026)
DECLARED = 5.0  # log-odds: beats the throttle's own reading, which knows only the reservation
OPEN = 4.5


@check(
    id="queues/poller-overscale",
    title="Pollers ask for more than the function has reserved",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="throttled_poller_overscale",
)
def poller_overscale(scene: Scene) -> Iterator[Finding]:
    fed: dict[str, list[Feed]] = defaultdict(list)
    for feed in Feeding(scene).feeds:
        if feed.mapping.is_on is not False and feed.mapping.pollers is None:
            fed[feed.function].append(feed)
    for function, found in sorted(fed.items()):
        most = reserved(scene, function)
        if not most or most >= UNBOUNDED:
            continue  # 0 switches the function off, which another check tells
        if any(f.mapping.most_concurrent is None for f in found):
            # Told, but as a value that only a deployment knows: then nothing can be said.
            if not any(_is_unresolved(f) for f in found):
                yield _finding(function, found, most, None)
            continue
        wanted = sum(feed.mapping.most_concurrent or 0 for feed in found)
        if wanted > most:
            yield _finding(function, found, most, wanted)


def _is_unresolved(feed: Feed) -> bool:
    mapping = feed.mapping
    return mapping.most_concurrent is None and "most_concurrent" in mapping.given


def _finding(function: str, found: list[Feed], most: int, wanted: int | None) -> Finding:
    named = ", ".join(feed.source.rpartition(":")[2] for feed in found)
    many = f"up to {wanted} batches" if wanted else f"as many as {UNBOUNDED:,} batches"
    why = "MaximumConcurrency" if wanted else "no MaximumConcurrency"
    share = max(LEAST, most // len(found))
    first = found[0].mapping
    return Finding(
        resource=function,
        summary=f"The trigger{'s' if len(found) > 1 else ''} on {named} may run {many} at once"
        f" ({why}), the function has {most} reserved: the rest is throttled, and each throttled"
        " receive counts towards the dead-letter queue",
        key=function,
        citations=tuple(
            Citation(
                place=feed.mapping.place("most_concurrent"),
                text=f"MaximumConcurrency {feed.mapping.most_concurrent or 'not set'}",
            )
            for feed in found
        ),
        cause="throttled_poller_overscale",
        weight=DECLARED if wanted else OPEN,
        explains=("throttle", "dead_letters", "backlog"),
        remedies=(
            Command(
                (
                    "aws",
                    "lambda",
                    "update-event-source-mapping",
                    "--uuid",
                    first.uuid or "<uuid>",
                    "--scaling-config",
                    f"MaximumConcurrency={share}",
                ),
                "Let the maximums of all mappings together stay within what is reserved",
                "messages wait in the queue instead",
            ),
        ),
    )
