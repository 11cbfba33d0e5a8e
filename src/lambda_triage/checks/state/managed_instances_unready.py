"""Functions on Managed Instances whose capacity provider cannot run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import CapacityProvider
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# States in which a capacity provider starts no instance (Lambda API, CapacityProviderState, 2026).
NOT_READY = ("Pending", "Failed", "Deleting")


@check(
    id="state/managed-instances-unready",
    title="The capacity provider cannot run the function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "capacity_providers"),
    cause="managed_instances_capacity",
)
def managed_instances_unready(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        wanted = function.capacity_provider
        provider = scene.case.document(CapacityProvider, wanted) if wanted else None
        told = _why(function, provider) if provider else None
        if provider is None or told is None:
            continue
        field, text = told
        state = f", and the function is {function.state}" if function.state == "Pending" else ""
        yield Finding(
            resource=function.resource,
            summary=f"No instance can run the function: {text}{state}",
            key=field,
            citations=(Citation(place=provider.place(field), text=text),),
            cause="managed_instances_capacity",
            weight=STRONG,
            explains=("not_triggered", "request", "throttle"),
            remedies=(
                Manual(
                    "Give the function a provider of its architecture that is Active: with subnets"
                    " in several zones that have free addresses, and an operator role that may"
                    " start instances in them",
                    "what the provider lacks stands in its own reason",
                ),
            ),
        )


def _why(function: FunctionConfiguration, provider: CapacityProvider) -> tuple[str, str] | None:
    """The field of the provider that rules the function out, and why."""
    label = f"capacity provider {name(provider.resource)}"
    if provider.state in NOT_READY:
        return "state", f"{label} is {provider.state}"
    has, needs = provider.architectures, function.architecture
    if has and needs and needs not in has:
        return "architectures", f"{label} has {', '.join(has)}, the function is built for {needs}"
    return None
