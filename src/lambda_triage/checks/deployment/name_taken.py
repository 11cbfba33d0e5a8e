"""Resources that a deployment wants to create and that exist already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.checks.weighed import SPECIFIC, weighed
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.captures.get("early"):
        argv = ("aws", "cloudformation", "describe-events", "--change-set-name", "<change set ARN>")
        return (Command(argv, "Read which resource of the change set exists already"),)
    if signal.name == "replaced":
        return (EditCode("Rename the resource, or drop its name: a replacement needs a new one"),)
    group = signal.captures.get("group") or "LogGroup" in signal.captures.get("type", "")
    log = "Delete the log group, which the function's first invocation made, or import it"
    told = log if group else "Import the resource into the stack or state, delete it, or rename it"
    return (Manual(told, "whether anything still uses it is not in the evidence"),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("early") else SPECIFIC


NAME_TAKEN = weighed(
    signature_check(
        id="deployment/name-taken",
        title="A resource of that name exists already",
        severity=Severity.HIGH,
        cause="resource_already_exists",
        since="0.1",
        messages=(
            message(
                "stack",
                "HandlerErrorCode: AlreadyExists",
                "Resource of type '",
                "already exists in stack",
                "EarlyValidation::ResourceExistence",
                pattern=wrapped(
                    r"Resource of type '(?P<type>[\w:]{1,120})' with identifier "
                    r"'(?:\{\\?\"[^\"\n]{1,80}\":\\?\")?"
                    r"(?P<name>[^'\"\\\n]{1,300})[\"'}\\]{1,4} already exists|(?<![^\s\"])"
                    r"(?P<taken>[^\s\"]{1,300}) already exists in stack arn:"
                    r"|HandlerErrorCode: AlreadyExists"
                    r"|(?P<early>EarlyValidation::ResourceExistenceCheck)"
                ),
                source="AWS CloudFormation, resource handlers and early validation, 2026",
            ),
            message(
                "log-group",
                "The specified log group already exists",
                pattern=r"(?P<group>The specified log group already exists)",
                source="Amazon CloudWatch Logs, ResourceAlreadyExistsException, 2026",
            ),
            message(
                "service",
                "Function already exist: ",
                "Role with name ",
                "The statement id (",
                "BucketAlreadyOwnedByYou",
                "BucketAlreadyExists",
                "requested bucket name is not",
                "An event source mapping with",
                pattern=wrapped(
                    r"Function already exist: (?P<function>[\w:-]{1,200})|Role with name "
                    r"(?P<role>[\w+=,.@-]{1,64}) already exists|The statement id \("
                    r"(?P<statement>[\w-]{1,100})\) provided already exists"
                    r"|BucketAlready(?:OwnedByYou|Exists)|requested bucket name is not "
                    r"available|An event source mapping with [^\n]{1,600}? already exists"
                ),
                source="Lambda ResourceConflictException; IAM EntityAlreadyExists; Amazon S3"
                " error codes, 2026",
            ),
            message(
                "replaced",
                "when a custom-named resource",
                "custom-named resource requires",
                pattern=wrapped(
                    r"cannot update a stack when a custom-named resource requires "
                    r"replacing\.(?: Rename (?P<rename>[^\s]{1,300}) and update)?"
                ),
                source="AWS CloudFormation, replacement of named resources, 2026",
            ),
        ),
        summary="A resource of that name exists already, outside this stack or configuration",
        fix=_fix,
        symptom="deployment",
    ),
    _weight,
)
