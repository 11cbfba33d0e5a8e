"""Triggers that invoke a function past the alias that its releases move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.invoking import edges
from lambda_triage.evidence.documents import Alias
from lambda_triage.evidence.naming import name, unqualified
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place

LATEST = ("", "$LATEST")


@check(
    id="triggers/past-the-alias",
    title="A trigger goes past the alias",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("aliases",),
)
def past_the_alias(scene: Scene) -> Iterator[Finding]:
    led = _published(scene)
    found: dict[str, list[tuple[str, Place]]] = {}
    for label, function, place in _called(scene):
        arn = unqualified(function)
        if scene.key(arn) in led and function.removeprefix(arn).removeprefix(":") in LATEST:
            found.setdefault(scene.key(arn), []).append((label, place))
    for key, triggers in sorted(found.items()):
        labels = ", ".join(dict.fromkeys(label for label, _ in triggers))
        alias = led[key][0]
        text = f"alias {alias.alias} leads to version {alias.version}"
        yield Finding(
            resource=key,
            summary=f"What is deployed runs at once for {labels}: it invokes $LATEST, and {text}",
            citations=(
                Citation(place=triggers[0][1], text="no version or alias is named"),
                Citation(place=alias.place("version"), text=text),
            ),
            remedies=(
                Manual(
                    f"Let the trigger invoke {name(key)}:{alias.alias}, with a permission on the"
                    " alias, so that a release and its way back concern it, too",
                    "whether $LATEST is meant only its owner knows",
                ),
            ),
        )


def _published(scene: Scene) -> dict[str, list[Alias]]:
    """Functions of which an alias leads to a published version."""
    found: dict[str, list[Alias]] = {}
    for alias in scene.case.documents(Alias):
        if alias.version and alias.version != "$LATEST":
            found.setdefault(scene.key(alias.resource), []).append(alias)
    return found


def _called(scene: Scene) -> Iterator[tuple[str, str, Place]]:
    """Every trigger, with the function's ARN as it names it."""
    for edge in edges(scene):
        yield edge.label, edge.function, edge.place
    for key in sorted(_published(scene)):
        for mapping in scene.mappings(key):
            if mapping.complete and mapping.qualified and mapping.qualified.startswith("arn:"):
                label = f"the mapping of {name(mapping.source or 'its source')}"
                yield label, mapping.qualified, mapping.place("function")
