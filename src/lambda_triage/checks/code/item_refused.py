"""Requests that DynamoDB refuses for their form: a key, a type or an expression is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

TOLD = {
    "key": "Compare the key that the code gives with the table's KeySchema and"
    " AttributeDefinitions: names, types, and the sort key, where there is one",
    "value": "Leave out or convert what DynamoDB does not take before the call: empty key strings,"
    " undefined values, floats, and values of another type than the key's",
    "expression": "Correct the expression: names that are reserved words need a # placeholder, and"
    " every : value has to be given and used",
    "batch": "Split the batch (25 writes, 100 reads), and drop keys that occur twice",
}


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (EditCode(TOLD[signal.name]),)


ITEM_REFUSED = signature_check(
    id="code/item-refused",
    title="DynamoDB refuses the form of a request",
    severity=Severity.HIGH,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "key",
            "provided key element does not match the schema",
            "Query condition missed key schema element",
            "Missing the key ",
            "Type mismatch for key ",
            "Query key condition not supported",
            pattern=r"provided key element does not match the schema"
            r"|Query condition missed key schema element:? ?(?P<attribute>[\w.-]{1,100})?"
            r"|Missing the key (?P<missing>[\w.-]{1,100}) in the item"
            r"|Type mismatch for key (?P<typed>[\w.-]{1,100}) expected"
            r"|Query key condition not supported",
            source="DynamoDB ValidationException as in boto3 issue 1270, 2017, and the DynamoDB"
            " guide, troubleshooting validation errors, 2025",
        ),
        message(
            "value",
            "cannot contain an empty string value",
            "may not contain an empty string",
            "Supplied AttributeValue is empty",
            "Float types are not supported",
            "removeUndefinedValues=true",
            pattern=r"AttributeValue for a key attribute cannot contain an empty string value"
            r"|AttributeValue may not contain an empty string|Supplied AttributeValue is empty"
            r"|Float types are not supported\. Use Decimal"
            r"|Pass options\.removeUndefinedValues=true",
            source="DynamoDB ValidationException; boto3 dynamodb/types.py; util-dynamodb"
            " convertToAttr.ts, 2025",
        ),
        message(
            "expression",
            "Invalid UpdateExpression:",
            "Invalid KeyConditionExpression:",
            "Invalid FilterExpression:",
            "Invalid ConditionExpression:",
            "Invalid ProjectionExpression:",
            "ExpressionAttributeValues must not be empty",
            "unused in expressions: keys:",
            pattern=r"Invalid (?:Update|KeyCondition|Filter|Condition|Projection)Expression:"
            r"(?:[^\n]{0,100}reserved keyword: (?P<word>\w{1,60}))?"
            r"|ExpressionAttributeValues must not be empty|unused in expressions: keys:",
            source="DynamoDB ValidationException; DynamoDB guide, reserved words, 2025",
        ),
        message(
            "batch",
            "Provided list of item keys contains duplicates",
            "Too many items requested for the Batch",
            pattern=r"Provided list of item keys contains duplicates"
            r"|Too many items requested for the Batch(?:Write|Get)Item call",
            source="DynamoDB API reference, BatchWriteItem, BatchGetItem, 2025",
        ),
    ),
    summary="DynamoDB refuses the form of a request: a key, a value or an expression is wrong",
    fix=_fix,
    weight=STRONG,
)
