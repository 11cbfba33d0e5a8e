"""Functions whose role may not read the stream, cluster or broker that triggers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held_roles
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.policies_of import Held
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Mapping

# What the poller calls in the role's name, alternatives together (Lambda guide, the page of each
# event source, 2026). SQS: queues/poller-not-allowed.
NEEDED = {
    "kinesis": (
        ("kinesis:GetRecords",),
        ("kinesis:GetShardIterator",),
        ("kinesis:DescribeStreamSummary", "kinesis:DescribeStream"),
    ),
    "dynamodb": (
        ("dynamodb:GetRecords",),
        ("dynamodb:GetShardIterator",),
        ("dynamodb:DescribeStream",),
    ),
    "kafka": (("kafka:DescribeClusterV2", "kafka:DescribeCluster"), ("kafka:GetBootstrapBrokers",)),
    "mq": (("mq:DescribeBroker",),),
}
PROBLEM = "PROBLEM"  # how Lambda begins a LastProcessingResult that is not good


@check(
    id="rights/mapping-not-permitted",
    title="The function's role may not read its event source",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "functions", "policies"),
    cause="access_denied_identity",
)
def mapping_not_permitted(scene: Scene) -> Iterator[Finding]:
    for function, known in held_roles(scene):
        for mapping in scene.mappings(function):
            missing = _missing(known, mapping)
            if missing:
                yield _finding(function, known, mapping, missing)


def _missing(known: Held, mapping: Mapping) -> tuple[str, ...]:
    source, result = mapping.source or "", mapping.last_result or PROBLEM
    if not source.startswith("arn:") or "/consumer/" in source or not result.startswith(PROBLEM):
        return ()  # a poller that works shows that it may
    wanted = NEEDED.get(mapping.service or "", ())
    refused = [(either, lacking(known, either, source)) for either in wanted]
    return tuple(either[0] for either, found in refused if found == either)


def _finding(function: str, known: Held, mapping: Mapping, missing: tuple[str, ...]) -> Finding:
    source = str(mapping.source)
    text = f"by {known.names} the role may not call {' or '.join(missing)}"
    return Finding(
        resource=function,
        summary=f"The trigger cannot read {source.split(':', 5)[-1]}: {text}",
        key=source,
        citations=(
            Citation(place=known.place(""), text=text),
            Citation(place=mapping.place("source"), text=f"EventSourceArn {source}"),
        ),
        cause="access_denied_identity",
        weight=STRONG,
        explains=("not_triggered", "lag"),
        facts=(("resource", source),),
        remedies=(
            GrantAction(missing, source, known.role, "identity", "Let the role read its source"),
        ),
    )
