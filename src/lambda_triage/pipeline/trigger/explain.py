"""The whole question: a sample event and the recorded configuration → every way, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.scene import Scene
from lambda_triage.evidence.naming import UNNAMED, same
from lambda_triage.pipeline.trigger.carriers import ways
from lambda_triage.sources.collect import collect
from lambda_triage.sources.samples import read_sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.pipeline.trigger.way import Answer, Way
    from lambda_triage.sources.samples import Carrier


class Explained(Struct, frozen=True):
    """The answer: all ways, those that let the event pass first, and the inputs they cite."""

    carrier: Carrier
    source: str | None
    ways: tuple[Way, ...]
    inputs: tuple[str, ...]

    @property
    def answer(self) -> Answer:
        """Yes when one way is open to its end; no when all are closed; else unknown."""
        answers = {way.answer for way in self.ways}
        if "yes" in answers:
            return "yes"
        return "unknown" if "unknown" in answers or not answers else "no"


def explain_trigger(
    sample: str,
    paths: Sequence[str],
    *,
    carrier: str | None = None,
    function: str | None = None,
    told: str | None = None,
) -> Explained:
    """Whether the event in *sample* (JSON text) would have invoked a function, and by which way.

    carrier   what carries a bare body: sqs, eventbridge, …
    function  ARN or name; without it every function that the documents connect
    told      operation of answers whose shape fits several, as in `diagnose --as`
    Raises FormatError for a sample that is no event, InputError for a missing path.
    """
    event = read_sample(sample, carrier)
    case, _ = collect(paths, [], told=told)
    with case:
        scene = Scene(case)
        wanted = scene.key(function) if function else None
        found = [
            way
            for way in ways(scene, event)
            if wanted is None or way.function == UNNAMED or same(way.function, wanted)
        ]
        order = ("yes", "unknown", "no")
        found.sort(key=lambda w: (order.index(w.answer), w.by, w.function))
        return Explained(event.carrier, event.source, tuple(found), tuple(case.inputs))
