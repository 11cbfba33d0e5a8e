"""Provisioned concurrency on a version that no alias leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Alias, Provisioned
from lambda_triage.evidence.naming import name, same
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


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
        yield Finding(
            resource=scene.key(prepared.resource),
            summary=f"No call reaches the prepared environments: {text}",
            key=version,
            citations=(Citation(place=prepared.place("qualifier"), text=text),),
            cause="provisioned_concurrency_misrouted",
            weight=DECISIVE,
            symptom="slow_start",
            opens=True,
            role=Role.SIGNATURE,
            remedies=(
                Command(
                    (
                        "aws",
                        "lambda",
                        "put-provisioned-concurrency-config",
                        "--function-name",
                        name(prepared.resource),
                        "--qualifier",
                        own[0].alias or "<alias>",
                        "--provisioned-concurrent-executions",
                        str(prepared.requested or 1),
                    ),
                    "Set it on the alias, so that it moves with each release",
                ),
            ),
        )


def _weighted(alias: Alias) -> tuple[str, ...]:
    return tuple(alias.weights) if isinstance(alias.weights, dict) else ()
