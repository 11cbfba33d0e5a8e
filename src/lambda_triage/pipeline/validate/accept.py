"""What a team has accepted: in a file of exceptions, or in a template's own Metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.findings import Finding
from lambda_triage.pipeline.validate.code import part
from lambda_triage.pipeline.validate.merge import TWINS
from lambda_triage.reports.validation import AcceptedProblem, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lambda_triage.evidence.documents import Json
    from lambda_triage.pipeline.exceptions import Exception_

    Tree = Mapping[str, Json]

GENERAL = frozenset({"E0000", "E0001", "E3003", "E3005"})  # ignoring these means many things


def apart(
    problems: Iterable[Problem], exceptions: Sequence[Exception_], today: date
) -> tuple[tuple[Problem, ...], tuple[AcceptedProblem, ...]]:
    """What is left, and what an exception took out with its reason."""
    kept: list[Problem] = []
    accepted: list[AcceptedProblem] = []
    for problem in problems:
        rules = (problem.rule, *problem.also)
        finding = [Finding(problem.resource, problem.message, check=rule) for rule in rules]
        taken = next((e for e in exceptions if any(e.covers(f, today) for f in finding)), None)
        if taken is None:
            kept.append(problem)
        else:
            accepted.append(AcceptedProblem(problem, taken.reason))
    return tuple(kept), tuple(accepted)


class Ignored:
    """cfn-lint's `ignore_checks` of a template, for our own rules: its ids, or those of a twin."""

    def __init__(self, tree: Tree, keys: Mapping[str, str]) -> None:
        self._everywhere = _names(tree)
        self._at: dict[str, tuple[str, ...]] = {}
        for id, body in part(tree, "Resources").items():
            if isinstance(body, dict) and (names := _names(body)):
                self._at[keys.get(id, f"?:{id}")] = names

    def __contains__(self, problem: Problem) -> bool:
        twins = TWINS.get(problem.rule, frozenset()) - GENERAL
        names = (*self._everywhere, *self._at.get(problem.resource, ()))
        return any(n in twins or ("/" in n and problem.rule.startswith(n)) for n in names)


def _names(body: Tree) -> tuple[str, ...]:
    config = part(part(part(body, "Metadata"), "cfn-lint"), "config")
    told = config.get("ignore_checks")
    return tuple(n for n in told if isinstance(n, str)) if isinstance(told, list) else ()


def dead_letters(tree: Tree) -> frozenset[str]:
    """Logical ids of what only takes what others gave up: it needs no dead-letter queue itself."""
    found: set[str] = set()
    waiting: list[tuple[Json, bool]] = [(part(tree, "Resources"), False)]
    while waiting:
        value, inside = waiting.pop()
        if isinstance(value, list):
            waiting.extend((item, inside) for item in value)
        elif isinstance(value, dict):
            for key, inner in value.items():
                if inside and key in ("Ref", "Fn::GetAtt"):
                    head = inner[0] if isinstance(inner, list) and inner else inner
                    found.add(str(head).partition(".")[0])
                waiting.append((inner, inside or key in LAST_STOPS))
    return frozenset(found)


LAST_STOPS = frozenset({
    "deadLetterTargetArn", "DeadLetterConfig", "DeadLetterQueue", "OnFailure",
})  # fmt: skip
