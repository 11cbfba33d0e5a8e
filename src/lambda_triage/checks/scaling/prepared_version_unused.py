"""Provisioned concurrency that no call reaches: on a version of no alias, or beside the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Alias, Provisioned
from lambda_triage.evidence.naming import name, same
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

# Of a function, version or alias (Lambda guide, metrics, 2026).
REACHED, SPILLED = (
    "ProvisionedConcurrencyInvocations",
    "ProvisionedConcurrencySpilloverInvocations",
)
LEAST = 10  # calls of which one at least would have reached it; our choice
RAN = """
SELECT version, count(*) FROM invocations
WHERE resource = $resource AND version IS NOT NULL
GROUP BY version ORDER BY version
"""


@check(
    id="scaling/prepared-version-unused",
    title="Provisioned concurrency sits where no call goes",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=(
        "provisioned",
        "aliases",
    ),
    cause="provisioned_concurrency_misrouted",
)
def prepared_version_unused(scene: Scene) -> Iterator[Finding]:
    told: set[str] = set()
    for prepared in scene.case.documents(Provisioned):
        version = (prepared.qualifier or "").rpartition(":")[2]
        own = [a for a in scene.case.documents(Alias) if same(a.resource, prepared.resource)]
        if not version.isdigit() or not own:
            continue
        used = {v for a in own for v in (a.version, *_weighted(a)) if v}
        if version in used:
            continue
        led = ", ".join(f"{a.alias} to {a.version}" for a in own)
        text = f"provisioned concurrency is on version {version}, and the aliases lead {led}"
        argv = ("aws", "lambda", "put-provisioned-concurrency-config", "--function-name",
                name(prepared.resource), "--qualifier", own[0].alias or "<alias>",
                "--provisioned-concurrent-executions", str(prepared.requested or 1))  # fmt: skip
        fix = Command(argv, "Set it on the alias, so that it moves with each release")
        told.add(scene.key(prepared.resource))
        yield _finding(scene, prepared, version, text, (), fix)
    yield from (f for f in _passed_by(scene) if f.resource not in told)


def _passed_by(scene: Scene) -> Iterator[Finding]:
    """It is ready, by its metric no call reached it, and calls ran on other versions."""
    aliases = scene.case.documents(Alias)
    for prepared in scene.case.documents(Provisioned):
        qualifier = (prepared.qualifier or "").rpartition(":")[2]
        key = scene.key(prepared.resource)
        reached = [s for s in counts(scene, REACHED) if same(s.resource, key)]
        calls = sum(s.total for s in counts(scene, "Invocations") if same(s.resource, key))
        own = [a for a in aliases if same(a.resource, prepared.resource) and a.alias == qualifier]
        leads = {v for a in own for v in (a.version, *_weighted(a)) if v}
        leads |= {qualifier} if qualifier.isdigit() else set()
        ran = {str(v): int(str(n)) for v, n in scene.case.execute(RAN, resource=key)}
        if not reached or any(s.total for s in reached) or prepared.status != "READY":
            continue
        if max(calls, sum(ran.values())) < LEAST or not leads or leads & ran.keys():
            continue
        # Without START lines it may be that every call was let past the ready ones.
        if not ran or any(s.total for s in counts(scene, SPILLED) if same(s.resource, key)):
            continue
        where = ", ".join(sorted(ran))
        text = f"it is on {qualifier}, and the calls run {where}"
        proof = (reached[0].citation(f"{REACHED}: 0 of {max(calls, sum(ran.values())):,.0f}"),)
        alias = f"{name(prepared.resource)}:{qualifier}"
        fix = Manual(
            f"Let callers invoke {alias}: the integration, mapping, rule or client names another",
            "what calls the function without the alias is not always in the evidence",
        )
        yield _finding(scene, prepared, qualifier, text, proof, fix)


def _finding(
    scene: Scene,
    prepared: Provisioned,
    key: str,
    text: str,
    proof: tuple[Citation, ...],
    fix: Remedy,
) -> Finding:
    return Finding(
        resource=scene.key(prepared.resource),
        summary=f"No call reaches the prepared environments: {text}",
        key=key,
        citations=(Citation(place=prepared.place("qualifier"), text=text), *proof),
        cause="provisioned_concurrency_misrouted",
        weight=DECISIVE,
        symptom="slow_start",
        opens=True,
        role=Role.SIGNATURE,
        remedies=(fix,),
    )


def _weighted(alias: Alias) -> tuple[str, ...]:
    return tuple(alias.weights) if isinstance(alias.weights, dict) else ()
