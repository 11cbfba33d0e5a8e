"""One way from an event to a function: its edges in order, each open, closed or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from lambda_triage.errors import PatternError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.evidence.place import Place
    from lambda_triage.patterns import Match

Answer: TypeAlias = Literal["yes", "no", "unknown"]


class Step(Struct, frozen=True):
    """One edge.

    what    state, filter, target, permission or function
    answer  whether the event gets past it
    why     one sentence
    clause  JSON path, in the filter, of the first clause that is not met
    place   the document that says so
    """

    what: str
    answer: Answer
    why: str
    clause: str | None = None
    place: Place | None = None


class Way(Struct, frozen=True):
    """All edges between one source and one function; `by` names the mapping, rule or route."""

    by: str
    function: str
    steps: tuple[Step, ...]

    @property
    def answer(self) -> Answer:
        """The first closed edge ends it; else an unknown one leaves it open."""
        answers = [step.answer for step in self.steps]
        return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"

    @property
    def first(self) -> Step | None:
        """The edge that decides: the first closed one, else the first unknown one."""
        closed = next((s for s in self.steps if s.answer == "no"), None)
        return closed or next((s for s in self.steps if s.answer == "unknown"), None)


def filtered(place: Place | None, ask: Callable[..., Match], *asked: object) -> Step:
    """The step of a filter; one that its service would not take is unknown, with the reason."""
    try:
        match = ask(*asked)
    except PatternError as error:
        return Step("filter", "unknown", f"the filter cannot be read: {error}", error.path, place)
    answer: Answer = "yes" if match.matched else "no"
    return Step("filter", answer, match.reason, match.clause, place)


def state(good: bool | None, why: str, place: Place | None = None) -> Step:
    """The step of a state that is on, off, or not told."""
    return Step("state", "unknown" if good is None else "yes" if good else "no", why, place=place)
