"""Event source mappings whose poller a broker or a schema registry does not let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.refused_polls import refusal, told
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, Command, Finding, GrantAction, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

OFF = ("Disabled", "Disabling")
WORDS = {
    "registry": "Lambda may not read the schema registry of",
    "login": "The broker does not accept the user name and password for",
    "rights": "Lambda may not use, by the function's role,",
}
CAUSES = {
    "registry": "access_denied_identity",
    "login": "downstream_auth_failed",
    "rights": "access_denied_identity",
}
# Lambda guide, "Using schema registries with Kafka event sources", Glue, 2026.
GLUE = ("glue:GetRegistry", "glue:GetSchemaVersion")
# Lambda guide, "Configuring an Amazon MQ event source", permissions of the role, 2026.
BROKER = ("mq:DescribeBroker", "secretsmanager:GetSecretValue", "ec2:CreateNetworkInterface",
          "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeVpcs",
          "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups")  # fmt: skip


@check(
    id="queues/poller-refused",
    title="The trigger's poller is not let in",
    severity=Severity.CRITICAL,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("mappings",),
)
def poller_refused(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        kind = refusal(mapping)
        if kind is None:
            continue
        field, text = told(mapping)
        source = (mapping.source or "its source").split(":", 5)[-1].removeprefix("?:")
        yield Finding(
            resource=scene.key(mapping.function or mapping.resource),
            summary=f"{WORDS[kind]} {source}: {text}",
            key=mapping.resource,
            citations=(Citation(place=mapping.place(field), text=text),),
            cause=CAUSES[kind],
            weight=DECISIVE,
            symptom="not_triggered",
            opens=True,
            role=Role.SIGNATURE,
            explains=("not_triggered", "backlog", "lag"),
            by_status=(("not_triggered", 1), ("backlog", 1), ("lag", 1)),
            remedies=(_fix(scene, mapping, kind), *_switched_on(mapping)),
        )


def _switched_on(mapping: Mapping) -> tuple[Remedy, ...]:
    if mapping.state not in OFF:
        return ()
    uuid = mapping.uuid or "<uuid>"
    argv = ("aws", "lambda", "update-event-source-mapping", "--uuid", uuid, "--enabled")
    then = "Then switch the mapping on again"
    return (Command(argv, then, "what has waited arrives at once"),)


def _fix(scene: Scene, mapping: Mapping, kind: str) -> Remedy:
    fed = mapping.function or mapping.resource
    role = next((f.role for f in scene.case.functions if same(f.resource, fed)), None)
    if kind == "rights":
        return GrantAction(BROKER, "*", role, "identity", "Let the role reach broker and secret")
    if kind == "login":
        return Manual(
            "Set user name and password of the broker's user in the secret that the mapping names"
            " under SourceAccessConfigurations, and give the user the right to read the queue",
            "the broker's users and the secret's value are not in the evidence",
        )
    uri = mapping.registry.get("SchemaRegistryURI") if isinstance(mapping.registry, dict) else None
    if isinstance(uri, str) and uri.startswith("arn:"):
        return GrantAction(GLUE, "*", role, "identity", f"Let the role read the registry {uri}")
    return Manual(
        "Let the role call glue:GetRegistry and glue:GetSchemaVersion; for a registry of Confluent,"
        " correct the secret under SchemaRegistryConfig.AccessConfigs",
        "which registry it is the evidence does not tell",
    )
