"""An event against a pattern's tree, and the first clause that fails.

Arrays as in event-ruler (README, 'JSON Array Matching', 2026): an array stands for its elements,
and fields below one array must be met by one and the same element.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage.patterns.operators import Exists, IgnoreCase, Literal, Numeric
from lambda_triage.patterns.tree import Choice, Field
from lambda_triage.patterns.values import leaves, number, objects, show
from lambda_triage.patterns.verdict import failed, passed

if TYPE_CHECKING:
    from lambda_triage.patterns.tree import Clause, Group
    from lambda_triage.patterns.values import Json
    from lambda_triage.patterns.verdict import Match

Node = Mapping[str, "Json"]
NOTHING: tuple[()] = ()  # the value of a field that is not there: it has no leaves
DOTS = 100  # dots of a key taken as steps; more are a hostile name
SAID = 5  # tests told in a sentence


class Failure(Struct, frozen=True):
    """The clause that failed, and what the event has in its place."""

    clause: Field | Choice
    actual: Json
    among: int = 1  # elements of an array of which none met all clauses


class Walk(Struct, frozen=True):
    """The event being asked, and which fields are known to be nowhere in it."""

    event: Node
    absent: dict[int, bool] = field(default_factory=dict)


def decide(tree: Group, event: Json) -> Match:
    """Whether the event meets the tree."""
    if not isinstance(event, Mapping):
        return failed("$", None, event, f"the event is {show(event)}, and must be an object")
    failure = _all(tree, event, Walk(event))
    return passed() if failure is None else _told(failure)


def _all(group: Group, node: Node, walk: Walk) -> Failure | None:
    for clause in group.clauses:
        if failure := _one(clause, node, walk):
            return failure
    return None


def _one(clause: Clause, node: Node, walk: Walk) -> Failure | None:
    if isinstance(clause, Choice):
        met = any(_all(group, node, walk) is None for group in clause.groups)
        return None if met else Failure(clause, None)
    value = child(node, clause.keys[-1])
    if isinstance(clause, Field):
        return None if _met(clause, value, walk) else Failure(clause, value)
    return _below(clause, value, walk)


def _below(group: Group, value: Json, walk: Walk) -> Failure | None:
    """Some object in the value meets the whole group; without any, only absence can be met."""
    failures = []
    for node in objects(value):
        failure = _all(group, node, walk)
        if failure is None:
            return None
        failures.append(failure)
    if not failures:
        return _all(group, {}, walk)
    # The clause at which the last element gave up is the first that no element gets past.
    last = max(failures, key=lambda failure: failure.clause.number)
    return Failure(last.clause, last.actual, max(len(failures), last.among))


def _met(clause: Field, value: Json, walk: Walk) -> bool:
    if any(test.met(leaf) for leaf in leaves(value) for test in clause.tests):
        return True
    wants_none = any(isinstance(test, Exists) and not test.present for test in clause.tests)
    return wants_none and _nowhere(clause, walk)


def _nowhere(clause: Field, walk: Walk) -> bool:
    """Whether no element of any array on the way has a leaf there."""
    if clause.number not in walk.absent:
        value: Json = walk.event
        for key in clause.keys:
            value = [child(node, key) for node in objects(value)]
        walk.absent[clause.number] = not any(True for _ in leaves(value))
    return walk.absent[clause.number]


def child(node: Node, key: str) -> Json:
    """The value under a key; a dot in it may also be a step into an object, as in event-ruler."""
    if key in node or not 0 < key.count(".") <= DOTS:
        return node.get(key, NOTHING)
    names = key.split(".")
    return [
        child(inner, ".".join(names[at:]))
        for at in range(1, len(names))
        for inner in objects(node.get(".".join(names[:at]), NOTHING))
    ]


def _told(failure: Failure) -> Match:
    clause, value = failure.clause, failure.actual
    if isinstance(clause, Choice):
        reason = f"none of the {len(clause.groups)} alternatives of {clause.path} is met"
        return failed(clause.path, clause.written, None, reason)
    has = "is absent" if value == NOTHING else f"is {show(value)}"
    hint = _hint(clause, value)
    wanted = " or ".join(map(str, clause.tests[:SAID])) + (" or …" if clause.tests[SAID:] else "")
    met = ""
    if failure.among > 1:
        met = f", and none of {failure.among} elements meets this with all before it"
    actual = None if value == NOTHING else value
    reason = f"{clause.path} {has}{hint}, wanted is {wanted}{met}"
    return failed(clause.path, clause.written, actual, reason)


def _hint(clause: Field, value: Json) -> str:
    """Why a value that looks right is not."""
    if isinstance(value, Mapping):
        return " (values are compared with leaves, not with objects)"
    texts = [leaf for leaf in leaves(value) if isinstance(leaf, str)]
    for test in clause.tests:
        if isinstance(test, Literal) and isinstance(test.value, str):
            if any(IgnoreCase(test.value).met(text) for text in texts):
                return " (case matters)"
            if any(show(leaf) == test.value for leaf in leaves(value)):
                return " (not a string)"
        wants_number = isinstance(test, Numeric) or (
            isinstance(test, Literal) and number(test.value) is not None
        )
        if wants_number and texts:
            return " (a string is no number)"
    return ""
