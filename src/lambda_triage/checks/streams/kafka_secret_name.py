"""SASL/SCRAM secrets that a cluster of Amazon MSK cannot have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

# Amazon MSK guide, 'Set up SASL/SCRAM authentication', 2026. Brokers that are not Amazon's take
# any name.
PREFIX = "AmazonMSK_"
SCRAM = "SASL_SCRAM_512_AUTH"


@check(
    id="streams/kafka-secret-name",
    title="The cluster cannot have the secret that the mapping uses",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="downstream_auth_failed",
)
def kafka_secret_name(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        if mapping.service != "kafka" or not (mapping.source or "").startswith("arn:"):
            continue
        for secret in _secrets(mapping.access):
            if secret.startswith(PREFIX):
                continue
            text = f"{SCRAM} names the secret {secret}"
            yield Finding(
                resource=scene.key(mapping.function or mapping.resource),
                summary=f"A cluster of Amazon MSK only takes secrets named {PREFIX}*, so that the"
                f" login fails: {text}",
                key=secret,
                citations=(Citation(place=mapping.place("access"), text=text),),
                cause="downstream_auth_failed",
                weight=STRONG,
                explains=("not_triggered", "lag"),
                remedies=(
                    Manual(
                        f"Create the secret as {PREFIX}{secret}, encrypted with a key of your own,"
                        " associate it with the cluster, and name it in the mapping",
                        "a secret cannot be renamed, and its value is not in the evidence",
                    ),
                ),
            )


def _secrets(access: Json) -> Iterator[str]:
    """Names of the secrets for SASL/SCRAM, without the six characters that AWS adds."""
    found = access if isinstance(access, list) else [access]
    for one in found:
        if not isinstance(one, dict) or one.get("Type", one.get("type")) != SCRAM:
            continue
        uri = one.get("URI", one.get("uri"))
        if isinstance(uri, str) and ":secret:" in uri:
            yield uri.rpartition(":secret:")[2].rpartition("-")[0]
