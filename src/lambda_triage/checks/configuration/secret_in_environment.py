"""Functions whose environment holds a secret in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="configuration/secret-in-environment",
    title="An environment variable holds a secret",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def secret_in_environment(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        told = [f"{name} ({kind})" for name, kind in function.secrets or ()]
        if not told:
            continue
        places = (
            Place(function.input, path=f"{function.path}Environment.Variables.{name}")
            for name, _ in function.secrets or ()
        )
        yield Finding(
            resource=function.resource,
            summary=f"Whoever may read the configuration reads its secrets: {', '.join(told)}",
            citations=tuple(
                Citation(place=place, text=text) for place, text in zip(places, told, strict=True)
            )[:5],
            remedies=(
                EditCode(
                    "Put the name of a secret of Secrets Manager or of a SecureString parameter in"
                    " the variable, and let the function read it once during init"
                ),
                Manual(
                    "Replace the secret itself: it stands in every version of the function",
                    "only who issued it can withdraw it",
                ),
            ),
        )
