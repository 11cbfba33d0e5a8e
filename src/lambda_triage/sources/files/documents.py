"""Which API answer a JSON document is, and the documents in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.facts.answers import operations
from lambda_triage.sources.bundle.place import KIND
from lambda_triage.sources.exchanges import is_har
from lambda_triage.sources.files.decode import decode
from lambda_triage.sources.files.item import Document, Skipped
from lambda_triage.sources.files.json_stream import Fault, JsonStream, Whole
from lambda_triage.sources.tuning import is_tuning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.files.item import Json
    from lambda_triage.sources.files.unpack import Content

DOCUMENT_LIMIT = 64 << 20  # bytes
SUBSCRIPTION = "sns.GetSubscriptionAttributes"
CONFIGURATION = {
    "Runtime", "Handler", "MemorySize", "Timeout", "Role", "PackageType", "CodeSize", "Layers",
    "Architectures", "VpcConfig", "LastModified", "EphemeralStorage", "SnapStart", "State",
}  # fmt: skip
MANIFEST = "bundle manifest"
RECORDS = ("aws:sqs", "aws:dynamodb", "aws:s3")  # events whose records are plain JSON
# What Lambda answers to GetPolicy of a function that has none, as the CLI prints it.
NO_POLICY = "The resource you requested does not exist"
REFUSED = re.compile(
    rb"\s*(?:aws: \[ERROR\]: )?An error occurred \(ResourceNotFoundException\)"
    rb" when calling the GetPolicy operation(?: \(reached max retries: \d\))?: "
    rb"The resource you requested does not exist\.?\s*(?:\n[^{}]{0,300})?"
)
ERROR_PAYLOAD = {
    "errorType", "errorMessage", "stackTrace", "stack", "trace", "cause", "code", "requestId",
    "reason", "promise",
}  # fmt: skip


def kind_of(value: Json) -> str:
    """The operation whose answer this is; several, joined by `|`, where its shape fits several;
    `unknown` for anything else.
    """
    if not isinstance(value, dict):
        return "unknown"
    if value.get("kind") == KIND:
        return MANIFEST
    if isinstance(functions := value.get("Functions"), list):
        return "lambda.ListFunctions" if all(map(_is_configuration, functions)) else "unknown"
    if _is_configuration(value.get("Configuration")):
        return "lambda.GetFunction"
    if _is_configuration(value) and not _is_other(value):
        return "lambda.GetFunctionConfiguration"
    if _is_invocation(value):
        return "lambda.Invoke"
    if _is_trail(value):
        return "cloudtrail.Records"
    if is_sample(value):
        return "sample event"
    if is_tuning(value):
        return "power tuning"
    if _is_refusal(value):
        return "lambda.GetPolicy refused"
    if is_har(value):
        return "http archive"
    fitting = operations(value)
    if SUBSCRIPTION in fitting:  # a subscription tells its topic as well, a topic no subscription
        return SUBSCRIPTION
    return "|".join(fitting) or "unknown"


def is_refusal(text: bytes) -> bool:
    """Whether the whole text says that a function has no policy."""
    return REFUSED.fullmatch(text[:1_000]) is not None and len(text) <= 1_000


def _is_refusal(value: dict[str, Json]) -> bool:
    """The same as an SDK has it: `{"Error": {"Code": …, "Message": …}}`."""
    told = value.get("Error")
    if not isinstance(told, dict) or not {"Error", "ResponseMetadata", "Message"} >= value.keys():
        return False
    code, why = told.get("Code"), str(told.get("Message") or value.get("Message"))
    return code == "ResourceNotFoundException" and why.startswith(NO_POLICY)


def is_sample(value: dict[str, Json]) -> bool:
    """Whether it is one event of EventBridge, or a message as ReceiveMessage or SNS gives it."""
    if {"detail-type", "source", "detail"} <= value.keys():
        return True
    if value.get("Type") == "Notification" and {"TopicArn", "Message"} <= value.keys():
        return True
    records = value.get("Records")
    record = records[0] if isinstance(records, list) and records else None
    if isinstance(record, dict) and record.get("eventSource") in RECORDS:
        return True
    messages = value.get("Messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return isinstance(first, dict) and {"MessageId", "Body"} <= first.keys()


def _is_trail(value: dict[str, Json]) -> bool:
    records = value.get("Records")
    first = records[0] if isinstance(records, list) and records else None
    return isinstance(first, dict) and {"eventSource", "eventName", "eventTime"} <= first.keys()


def _is_other(value: dict[str, Json]) -> bool:
    """A mapping, an event invoke config or a schedule shares a name or two with a configuration."""
    own = {
        "EventSourceArn", "UUID", "ScheduleExpression", "Source", "SourceParameters", "AuthType",
        "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig",
    }  # fmt: skip
    return bool(own & value.keys())


def _is_configuration(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    known = len(CONFIGURATION & value.keys())
    return known >= 2 or (known == 1 and ("FunctionName" in value or "FunctionArn" in value))


def _is_invocation(value: dict[str, Json]) -> bool:
    if {"errorType", "errorMessage"} & value.keys():
        return ERROR_PAYLOAD.issuperset(value)
    marks = {"FunctionError", "ExecutedVersion", "Payload", "LogResult"}
    return "StatusCode" in value and bool(marks & value.keys())


def documents(content: Content, index: int) -> Iterator[Document | Skipped]:
    """Each JSON value of the content as a document; a list of answers gives one for each."""
    stream = JsonStream(content.read, limit=DOCUMENT_LIMIT, arrays=False)
    for piece in stream.pieces():
        if isinstance(piece, Whole):
            yield from _split(decode(piece.raw), index)
        elif isinstance(piece, Fault) and piece.kind != "text":
            yield Skipped(piece.kind, 1, piece.reason, index)


def _split(value: Json, index: int) -> Iterator[Document]:
    if isinstance(value, list) and value and all(kind_of(item) != "unknown" for item in value):
        for n, item in enumerate(value):
            if isinstance(item, dict):
                yield Document(kind_of(item), item, index, f"[{n}]")
    elif isinstance(value, (dict, list)):
        yield Document(kind_of(value), value, index)
