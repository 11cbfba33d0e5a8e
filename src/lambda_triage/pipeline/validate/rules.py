"""What validate looks for beside the catalogue's checks, and how bad each check's finding is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.findings import Severity
from lambda_triage.reports.validation import Level

if TYPE_CHECKING:
    from lambda_triage.findings import Finding


class OwnRule(Struct, frozen=True):
    """One rule: its words stand in `lambda-triage explain` and in SARIF."""

    level: Level
    title: str
    text: str


RULES = {
    "template/unreadable": OwnRule(
        Level.ERROR,
        "The template cannot be parsed",
        "YAML, JSON or HCL that its parser refuses, at the place where it gave up. The mistake may"
        " stand some lines above: an unclosed bracket or quote, a tab, a wrong indentation.",
    ),
    "template/code-missing": OwnRule(
        Level.ERROR,
        "The code of a function or layer is not where the template says",
        "CodeUri, ContentUri, Code, source_dir or source_file name a path that does not exist"
        " beside the template, or nothing tells where the code is and none stands inline. `sam"
        " build`, `sam deploy` and `terraform apply` stop there; `sam validate --lint` passes it."
        " A path that a build makes (.jar, .zip, folders such as dist, build and target) is a"
        " warning.",
    ),
    "template/handler-missing": OwnRule(
        Level.ERROR,
        "The code has no file for the handler",
        "The Handler's file, as the runtime derives it from the setting, is not in the function's"
        " code (Python, Node.js and Ruby). Every invocation ends in Runtime.ImportModuleError or"
        " HandlerNotFound. Code that a makefile or a plugin brings is not judged, and with layers"
        " it is a warning, since a layer may bring the file.",
    ),
    "template/handler-undefined": OwnRule(
        Level.ERROR,
        "The handler's file does not define the function",
        "The file is there, and all names that it defines or exports are known; the function that"
        " Handler names is none of them. Files that make names at run time are not judged.",
    ),
    "template/handler-absent": OwnRule(
        Level.ERROR,
        "A function of a managed runtime has no Handler",
        "Zip functions need Handler and Runtime; only container images do without.",
    ),
    "template/runtime-unknown": OwnRule(
        Level.ERROR,
        "The runtime is none that Lambda has",
        "Runtime is not one of the identifiers that Lambda's API takes, in the version of the AWS"
        " service model that is installed. Often a version was written without its ending"
        " (nodejs22 for nodejs22.x) or with another one (python3.12.x).",
    ),
    "template/file-missing": OwnRule(
        Level.ERROR,
        "A file that the template includes does not exist",
        "DefinitionUri of an API or a state machine, or SchemaUri of a GraphQL API, names a local"
        " file that is not there.",
    ),
    "template/circular-reference": OwnRule(
        Level.ERROR,
        "Resources depend on one another in a circle",
        "Ref, Fn::GetAtt, Fn::Sub and DependsOn lead from a resource back to itself, so that"
        " CloudFormation can make none of them first. Often a bucket whose notification calls a"
        " function that has the bucket's name in its environment: give the bucket a name of its"
        " own in a parameter, and use the parameter in both places.",
    ),
    "template/role-not-trusting": OwnRule(
        Level.ERROR,
        "The role does not trust Lambda",
        "A function's role stands in the same template, and its trust policy names services, none"
        " of which is Lambda's. Lambda refuses to create the function with it.",
    ),
    "template/reference-unknown": OwnRule(
        Level.ERROR,
        "A reference names nothing in the template",
        "Ref, Fn::GetAtt, Fn::Sub or DependsOn names a resource or parameter that the template does"
        " not declare. CloudFormation refuses the template.",
    ),
}  # fmt: skip

# Checks whose finding means that AWS refuses the template, or that what it declares cannot work
# as long as it stays like this: two of its settings contradict each other.
CONTRADICTIONS = frozenset({
    "api/alias-missing", "api/mapping-without-stage", "api/url-without-permission",
    "configuration/snapstart-excluded",
    "handler/handler-of-another-runtime", "handler/streaming-not-agreed",
    "handler/web-adapter-settings",
    "packaging/layer-of-another-architecture", "packaging/layer-not-compatible",
    "queues/batch-settings", "queues/dead-letter-type", "queues/filter-never-matches",
    "queues/managed-key-blocks-sender", "queues/poller-not-allowed", "queues/poller-overscale",
    "queues/sender-not-admitted", "queues/visibility-timeout",
    "rights/cross-account-one-sided", "rights/durable-not-permitted",
    "rights/invoke-not-permitted", "rights/mapping-not-permitted",
    "rights/no-network-permissions", "rights/queue-key-not-permitted",
    "rights/role-not-trusting", "rights/source-arn-mismatch", "rights/target-not-permitted",
    "rights/workflow-not-permitted",
    "scaling/provisioned-above-reserved",
    "streams/kafka-secret-name", "streams/numeric-filter",
    "triggers/notification-elsewhere", "triggers/notification-filter",
    "triggers/pattern-never-matches", "triggers/schedule-invalid", "triggers/too-many-targets",
    "workflows/waits-in-express",
})  # fmt: skip
LEVELS = {
    Severity.CRITICAL: Level.ERROR,
    Severity.HIGH: Level.WARNING,
    Severity.MEDIUM: Level.WARNING,
    Severity.LOW: Level.INFO,
}
# What somebody has written on purpose, though it would explain an incident.
MEANT = frozenset({
    "queues/trigger-stopped", "scaling/switched-off", "triggers/rule-disabled",
    "triggers/schedule-off",
})  # fmt: skip
GONE = "functions can no longer be"  # of a runtime that Lambda takes no more


def level_of(finding: Finding) -> Level:
    """How bad a check's finding is in a template."""
    if finding.check in MEANT:
        return Level.INFO
    if finding.check in CONTRADICTIONS:
        return Level.ERROR
    if finding.check == "configuration/runtime-deprecated" and GONE in finding.summary:
        return Level.ERROR
    return LEVELS[finding.severity]
