"""Integrations that call a function through an alias that it does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.behind import called
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Alias, Integration, Stage
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

VARIABLE = re.compile(r"\$\{stageVariables\.(\w{1,64})\}")


@check(
    id="api/alias-missing",
    title="The API calls an alias that does not exist",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("integrations", "aliases"),
    cause="resource_not_found",
)
def alias_missing(scene: Scene) -> Iterator[Finding]:
    aliases = _aliases(scene)
    for integration in scene.case.documents(Integration):
        told = called(integration)
        if told is None or told[1] is None:
            continue
        key = scene.key(told[0])
        for alias, stage in _qualifiers(scene, integration, told[1]):
            known = aliases.get(key)
            if known is None or alias in known or alias == "$LATEST" or alias.isdigit():
                continue
            where = f"stage {stage} leads to" if stage else "the integration calls"
            text = f"{where} {name(key)}:{alias}, and its aliases are {', '.join(sorted(known))}"
            yield Finding(
                resource=key,
                summary=f"The API calls an alias that does not exist: {text}",
                key=f"{integration.resource}/{alias}",
                citations=(Citation(place=integration.place("uri"), text=text),),
                cause="resource_not_found",
                weight=DECISIVE,
                explains=("request", "not_triggered"),
                remedies=(
                    Command(
                        ("aws", "lambda", "create-alias", "--function-name", name(key),
                         "--name", alias, "--function-version", "<version>"),
                        "Make the alias, with a permission for the API on it, or let the"
                        " integration call one that exists",
                    ),
                ),
            )  # fmt: skip


def _aliases(scene: Scene) -> dict[str, set[str]]:
    """All aliases of each function of which a whole list is at hand."""
    found: dict[str, set[str]] = {}
    for alias in scene.case.documents(Alias):
        listed = alias.path.startswith("Aliases[")  # ListAliases, and not GetAlias of one
        if listed and alias.complete and alias.alias:
            found.setdefault(scene.key(alias.resource), set()).add(alias.alias)
    return found


def _qualifiers(
    scene: Scene, integration: Integration, told: str
) -> Iterator[tuple[str, str | None]]:
    """The qualifier, or what each stage of the API makes of it."""
    variable = VARIABLE.fullmatch(told)
    if variable is None:
        if "$" not in told.removeprefix("$LATEST"):
            yield told, None
        return
    for stage in scene.case.documents(Stage):
        values = stage.variables if isinstance(stage.variables, dict) else {}
        value = values.get(variable[1])
        if name(stage.resource) == name(integration.resource) and isinstance(value, str):
            yield value, stage.stage
