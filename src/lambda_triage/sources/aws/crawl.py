"""The wants of a target and of all answers: many at once, each once, within a budget.

An answer's follow-ups are asked as soon as it is there; nothing waits for its generation, and
keeping waits until there is nothing to ask. The generation of a want is the least number of
answers that lead to it, from 0.

Which wants are within the budget does not depend on the order of answers: all of them where no
more are found than the budget has. Otherwise those that come first by generation, then by the order
of their parents, then by the order in which `follow` named them; they are `Crawled.wants`. Until it
turns out that the budget is too small, a few may have been asked ahead that are not among these:
their outcomes were kept, and are to be removed. What is known counts as asked, so that a crawl that
was interrupted ends with the wants that it would have had.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.aws.answer import Missing
from lambda_triage.sources.aws.crew import Crew
from lambda_triage.sources.aws.turns import LEADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.crew import Outcome
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.turns import Turns
    from lambda_triage.sources.aws.want import Want


MOST_UNKEPT = 32  # outcomes that are followed and not kept yet
# Each leads to another, and that to a third: what begins late ends last.
LONG = frozenset({"lambda.GetFunction", "iam.ListAttachedRolePolicies", "iam.GetPolicy"})


class Crawled(Struct, frozen=True):
    """What a crawl came to.

    wants        what was asked or known within the budget, in order; independent of timing
    asked        calls that were made now, those ahead included
    known        outcomes that were there already
    missing      wants without an answer, by why
    generations  length of the longest chain of calls that depend on each other
    ahead        outcomes that were kept and whose wants are not among `wants`
    """

    wants: tuple[Want, ...]
    asked: int
    known: int
    missing: dict[str, int]
    generations: int
    ahead: int


class Reach(Struct, frozen=True):
    """How far the answers lead.

    within  wants within the budget, with their generation, in order
    beyond  wants that were named and are not within it, in order
    whole   False where a generation lacks answers, so that later ones are not known yet
    """

    within: dict[Want, int]
    beyond: dict[Want, None]
    whole: bool


def crawl(
    first: Iterable[Want],
    scope: Scope,
    ask: Callable[[Want], Outcome],
    follow: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]],
    *,
    known: Callable[[Want], Outcome | None],
    keep: Callable[[Outcome], None],
    budget: int,
    workers: int = 16,
    turns: Turns | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Crawled:
    """Ask *first* and all that follows; `keep` each outcome once it was followed.

    Keeping and following are done in the calling thread.

    *known* gives what an earlier crawl kept, which is followed and not asked again; a Missing it
    gives stands as well, so it should give none that may be better now. *progress* is told how
    many wants are done, of how many found. On Ctrl-C, or when *ask* raises, what is not asked yet
    is dropped, what has been answered is kept, and the exception goes on at once.
    """
    state = _State(tuple(dict.fromkeys(first)), scope, follow, budget)
    crew = Crew(ask, workers, turns)
    unkept: deque[Outcome] = deque()
    try:
        _run(state, crew, known, keep, unkept, progress)
    finally:
        for outcome in (*unkept, *crew.dismiss()):
            keep(outcome)
    return _finish(state, keep)


def reach(first: Iterable[Want], followed: Mapping[Want, tuple[Want, ...]], budget: int) -> Reach:
    """What is within *budget*, generation by generation; *followed* has the wants with outcomes."""
    within: dict[Want, int] = {}
    beyond: dict[Want, None] = {}
    level, generation = list(first), 0
    while level:
        new: list[Want] = []
        for want in level:
            if want in within:
                continue
            if len(within) >= budget:
                beyond[want] = None
                continue
            within[want] = generation
            new.append(want)
        if any(want not in followed for want in new):
            return Reach(within, beyond, whole=False)
        level = [child for want in new for child in followed[want]]
        generation += 1
    return Reach(within, beyond, whole=True)


class _State:
    """What was found, and what each outcome leads to."""

    def __init__(
        self,
        first: tuple[Want, ...],
        scope: Scope,
        follow: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]],
        budget: int,
    ) -> None:
        self.first, self.budget = first, budget
        self.followed: dict[Want, tuple[Want, ...]] = {}
        self.missing: dict[Want, str] = {}
        self.known: set[Want] = set()
        self.begun: set[Want] = set()
        self._scope, self._follow = scope, follow
        self._depth: dict[Want, int] = dict.fromkeys(first, 0)  # of the first way to each
        self._fresh = list(first)
        self._waiting: set[Want] = set()

    @property
    def found(self) -> int:
        """How many different wants were named."""
        return len(self._depth)

    @property
    def enough(self) -> bool:
        """Whether the budget suffices for all that was found so far."""
        return self.found <= self.budget

    def urgency(self, want: Want) -> int:
        """What begins a long chain goes before what may lead on, and that before what does not."""
        rank = (want.operation in self._follow) + 2 * (want.operation in LONG)
        return rank * LEADS + self._depth[want]  # no chain is as long

    def due(self) -> list[Want]:
        """What may be asked now and was not begun yet."""
        if self.enough:
            due, self._fresh = self._fresh, []
        elif self._waiting:  # what comes next is not known before
            return []
        else:
            within = reach(self.first, self.followed, self.budget).within
            self._waiting = {want for want in within if want not in self.followed}
            due = [want for want in within if want in self._waiting and want not in self.begun]
        self.begun.update(due)
        return due

    def settle(self, outcome: Outcome) -> None:
        """Follow an outcome."""
        want = outcome.want
        self._waiting.discard(want)
        if isinstance(outcome, Missing):
            self.missing[want] = outcome.why
            self.followed[want] = ()
            return
        next_ = self._follow.get(want.operation)
        named = tuple(dict.fromkeys(next_(outcome, self._scope))) if next_ else ()
        self.followed[want] = named
        for child in named:
            if child not in self._depth:
                self._depth[child] = self._depth[want] + 1
                self._fresh.append(child)


def _run(
    state: _State,
    crew: Crew,
    known: Callable[[Want], Outcome | None],
    keep: Callable[[Outcome], None],
    unkept: deque[Outcome],
    progress: Callable[[int, int], None] | None,
) -> None:
    ahead = True
    while True:
        while True:
            if ahead and not state.enough:  # before anything is begun within the budget
                ahead = False
                state.begun.difference_update(crew.withdraw())
            due = state.due()
            if not due:
                break
            for want in sorted(due, key=state.urgency, reverse=True):
                outcome = known(want)
                if outcome is None or (isinstance(outcome, Missing) and outcome.why == "budget"):
                    crew.begin(want, state.urgency(want))
                else:
                    state.known.add(want)
                    state.settle(outcome)
        if progress is not None:
            progress(len(state.followed), state.found)
        if not crew.running:
            return
        while unkept and (len(unkept) > MOST_UNKEPT or crew.idle):
            keep(unkept.popleft())
        outcome = crew.next()
        unkept.append(outcome)
        state.settle(outcome)


def _finish(state: _State, keep: Callable[[Outcome], None]) -> Crawled:
    end = reach(state.first, state.followed, state.budget)
    for want in end.beyond:
        keep(Missing(want, "budget", f"the budget of {state.budget} calls was used up"))
    missing = [state.missing[want] for want in end.within if want in state.missing]
    counts = {why: missing.count(why) for why in sorted(set(missing))}
    if end.beyond:
        counts["budget"] = len(end.beyond)
    return Crawled(
        wants=tuple(end.within),
        asked=len(state.followed) - len(state.known),
        known=len(state.known),
        missing=counts,
        generations=max(end.within.values(), default=-1) + 1,
        ahead=sum(want not in end.within for want in state.followed),
    )
