"""Kafka event source mappings whose poller cannot reach or enter the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

UNSEEN = "the cluster and its network are not in the evidence"
TOLD = {
    "connect": "Let the cluster's security group admit itself on the broker port (9092 plain, 9094"
    " TLS, 9096 SCRAM, 9098 IAM): the poller runs in the cluster's VPC, not in the function's",
    "login": "Correct the secret, the IAM policy or the cluster's access list that the mapping"
    " uses",
    "endpoints": "Give the cluster's subnets a NAT gateway, or interface endpoints for lambda and"
    " sts"
    " (and secretsmanager, where the mapping has a secret)",
}


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (Manual(TOLD[signal.name], UNSEEN),)


KAFKA_UNREACHABLE = signature_check(
    id="network/kafka-unreachable",
    title="The poller of a Kafka trigger cannot reach the cluster",
    severity=Severity.CRITICAL,
    cause="kafka_connectivity",
    since="0.1",
    messages=(
        message(
            "connect",
            "PROBLEM: Connection error",
            "Please check your event source connection configuration",
            "Connection error. Your VPC must be able to connect",
            pattern=r"PROBLEM: Connection error(?!\. Your event source VPC)"
            r"|check your event source connection configuration",
            source="Lambda event source mapping, LastProcessingResult for Kafka, 2026",
        ),
        message(
            "login",
            "PROBLEM: SASL authentication failed",
            "Cluster failed to authorize Lambda",
            "Server failed to authenticate Lambda",
            "Lambda failed to authenticate server",
            "Provided certificate or private key is invalid",
            pattern=r"PROBLEM: SASL authentication failed|Cluster failed to authorize Lambda"
            r"|Server failed to authenticate Lambda|Lambda failed to authenticate server"
            r"|Provided certificate or private key is invalid",
            source="Lambda event source mapping, LastProcessingResult for Kafka, 2026",
        ),
        message(
            "endpoints",
            "event source VPC must be able to connect to",
            "Your VPC must be able to connect to Lambda and STS",
            pattern=r"VPC must be able to connect to (?:Lambda|STS|Secrets Manager|OnFailure)",
            source="Lambda event source mapping, LastProcessingResult for Kafka, 2026",
        ),
    ),
    summary="The Kafka event source cannot connect to its cluster, or is refused by it",
    fix=_fix,
    symptom="trigger",
)
