"""Threads that take turns: one computes, the most urgent next, and none while it waits."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.crew import Crew
from lambda_triage.sources.aws.turns import LAST, LEADS, Turns
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 10


def _waiting(turns: Turns, number: int) -> None:
    """Return once so many threads wait for their turn."""
    for _ in range(PATIENCE_S * 1000):
        if len(turns._waiting) == number:
            return
        threading.Event().wait(0.001)
    raise AssertionError(f"{len(turns._waiting)} threads wait, not {number}")


def _thread(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def test_the_most_urgent_goes_first_then_who_came_first():
    turns, order = Turns(), []

    def act(name: str, urgency: int) -> None:
        with turns.turn(urgency):
            order.append(name)

    with turns.turn():
        threads = []
        for number, (name, urgency) in enumerate(
            (("late", LAST), ("first", 1), ("second", 1), ("long", 3 * LEADS)), 1
        ):
            threads.append(_thread(lambda n=name, u=urgency: act(n, u)))
            _waiting(turns, number)
    for thread in threads:
        thread.join(PATIENCE_S)

    assert order == ["long", "first", "second", "late"]


def test_one_thread_computes_at_a_time():
    turns, within, most = Turns(), 0, 0

    def act() -> None:
        nonlocal within, most
        for _ in range(200):
            with turns.turn():
                within += 1
                most = max(most, within)
                within -= 1

    threads = [_thread(act) for _ in range(6)]
    for thread in threads:
        thread.join(PATIENCE_S)

    assert most == 1
    assert turns.idle


def test_whoever_is_away_lets_others_compute():
    turns = Turns()
    done = threading.Event()

    def act() -> None:
        with turns.turn():
            done.set()

    with turns.turn(1), turns.away():
        _thread(act)
        assert done.wait(PATIENCE_S)


def test_an_answer_that_leads_nowhere_waits_until_all_is_asked():
    turns, order = Turns(), []
    gone, back = threading.Event(), threading.Event()

    def answered() -> None:
        with turns.turn(1):
            with turns.away():
                gone.set()
                back.wait(PATIENCE_S)
            order.append("answer")

    def asking() -> None:
        with turns.turn(0):
            order.append("request")

    first = _thread(answered)
    assert gone.wait(PATIENCE_S)
    with turns.turn():
        back.set()
        _waiting(turns, 1)
        second = _thread(asking)
        _waiting(turns, 2)
    for thread in (first, second):
        thread.join(PATIENCE_S)

    assert order == ["request", "answer"]


def test_a_turn_that_fails_is_given_on():
    turns = Turns()

    with pytest.raises(ValueError, match="broken"), turns.turn(), turns.away():
        raise ValueError("broken")

    assert turns.idle


def test_a_thread_that_has_a_turn_keeps_it():
    turns = Turns()

    with turns.turn(), turns.turn():
        pass

    assert turns.idle


def test_a_thread_without_a_turn_may_be_away():
    turns = Turns()

    with turns.away():
        idle = turns.idle

    assert idle
    assert turns.idle


def test_a_crew_in_turns_answers_everything():
    turns = Turns()
    wants = [Want.of("lambda.GetPolicy", str(n), FunctionName=str(n)) for n in range(40)]

    def ask(want: Want) -> Answer:
        with turns.away():
            return Answer(want, {})

    crew = Crew(ask, 8, turns)
    for want in wants:
        crew.begin(want)
    got = {crew.next().want.about for _ in wants}
    crew.dismiss()

    assert got == {want.about for want in wants}
