"""Tables, queues, buckets, functions and others that do not exist where they are sought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

ARN = r"arn:aws[^\s\"'\\,]{1,250}"
Q = r"\\?[\"'`]"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "artifact":
        told = "Upload the code archive, layer or image to where the deployment refers to, first"
        return (Manual(told, "the template and the store are not in the evidence"),)
    if signal.captures.get("label"):
        return (Manual("Put a value into the secret: it has none yet", "only its owner knows it"),)
    name = signal.captures.get("name") or "the resource"
    return (
        EditCode(
            f"Compare {name} with what exists in the account and Region that the client uses:"
            " name, stage suffix, Region, and whether it is an ARN, a URL or a name"
        ),
        Manual(
            "Deploy what creates it before the function that uses it", "the order is its owner's"
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("table") else DECISIVE


RESOURCE_NOT_FOUND = deployable(
    weighed(
        signature_check(
            id="resources/resource-not-found",
            title="A resource does not exist where it is sought",
            severity=Severity.HIGH,
            cause="resource_not_found",
            since="0.1",
            messages=(
                message(
                    "general",
                    "ResourceNotFoundException",
                    "Requested resource not found",
                    "Cannot do operations on a non-existent table",
                    "Function not found: ",
                    # A function may have no policy, alias or limit of its own: a question.
                    pattern=rf"\A(?![\s\S]{{0,20000}}Secrets Manager can't find)"
                    rf"(?![\s\S]{{0,2000}}calling the Get(?:Policy|Alias|FunctionConcurrency"
                    rf"|FunctionEventInvokeConfig|FunctionUrlConfig|ProvisionedConcurrencyConfig)"
                    rf" operation)[\s\S]*?"
                    rf"(?:ResourceNotFoundException|Requested resource not found|Cannot do"
                    rf" operations on a non-existent table)(?:[\s\S]{{0,200}}?(?:not found"
                    rf"|not exist|Not Found|not found)[:,]? ?(?P<name>{ARN}))?"
                    rf"|Function not found: (?P<function>{ARN})",
                    source="botocore service models: ResourceNotFoundException of 200 services,"
                    " 2026",
                ),
                message(
                    "bucket",
                    "NoSuchBucket",
                    "The specified bucket does not exist",
                    "HeadBucket operation: Not Found",
                    pattern=r"\A(?![\s\S]{0,20000}occurred while GetObject)[\s\S]*?(?:NoSuchBucket"
                    r"(?!Policy)|The specified bucket does not exist"
                    r"|HeadBucket operation: Not Found)",
                    source="Amazon S3 error codes, 2026",
                ),
                message(
                    "queue",
                    "NonExistentQueue",
                    "QueueDoesNotExist",
                    "The specified queue does not exist",
                    pattern=r"NonExistentQueue|QueueDoesNotExist"
                    r"|The specified queue does not exist",
                    source="Amazon SQS, query and JSON protocols, 2026",
                ),
                message(
                    "secret",
                    "ParameterNotFound",
                    "Secrets Manager can't find the specified secret",
                    pattern=r"ParameterNotFound\b|Secrets Manager can't find the specified secret"
                    r"(?: value for (?P<label>staging label))?",
                    source="AWS Systems Manager and Secrets Manager errors, 2026",
                ),
                message(
                    "target",
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist",
                    "Topic does not exist",
                    "TopicNotFound",
                    "NoSuchEntity",
                    "NoSuchHostedZone",
                    "TableNotFoundException",
                    "EntityNotFoundException",
                    "RepositoryNotFoundException",
                    "ExecutionDoesNotExist",
                    "DBInstanceNotFound",
                    "DBClusterNotFound",
                    "Event bus ",
                    "User pool ",
                    pattern=r"StateMachineDoesNotExist|State Machine Does Not Exist"
                    r"|Topic does not exist|TopicNotFound|NoSuchEntity|NoSuchHostedZone"
                    r"|ExecutionDoesNotExist|(?<!\w)(?:Table|Entity|Repository)NotFoundException"
                    r"|DB(?:Instance|Cluster)NotFound"
                    r"|Event bus (?P<bus>[\w./-]{1,256}) does not exist"
                    r"|User pool \S{1,60} does not exist",
                    source="AWS Step Functions, SNS, IAM, RDS, EventBridge, Cognito errors, 2026",
                ),
                message(
                    "artifact",
                    "Error occurred while GetObject. S3 Error Code: ",
                    "Provide a valid source image",
                    "ImageDeleted",
                    "Layer version arn:",
                    pattern=rf"occurred while GetObject\. S3 Error Code: (?P<code>NoSuchKey"
                    rf"|NoSuchBucket)|Source image (?P<image>\S{{1,300}}) does not exist"
                    rf"|\bImageDeleted\b|Layer version (?P<name>{ARN}) does not exist",
                    source="Lambda API, InvalidParameterValueException; StateReasonCode, 2026",
                ),
                message(
                    "table",
                    "Unknown database ",
                    'relation "',
                    'relation \\"',
                    'database "',
                    'database \\"',
                    "Table '",
                    pattern=rf"Unknown database {Q}(?P<table>[\w-]{{1,64}})"
                    rf"|FATAL: +database {Q}(?P<name>[^\"\\\n]{{1,64}}){Q} does not exist"
                    rf"|relation {Q}(?P<relation>[^\"\\\n]{{1,128}}){Q} does not exist"
                    rf"|Table {Q}(?P<view>[\w.-]{{1,128}}){Q} doesn't exist",
                    source="PostgreSQL 3D000 and 42P01; MySQL ER_BAD_DB_ERROR, ER_NO_SUCH_TABLE,"
                    " 2025",
                ),
            ),
            summary="What the call names does not exist in this account and Region",
            fix=_fix,
        ),
        _weight,
    )
)
