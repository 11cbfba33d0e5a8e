"""Which functions a rule, schedule, topic or pipe reaches in the end, and when they last ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import ResourcePolicy, Rule, Subscription, Target
from lambda_triage.evidence.naming import UNNAMED, same
from lambda_triage.findings import Finding, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json
    from lambda_triage.findings import Citation, Remedy

DEEP = 4  # hops from a trigger to a function that are followed: rule, topic, queue, function
LATELY_US = 86_400_000_000  # a day, the longest common period of a schedule

USED = """
SELECT resource, max(used_us) AS used_us, (SELECT last_us FROM period) AS end_us
FROM (
    SELECT resource, max(coalesce(start_us, end_us)) AS used_us FROM invocations GROUP BY resource
    UNION ALL
    SELECT resource, max(time_us) FILTER (value > 0) FROM metrics
    WHERE metric = 'Invocations' AND coalesce(statistic, 'Sum') IN ('Sum', 'SampleCount')
    GROUP BY resource
)
GROUP BY resource
ORDER BY resource
"""


class _Used(Struct, frozen=True):
    resource: str
    used_us: int | None
    end_us: int | None


class Triggering:
    """Rules with their targets, and what lies behind topics and queues, read once for a check."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._feeding = Feeding(scene)
        self._functions = {f.resource for f in scene.case.functions}
        self._used = {scene.key(row.resource): row for row in scene.case.rows(USED, _Used)}
        rules = scene.case.documents(Rule)
        self.rules = tuple(r for r in rules if not _is_repeated(r, rules))

    def targets(self, rule: Rule) -> tuple[Target, ...]:
        """The rule's targets; those of a file that names no rule belong to the only one."""
        found = self._scene.case.documents(Target)
        alone = len(self.rules) == 1
        return tuple(
            t for t in found if (same(t.rule, rule.resource) if t.rule is not None else alone)
        )

    def behind(self, rule: Rule) -> tuple[str, ...]:
        """Keys of the functions that the rule reaches, by its targets or the functions' policies.

        None at all where neither is in the evidence.
        """
        found = {f for t in self.targets(rule) for f in self.reached(t.arn or t.resource)}
        if rule.resource.startswith("arn:"):
            for policy in self._scene.case.documents(ResourcePolicy):
                if self._is_function(policy.resource) and rule.resource in _texts(policy.document):
                    found.add(self._scene.key(policy.resource))
        return tuple(sorted(found))

    def told_of(self, metric: str) -> tuple[str, Rule | None]:
        """Whom the metric of a rule is about: the one function behind it, else the rule itself."""
        named = [r for r in self.rules if same(r.resource, metric)]
        rule = named[0] if len(named) == 1 else None
        functions = self.behind(rule) if rule else ()
        if len(functions) == 1:
            return functions[0], rule
        return (rule.resource if rule else self._scene.key(metric)), rule

    def reached(self, reference: str | None, deep: int = DEEP) -> tuple[str, ...]:
        """Keys of the functions that a target leads to, through topics and queues."""
        if not reference or deep == 0:
            return ()
        if self._is_function(reference):
            return (self._scene.key(reference),)
        found = set(self._feeding.readers(reference))
        for one in self._scene.case.documents(Subscription):
            if one.topic and same(one.topic, reference):
                found.update(self.reached(one.endpoint, deep - 1))
        return tuple(sorted(found))

    def is_dead_letter(self, reference: str) -> bool:
        """Whether a topic or queue takes what failed elsewhere."""
        return self._feeding.is_dead_letter(reference)

    def runs(self, function: str) -> bool:
        """Whether it was invoked in the last day of the evidence."""
        named = [row for used, row in self._used.items() if same(used, function)]
        row = self._used.get(function) or (named[0] if len(named) == 1 else None)
        if row is None or row.used_us is None or row.end_us is None:
            return False
        return row.end_us - row.used_us < LATELY_US

    def is_aside(self, function: str) -> bool:
        """Whether the evidence holds nothing else of it, and shows other named functions to run."""
        key = self._scene.key(function)
        if key in self._used or self._scene.function(key) is not None:
            return False
        return any(self.runs(other) for other in self._used if not other.endswith(UNNAMED))

    def _is_function(self, reference: str) -> bool:
        if reference.startswith("arn:"):
            return reference.split(":")[2] == "lambda"
        return reference in self._functions or self._scene.key(reference) in self._functions


def stopped(
    resource: str,
    summary: str,
    key: str,
    proof: Citation,
    remedy: Remedy,
    *,
    opens: bool,
) -> Finding:
    """A trigger that is off: an incident where nothing else invokes the function, else a risk."""
    return Finding(
        resource=resource,
        summary=summary,
        key=key,
        citations=(proof,),
        cause="trigger_disabled",
        weight=DECISIVE,
        symptom="not_triggered",
        opens=opens,
        role=Role.SIGNATURE if opens else Role.RISK,
        explains=("not_triggered",),
        by_status=(("not_triggered", 1),) if opens else (),
        remedies=(remedy,),
    )


def _is_repeated(rule: Rule, rules: tuple[Rule, ...]) -> bool:
    """Whether AWS's answer tells the same rule as this template, or an earlier document does."""
    before = rules.index(rule)
    for at, other in enumerate(rules):
        if other is not rule and same(other.resource, rule.resource):
            surer = other.complete and not rule.complete
            if surer or (at < before and other.complete == rule.complete):
                return True
    return False


def _texts(value: Json, deep: int = 0) -> Iterator[str]:
    """All strings of a policy, at any level down to one that no policy has."""
    if isinstance(value, str):
        yield value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in below if deep < 12 else ():
        yield from _texts(inner, deep + 1)
