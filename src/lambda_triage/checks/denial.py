"""Refused calls as AWS and its SDKs word them, and which kind of policy is behind each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from lambda_triage.checks.signature import message
from lambda_triage.sources.origin import origin
from lambda_triage.sources.parse.access_denied import Denial, parse

if TYPE_CHECKING:
    from lambda_triage.findings import Finding

Kind = Literal["identity", "resource", "guardrail", "kms"]

# S3 objects are left out of what identifies a signal: equal refusals of many keys are one.
ARN = r"arn:[\w-]{1,20}:s3:::[\w.-]{1,63}|arn:[^\s\"'\\,<>]{1,300}"
CODE = (
    r"(?:AccessDenied(?:Exception|Fault)?|UnauthorizedOperation|AuthorizationError(?:Exception)?)"
)
# Words before the code that make it somebody else's: a file, a framework, a check of its own.
NOT_AFTER = r"(?<!\.file\.)(?<!\.access\.)(?<!due to error )(?<!Invoke)(?<!Image)(?<!function\()"
SENTENCE = re.compile(r"not\s+authorized\s+to\s+perform(?!\s+this\s+operation)")
KMS = re.compile(
    r"KMS\.?AccessDenied|KMS access was denied|refers to a customer master key"
    r"|Access to KMS is not allowed|\bkms:(?:Decrypt|Encrypt|GenerateDataKey|ReEncrypt"
    r"|CreateGrant)",
    re.IGNORECASE,
)
# Refusals with a check of their own: triggers, images, authorizers.
FOREIGN = re.compile(
    r"permission to invoke|cannot invoke the specified|while invoking Lambda function"
    r"|invocation failed due to error|access the ECR image|User is not authorized to access"
)

REFUSALS = (
    message(
        "sentence",
        "not authorized to",
        pattern=rf"not\s+authorized\s+to\s+perform:?\s*[\[\"'`]?"
        rf"(?P<action>[A-Za-z][\w-]{{1,63}}:\s?[\w*]{{1,128}})(?:[\]\"'`]?(?:\s+on)?\s+"
        rf"(?:the\s+)?resource:?\s+[\[\"'`]?(?P<resource>{ARN}))?",
        source="AWS IAM guide, 'Access denied error message examples', 2026; service responses",
    ),
    message(
        "managed-rule",
        "is not authorized to create managed-rule",
        pattern=r"is not authorized to create (?P<verb>managed-rule)",
        source="AWS Step Functions guide, integrations that create EventBridge rules, 2026",
    ),
    message(
        "code",
        "AccessDenied",
        "UnauthorizedOperation",
        "AuthorizationError",
        pattern=rf"{NOT_AFTER}{CODE}\) when calling the (?P<operation>\w{{1,100}}) operation"
        rf"|operation error (?P<service>[\w ]{{1,60}}): "
        rf"(?P<call>\w{{1,100}}),[^\n]{{0,400}}?{CODE}|{NOT_AFTER}{CODE}(?=[:)\"'<,;\]]|\s|$)",
        source="botocore, aws-sdk-go-v2, aws-sdk-js, aws-sdk-java, aws-sdk-ruby errors, 2025",
    ),
    message(
        "forbidden",
        "HeadObject operation: Forbidden",
        "HeadBucket operation: Forbidden",
        "Forbidden: null",
        "Exception: Access Denied",
        '"Access Denied"',
        pattern=r"calling the (?P<operation>Head\w{1,40}) operation: Forbidden|Forbidden: null"
        r"|(?:S3|S3\w{0,20})Exception: Access Denied|\"errorMessage\": ?\"Access Denied\"",
        source="S3 responses without a body; AWSSDK.S3 AmazonS3Exception; aws-sdk-js, 2025",
    ),
    message(
        "execution-role",
        "execution role does not have permission",
        "Lambda does not have permission to access the VPC",
        pattern=r"execution role does not have permissions? to (?:call "
        r"|access )?(?P<operation>\w{1,100})(?: on (?P<on>\w{1,60}))?|Lambda (?:does"
        r"|did) not have permission to access the VPC",
        source="Lambda API, InvalidParameterValueException and EC2AccessDeniedException, 2026",
    ),
    message(
        "stream",
        "Cannot access stream",
        pattern=rf"Cannot access stream (?P<resource>{ARN})"
        r"[^\n]{0,40}ensure the role can perform the (?P<operation>GetRecords)",
        source="Lambda API, CreateEventSourceMapping, InvalidParameterValueException, 2026",
    ),
    message(
        "sqs",
        "Access to the resource",
        pattern=r"Access to the resource (?P<resource>https?://[^\s\"'\\]{1,300}) is denied",
        source="Amazon SQS, AccessDenied of the query and JSON protocols, 2025",
    ),
)


def read(finding: Finding, text: str) -> Denial | None:
    """The refusal in the event; None if this finding's code only repeats the event's sentence."""
    action = finding.fact("action")
    if FOREIGN.search(text):
        return None
    if text and action is None and SENTENCE.search(text):
        return None
    known = parse(text) or Denial()
    return replace(
        known,
        action=known.action or (action.replace(" ", "") if action else None),
        resource=known.resource or finding.fact("resource"),
    )


def kind(denial: Denial, text: str) -> Kind:
    """Which policy has to change; KMS first, since keys have policies of their own."""
    if (denial.action or "").lower().startswith("kms:") or KMS.search(text):
        return "kms"
    if denial.policy_type in ("resource", "vpc_endpoint", "role_trust"):
        return "resource"
    if denial.policy_type in ("scp", "rcp", "boundary", "session"):
        return "guardrail"
    if denial.policy_type is None and denial.explicit:
        return "guardrail"
    if denial.policy_type is None and _is_foreign_layer(denial):
        return "resource"
    return "resource" if denial.principal == "anonymous" else "identity"


def _is_foreign_layer(denial: Denial) -> bool:
    """Whether it is a layer of another account, which its owner has to share (Lambda guide)."""
    if (denial.action or "").lower() != "lambda:getlayerversion":
        return False
    owner = (denial.resource or "").split(":")[4:5]
    return not (owner and denial.account and owner == [denial.account])


def called(denial: Denial) -> str:
    """The refused action, as far as it is known: `s3:GetObject`, an operation, or a service."""
    return denial.action or denial.operation or denial.service or "the call"


def who(denial: Denial) -> str:
    """The role or principal that was refused."""
    return f"role {denial.role}" if denial.role else (denial.principal or "the caller's role")


def principal(denial: Denial) -> str | None:
    """Whom a policy of the resource has to name: the role of a session, never the session."""
    if denial.role and denial.account and denial.principal:
        partition = denial.principal.split(":")[1]
        return f"arn:{partition}:iam::{denial.account}:role/{denial.role}"
    return denial.principal


def on(denial: Denial) -> str:
    """` on <resource>`, or nothing where the message names none."""
    return f" on {denial.resource}" if denial.resource and denial.resource != "*" else ""


def target(denial: Denial) -> str | None:
    """The resource an IAM statement should name: all objects of a bucket, not the one refused."""
    arn = denial.resource
    if arn is None or not arn.startswith("arn:"):
        return None
    if ":s3:::" in arn and "/" in arn:
        return arn.partition("/")[0] + "/*"
    return re.sub(r"(:log-group:[^:]+):log-stream:.*", r"\1:*", arn)


def symptom(text: str) -> str | None:
    """A refusal in a deployment's output is a deployment's trouble."""
    return "deployment" if origin(text) == "deploy" else None
