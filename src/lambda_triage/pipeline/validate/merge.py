"""Which rules of cfn-lint say the same as ours, so that nothing is told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.reports.validation import Problem

# Ours → cfn-lint's (1.58) and the serverless rules' (0.3.6). Ours are kept: they know the remedy.
TWINS: dict[str, frozenset[str]] = {
    "asynchronous/no-failure-destination": frozenset({"ES1007"}),
    "configuration/default-memory": frozenset({"ES1005"}),
    "configuration/default-timeout": frozenset({"ES1006"}),
    "configuration/runtime-deprecated": frozenset({"W2531", "E2531", "E2533"}),
    "configuration/snapstart-excluded": frozenset({"E2530", "W2530"}),
    "observability/log-kept-for-ever": frozenset({"WS1004"}),
    "observability/tracing-off": frozenset({"WS1000"}),
    "queues/batch-settings": frozenset({"E3705"}),
    "queues/dead-letter-type": frozenset({"E3502"}),
    "queues/no-dead-letter-queue": frozenset({"ES6000"}),
    "queues/visibility-timeout": frozenset({"E3505"}),
    "api/no-access-log": frozenset({"ES2000"}),
    "rights/over-permissive-role": frozenset({"WS1003"}),
    "rights/several-principals": frozenset({"WS1002"}),
    "streams/unbounded-retries": frozenset({"ES1001"}),
    "triggers/schedule-invalid": frozenset({"E3027"}),
    "triggers/subscription-without-dead-letter": frozenset({"ES7000"}),
    "triggers/target-without-dead-letter": frozenset({"ES4000"}),
    "template/circular-reference": frozenset({"E3004"}),
    "template/code-missing": frozenset({"E3003", "E0001"}),
    "template/handler-absent": frozenset({"E3003", "W2533"}),
    "template/reference-unknown": frozenset({"E1010", "E1019", "E1020", "E3005", "E6101"}),
    "template/runtime-unknown": frozenset({"E3030", "E3677", "E2531"}),
    "template/unreadable": frozenset({"E0000"}),
}
ANYWHERE = frozenset({"E3004", "E0000"})  # told once, though they stand at several places


def merged(own: Sequence[Problem], theirs: Iterable[Problem]) -> tuple[Problem, ...]:
    """Ours, with the rules that say the same; then cfn-lint's that nobody of ours says."""
    also: dict[int, set[str]] = {}
    rest: list[Problem] = []
    for problem in theirs:
        same = [n for n, ours in enumerate(own) if _says_the_same(ours, problem)]
        for number in same:
            also.setdefault(number, set()).add(problem.rule)
        if not same:
            rest.append(problem)
    told = [replace(p, also=tuple(sorted(also.get(n, ())))) for n, p in enumerate(own)]
    return tuple(_once([*told, *rest]))


def _says_the_same(ours: Problem, theirs: Problem) -> bool:
    if ours.file != theirs.file or theirs.rule not in TWINS.get(ours.rule, ()):
        return False
    if theirs.rule in ANYWHERE:
        return True
    if ours.spot == theirs.spot or not (ours.resource and theirs.resource):
        return ours.spot.line == theirs.spot.line
    return ours.resource == theirs.resource


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """One of those that say the same at the same place, as settings for all functions do."""
    found: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        known = (problem.file, problem.spot, problem.rule, problem.message)
        found.setdefault(known, problem)
    return sorted(found.values(), key=lambda p: (p.file, p.spot, p.rule, p.message))
