"""Resources that are sought in another Region or account than the function's, or by a near name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Document, Queue, Stream, Table, Topic
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signal

SIGNALS = ("resources/resource-not-found.general", "resources/resource-not-found.artifact")
NEAR = 0.7  # likeness of two names, as `orders-prod` and `orders-dev`; our choice
KINDS: dict[str, type[Document]] = {
    "dynamodb": Table,
    "sqs": Queue,
    "sns": Topic,
    "kinesis": Stream,
}


@check(
    id="resources/sought-elsewhere",
    title="A resource is sought where, or under a name by which, it is not",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("log_events",),
    cause="resource_not_found",
)
def sought_elsewhere(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(*SIGNALS):
        arn = signal.captures.get("name") or signal.captures.get("function") or ""
        sought, own = arn.split(":", 5), signal.resource.split(":", 5)
        if len(sought) != 6 or len(own) != 6 or sought[0] != "arn":
            continue
        told = _elsewhere(sought, own) or _near(scene, arn)
        if told is not None:
            yield _finding(signal, arn, *told)


def _elsewhere(sought: list[str], own: list[str]) -> tuple[str, str] | None:
    """What the ARN says of Region and account that is not the function's."""
    for index, word in ((3, "Region"), (4, "account")):
        if sought[index] and own[index] and sought[index] != own[index]:
            text = f"in {word} {sought[index]}, the function is in {own[index]}"
            return text, f"Give the client the {word} that has it, or the name without it"
    return None


def _near(scene: Scene, arn: str) -> tuple[str, str] | None:
    """A resource of the kind in the evidence whose name is nearly the one that is sought."""
    kind, wanted = KINDS.get(arn.split(":")[2]), name(arn)
    documents: tuple[Document, ...] = scene.case.documents(kind) if kind else ()
    known = {name(document.resource) for document in documents}
    found = get_close_matches(wanted, sorted(known), n=1, cutoff=NEAR)
    if wanted in known or not found:
        return None
    return f"and what exists is {found[0]}", f"Set the name to {found[0]}, if that is the one"


def _finding(signal: Signal, arn: str, text: str, fix: str) -> Finding:
    return Finding(
        resource=signal.resource,
        summary=f"{name(arn)} is sought {text}",
        key=arn,
        citations=tuple(Citation(event=event) for event in signal.examples[:3]),
        cause="resource_not_found",
        weight=DECISIVE,
        explains=("error", "init_failure"),
        invocations=signal.invocations,
        onset_us=signal.first_us,
        remedies=(EditCode(fix),),
    )
