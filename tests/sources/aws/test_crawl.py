"""What the crawl promises: the same wants whatever the order of answers, each once, in a budget."""

from __future__ import annotations

import contextlib
import random
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.crawl import crawl, reach
from lambda_triage.sources.aws.crew import Crew
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want

SCOPE = Scope("123456789012", "eu-west-1", "aws", 0, 1)
OPERATION = "lambda.GetFunction"


def want(number: int) -> Want:
    return Want.of(OPERATION, f"f{number}", FunctionName=f"f{number}")


def number(of: Want) -> int:
    return int(of.about[1:])


class World:
    """A graph of wants; answers take a random time, and some wants have none."""

    def __init__(self, edges: dict[int, list[int]], absent=(), seed=0, slow_s=0.0) -> None:
        self.edges, self.absent, self.slow_s = edges, set(absent), slow_s
        self.asked: list[int] = []
        self.kept: list = []
        self._random = random.Random(seed)

    def ask(self, of: Want):
        self.asked.append(number(of))
        if self.slow_s:
            time.sleep(self._random.random() * self.slow_s)
        if number(of) in self.absent:
            return Missing(of, "absent", "no such function")
        return Answer(of, {"n": number(of)})

    def follow(self, answer: Answer, scope: Scope):
        return [want(child) for child in self.edges.get(answer.body["n"], [])]

    def crawl(self, first, *, budget=1000, workers=4, known=None, **more):
        return crawl(
            [want(n) for n in first],
            SCOPE,
            self.ask,
            {OPERATION: self.follow},
            known=known or (lambda _: None),
            keep=self.kept.append,
            budget=budget,
            workers=workers,
            **more,
        )

    def outcomes(self, crawled) -> list[tuple]:
        """What is left once what was asked ahead is removed."""
        last = {outcome.want: outcome for outcome in self.kept}
        wanted = {
            *crawled.wants,
            *(w for w, o in last.items() if getattr(o, "why", "") == "budget"),
        }
        return sorted(
            (number(w), getattr(o, "why", "answer")) for w, o in last.items() if w in wanted
        )


DIAMOND = {0: [1, 2], 1: [3], 2: [3, 4], 3: [0, 5], 4: [], 5: [1]}


def test_each_want_is_asked_once_and_cycles_end():
    world = World(DIAMOND)
    world.crawl([0, 0])
    assert sorted(world.asked) == [0, 1, 2, 3, 4, 5]


def test_counts_tell_what_was_asked_and_what_is_missing():
    crawled = World(DIAMOND, absent=[4, 5]).crawl([0])
    actual = (crawled.asked, crawled.known, crawled.missing, crawled.generations, crawled.ahead)
    assert actual == (6, 0, {"absent": 2}, 4, 0)


def test_wants_come_by_generation_then_as_they_were_named():
    crawled = World(DIAMOND).crawl([0])
    assert [number(w) for w in crawled.wants] == [0, 1, 2, 3, 4, 5]


def test_nothing_wanted_is_nothing_asked():
    crawled = World({}).crawl([])
    assert (crawled.wants, crawled.asked, crawled.generations) == ((), 0, 0)


def test_operation_that_nothing_follows_ends_there():
    other = Want.of("lambda.GetPolicy", "f0")
    world = World(DIAMOND)
    kept = []
    crawl([other], SCOPE, lambda w: Answer(w, {}), {OPERATION: world.follow},
          known=lambda _: None, keep=kept.append, budget=9)  # fmt: skip
    assert kept == [Answer(other, {})]


graphs = st.dictionaries(st.integers(0, 30), st.lists(st.integers(0, 30), max_size=6), max_size=31)


@settings(max_examples=60, deadline=None)
@given(graphs, st.sets(st.integers(0, 30), max_size=5), st.integers(0, 35), st.integers(0, 9))
def test_what_is_left_depends_neither_on_timing_nor_on_threads(edges, absent, budget, seed):
    calm = World(edges, absent)
    once = calm.crawl([0, 1], budget=budget, workers=1)
    rough = World(edges, absent, seed, slow_s=0.002)
    again = rough.crawl([0, 1], budget=budget, workers=8)
    assert rough.outcomes(again) == calm.outcomes(once)
    assert (again.wants, again.missing, again.generations) == (
        once.wants,
        once.missing,
        once.generations,
    )


@settings(max_examples=60, deadline=None)
@given(graphs, st.integers(0, 35))
def test_budget_bounds_what_is_left_and_twice_the_budget_what_is_asked(edges, budget):
    world = World(edges)
    crawled = world.crawl([0, 1, 2], budget=budget)
    assert len(crawled.wants) <= budget
    assert len(world.asked) == len(set(world.asked)) <= 2 * budget
    assert crawled.asked == len(world.asked) == len(crawled.wants) + crawled.ahead


def test_budget_that_suffices_exactly_cuts_nothing():
    crawled = World(DIAMOND).crawl([0], budget=6)
    assert (crawled.missing, len(crawled.wants), crawled.ahead) == ({}, 6, 0)


def test_what_is_beyond_the_budget_is_named():
    world = World({0: [1, 2, 3]})
    crawled = world.crawl([0], budget=2)
    assert crawled.missing == {"budget": 2}
    assert world.outcomes(crawled) == [(0, "answer"), (1, "answer"), (2, "budget"), (3, "budget")]


def test_a_fast_deep_branch_does_not_take_the_budget_of_a_slow_wide_one():
    edges = {0: [1, 2], 1: [10, 11, 12], 2: [20], 20: [21], 21: [22], 22: [23], 23: [24]}
    slow = threading.Event()
    world = World(edges)

    def ask(of: Want):
        if number(of) == 1:
            slow.wait(0.2)
        return world.ask(of)

    crawled = crawl([want(0)], SCOPE, ask, {OPERATION: world.follow}, known=lambda _: None,
                    keep=world.kept.append, budget=6)  # fmt: skip
    assert [number(w) for w in crawled.wants] == [0, 1, 2, 10, 11, 12]


def test_follow_ups_of_an_answer_do_not_wait_for_its_generation():
    both = threading.Barrier(2)  # 1 is answered only while the follow-up of 2 is being asked
    world = World({0: [1, 2], 2: [3]})

    def ask(of: Want):
        if number(of) in (1, 3):
            both.wait(10)
        return world.ask(of)

    crawled = crawl([want(0)], SCOPE, ask, {OPERATION: world.follow}, known=lambda _: None,
                    keep=world.kept.append, budget=9, workers=2)  # fmt: skip
    assert crawled.asked == 4


@settings(max_examples=40, deadline=None)
@given(graphs, st.integers(0, 35), st.integers(0, 20))
def test_resumed_crawl_ends_as_one_that_was_not_interrupted(edges, budget, stopped_after):
    whole = World(edges)
    expected = whole.outcomes(whole.crawl([0, 1], budget=budget))
    part = World(edges)

    def interrupted(of: Want):
        if len(part.asked) >= stopped_after:
            raise KeyboardInterrupt
        return World.ask(part, of)

    known: dict[Want, Answer] = {}
    with contextlib.suppress(KeyboardInterrupt):
        crawl([want(0), want(1)], SCOPE, interrupted, {OPERATION: part.follow},
              known=lambda _: None, keep=lambda o: known.update({o.want: o}), budget=budget)  # fmt: skip
    rest = World(edges)
    crawled = rest.crawl([0, 1], budget=budget, known=known.get)
    rest.kept = [*known.values(), *rest.kept]
    assert rest.outcomes(crawled) == expected
    assert not {want(n) for n in rest.asked} & {
        w for w, o in known.items() if isinstance(o, Answer)
    }


def test_what_is_known_is_followed_and_neither_asked_nor_kept_again():
    world = World(DIAMOND)
    known = {want(0): Answer(want(0), {"n": 0}), want(1): Missing(want(1), "absent", "")}
    crawled = world.crawl([0], known=known.get)
    assert (crawled.asked, crawled.known, crawled.missing) == (4, 2, {"absent": 1})
    assert sorted(number(o.want) for o in world.kept) == [2, 3, 4, 5]


def test_what_the_budget_once_left_out_is_asked_when_it_suffices():
    world = World({0: [1]})
    known = {want(1): Missing(want(1), "budget", "")}
    world.crawl([0], known=known.get)
    assert sorted(world.asked) == [0, 1]


def test_interrupt_keeps_what_was_answered_and_asks_no_more():
    edges = {0: list(range(1, 200))}
    world = World(edges, slow_s=0.001)
    kept = []

    def keep(outcome):
        kept.append(outcome)
        if len(kept) == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crawl([want(0)], SCOPE, world.ask, {OPERATION: world.follow}, known=lambda _: None,
              keep=keep, budget=999, workers=4)  # fmt: skip
    assert 20 <= len(kept) <= len(world.asked) < 190


def test_interrupt_does_not_wait_for_calls_under_way():
    never, ended = threading.Event(), threading.Event()

    def ask(of: Want):
        if number(of) == 0:
            raise KeyboardInterrupt
        never.wait(60)
        ended.set()
        return Answer(of, {})

    with pytest.raises(KeyboardInterrupt):
        crawl([want(1), want(0)], SCOPE, ask, {}, known=lambda _: None, keep=[].append, budget=9)
    assert not ended.is_set()
    never.set()


def test_progress_ends_with_all_that_was_found():
    seen = []
    World(DIAMOND).crawl([0], progress=lambda done, found: seen.append((done, found)))
    assert (seen[0], seen[-1]) == ((0, 1), (6, 6))


def test_reach_stops_at_the_generation_that_lacks_answers():
    followed = {want(0): (want(1), want(2)), want(1): (want(3),)}
    found = reach([want(0)], followed, 10)
    assert ([number(w) for w in found.within], found.whole) == ([0, 1, 2], False)


def test_what_leads_deeper_is_asked_before_what_was_found_earlier():
    asked: list[int] = []
    found = threading.Event()

    def ask(of: Want) -> Answer:
        asked.append(number(of))
        found.wait(10)
        return Answer(of, {})

    crew = Crew(ask, workers=1)
    crew.begin(want(0))
    while not asked:
        time.sleep(0.001)
    for n, depth in ((1, 1), (2, 1), (3, 3), (4, 2)):
        crew.begin(want(n), depth)
    found.set()
    told = [number(crew.next().want) for _ in range(5)]

    assert told == [0, 3, 4, 1, 2]


def test_an_answer_is_followed_before_it_is_kept():
    world = World({0: [1]})
    order: list[str] = []
    follow, append = world.follow, world.kept.append

    def followed(answer, scope):
        order.append(f"follow {answer.body['n']}")
        return follow(answer, scope)

    def kept(outcome):
        order.append(f"keep {number(outcome.want)}")
        append(outcome)

    crawl(
        [want(0)],
        SCOPE,
        world.ask,
        {OPERATION: followed},
        known=lambda _: None,
        keep=kept,
        budget=10,
    )

    assert order == ["follow 0", "keep 0", "follow 1", "keep 1"]


def test_what_begins_a_long_chain_is_asked_first():
    leaf, leading = Want.of("lambda.GetAccountSettings", "a"), Want.of("lambda.ListAliases", "b")
    long = Want.of("iam.ListAttachedRolePolicies", "c")
    asked: list[Want] = []

    def ask(of: Want) -> Answer:
        asked.append(of)
        return Answer(of, {})

    crawl(
        [leaf, leading, long],
        SCOPE,
        ask,
        dict.fromkeys((leading.operation, long.operation), lambda *_: ()),
        known=lambda _: None,
        keep=lambda _: None,
        budget=10,
        workers=1,
    )

    assert asked == [long, leading, leaf]
