"""Events that do not have the shape that the code reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

SHAPE = 3.5  # the key is one of an event's own; a structure of the code may have the same name
ADAPTER = (
    "Invoke it with an event of the source that the adapter serves: API Gateway, a load balancer, a"
    " function URL; give schedules, queues and warm-up calls a handler of their own"
)
# Top-level and near-top keys of the events that services send (aws-lambda-go events/, 2025).
KEYS = (
    r"Records|body|httpMethod|queryStringParameters|multiValueQueryStringParameters|pathParameters"
    r"|requestContext|headers|rawPath|routeKey|stageVariables|isBase64Encoded|detail-type|detail"
    r"|awslogs|ResourceProperties|RequestType|ResponseURL|Sns|s3|kinesis|dynamodb|NewImage"
    r"|OldImage|eventName|eventSource|messageAttributes|attributes|resources|identity|arguments"
    r"|authorizer|claims|session|intent|slots|userName|triggerSource|invokingEvent|currentIntent"
    r"|sessionState|taskToken|Payload|Message|receiptHandle|messageId|path|resource|cf"
)


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "adapter":
        return (EditCode(ADAPTER),)
    key = signal.captures.get("key", "the key")
    trigger = function.trigger if function else None
    source = f"Test with an event of {trigger}" if trigger else "Test with an event of the source"
    told = f"{source}, check {key} before use, and mind payload format 1.0 against 2.0"
    return (EditCode(f"{told} and body as a JSON string"),)


EVENT_SHAPE = signature_check(
    id="code/event-shape",
    title="The event lacks what the code reads from it",
    severity=Severity.HIGH,
    cause="event_encoding_or_shape",
    since="0.1",
    messages=(
        message(
            "python",
            "KeyError: '",
            "KeyError",
            pattern=rf"(?:KeyError: |errorMessage\\?\": ?\\?\")\\?'(?P<key>{KEYS})\\?'",
            source="CPython KeyError; AWS Lambda guide, event formats of the services, 2025",
        ),
        message(
            "node",
            "Cannot read propert",
            pattern=r"Cannot read propert(?:y \\?'(?=\w{1,60}\\?' of (?:undefined|null))"
            rf"|ies of (?:undefined|null) \(reading \\?')(?P<key>{KEYS}|0)\\?'",
            source="V8 message kNonObjectPropertyLoad, old and new wording, 2025",
        ),
        message(
            "none",
            "'NoneType' object is not subscriptable",
            "has no attribute 'get'",
            pattern=rf"(?:event|body|record)\S{{0,10}}\[\\?['\"](?P<key>{KEYS})\\?['\"]\]\["
            r"[\s\S]{0,300}?'NoneType' object is not subscriptable",
            source="CPython abstract.c, 2025",
        ),
        message(
            "ruby",
            "undefined method `[]' for nil",
            "undefined method '[]' for nil",
            "key not found: ",
            pattern=rf"event\[\\?['\"](?P<key>{KEYS})[\s\S]{{0,300}}undefined method [`']\[\]'"
            rf" for nil"
            rf"|key not found: \\?\"(?P<name>{KEYS})\\?\"",
            source="Ruby vm_eval.c, hash.c, 2025",
        ),
        message(
            "typed",
            "json: cannot unmarshal ",
            "Error deserializing the input JSON",
            "An error occurred during JSON parsing",
            "annot deserialize ",
            "an not deserialize ",
            "The JSON value could not be converted to ",
            "Unable to unmarshal input",
            "Unexpected character encountered while parsing value",
            "is not a valid request from Amazon API Gateway",
            pattern=r"json: cannot unmarshal \w+(?: [\w.+-]{1,40})? into Go (?:value|struct field"
            r" \S+) of"
            r" type"
            r"|Error deserializing the input JSON|An error occurred during JSON parsing"
            r"|[Cc]an ?not deserialize (?:instance|value) of [^\n]{0,200} (?:out of|from) "
            r"(?:START_|Object|Array|String)|The JSON value could not be converted to "
            r"|Unable to unmarshal input|Unexpected character encountered while parsing value: ?\{"
            r"|event is not a valid request from Amazon API Gateway",
            source="Go encoding/json; Jackson; System.Text.Json; Newtonsoft.Json; awslambdaric;"
            " aws-serverless-java-container, 2025",
        ),
        message(
            "adapter",
            "unable to infer a handler to use for the event",
            "Unable to determine handler from trigger event",
            "Unable to determine event source based on event",
            "This handler expected to be invoked with a",
            "untagged enum LambdaRequest",
            pattern=r"unable to infer a handler to use for the event"
            r"|Unable to determine (?:handler from trigger|event source based on) event"
            r"|This handler expected to be invoked with an? (?P<key>[\w ]{1,40}?) event"
            r"|data did not match any variant of untagged enum LambdaRequest",
            source="mangum adapter.py; serverless-express event-sources/utils.js; Bref"
            " InvalidLambdaEvent.php; lambda_http request.rs, 2025",
        ),
    ),
    summary="The event does not have the shape that the code reads: {key}",
    fix=_fix,
    weight=SHAPE,
)
