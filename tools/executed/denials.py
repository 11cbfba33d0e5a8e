"""Functions to which AWS denies a call, a key or a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asking import asks
from services import Answer, aws_error, document, s3_error

if TYPE_CHECKING:
    from case import Case


IAM_GUIDE = "AWS IAM User Guide, Troubleshoot access denied error messages, 2026"

WHO = (
    "User: arn:aws:sts::123456789012:assumed-role/{role}-role/{role} is not authorized to perform: "
)

FOUND = document({"Item": {"id": {"S": "1"}}})

NOTHING = document({})


def cases() -> list[Case]:
    """Policies, keys, missing resources."""
    return [*_denied(), *_keys(), *_missing()]


def _denied() -> list[Case]:
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/carts"
    no_update = aws_error(
        "AccessDeniedException",
        WHO.format(role="cart-api")
        + f"dynamodb:UpdateItem on resource: {table} because no identity-based policy allows the "
        "dynamodb:UpdateItem action",
        key="Message",
    )
    boundary = aws_error(
        "AccessDeniedException",
        WHO.format(role="param-copy")
        + "ssm:PutParameter on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/app/rate "
        "because no permissions boundary allows the ssm:PutParameter action",
    )
    refused = s3_error(
        "AccessDenied",
        WHO.format(role="feed-copy") + "s3:GetObject on resource: "
        "&quot;arn:aws:s3:::partner-feeds/in/7.csv&quot; because no resource-based policy allows "
        "the s3:GetObject action",
        403,
    )
    return [
        asks(
            "access-denied-identity-01",
            "cart-api",
            "access_denied_identity",
            "The role may read the table, and the new quantity button updates it.",
            "carts that are not found are logged as errors and answered with 404",
            service="dynamodb",
            body="""
            item = client.get_item(TableName="carts", Key={"id": {"S": str(n)}}).get("Item")
            if item is None:
                log.error("cart %d not found, answering 404", n)
                return 404
            if n % 3 == 2:
                client.update_item(TableName="carts", Key={"id": {"S": str(n)}})
            return 200
            """,
            events=7,
            answers=[FOUND, NOTHING, FOUND, no_update, FOUND, NOTHING, FOUND, no_update, FOUND],
            form="filter",
            sources=(IAM_GUIDE,),
        ),
        asks(
            "access-denied-resource-policy-01",
            "feed-copy",
            "access_denied_resource_policy",
            "The partner's bucket policy does not name the function's role.",
            "a feed that is not there yet is logged as an error and skipped",
            service="s3",
            body="""
            try:
                client.head_object(Bucket="own-feeds", Key=f"in/{n}.csv")
            except ClientError as error:
                log.error("feed %d is not there yet (%s), skipped", n, error)
                return 0
            return len(client.get_object(Bucket="partner-feeds", Key="in/7.csv")["Body"].read())
            """,
            events=4,
            answers=[Answer(404, b""), Answer(), refused, Answer(404, b""), Answer(), refused],
            form="viewer",
            sources=(IAM_GUIDE,),
        ),
        asks(
            "access-denied-scp-boundary-01",
            "param-copy",
            "access_denied_scp_boundary",
            "The role's own policy allows the call; the permissions boundary does not.",
            "a warning about a parameter that has not changed",
            service="ssm",
            body="""
            value = client.get_parameter(Name="/base/rate")["Parameter"]["Value"]
            if n % 2 == 0:
                log.warning("parameter has not changed since the last run")
                return value
            client.put_parameter(Name="/app/rate", Value=value, Overwrite=True)
            """,
            events=4,
            answers=[
                document({"Parameter": {"Value": "4"}}),
                document({"Parameter": {"Value": "5"}}),
                boundary,
                document({"Parameter": {"Value": "5"}}),
                document({"Parameter": {"Value": "6"}}),
                boundary,
            ],
            form="tail",
            sources=(IAM_GUIDE,),
        ),
    ]


def _keys() -> list[Case]:
    plain = document({"Plaintext": "c2VjcmV0", "KeyId": "k"})
    key = "arn:aws:kms:eu-west-1:123456789012:key/5e9d1c2b-7a64-4c1e-9b55-0d7a3f1c8e21"
    denied = aws_error(
        "AccessDeniedException",
        WHO.format(role="card-vault") + f"kms:Decrypt on resource: {key} because no resource-based "
        "policy allows the kms:Decrypt action",
    )
    disabled = aws_error("DisabledException", f"{key} is disabled.")
    body = """
    if n == 1:
        log.warning("card %d expires this month", n)
    blob = b"x" * 32
    return len(client.decrypt(CiphertextBlob=blob)["Plaintext"])
    """
    return [
        asks(
            "kms-access-denied-01",
            "card-vault",
            "kms_access_denied",
            "The key policy does not admit the role of the function.",
            "a warning about a card that expires",
            service="kms",
            body=body,
            events=3,
            answers=[denied],
            also=("access_denied_resource_policy",),
            form="get",
            sources=(IAM_GUIDE,),
        ),
        asks(
            "kms-key-unusable-01",
            "card-vault-b",
            "kms_key_unusable",
            "The key was disabled between the second and the third request.",
            "a warning about a card that expires, in a request that succeeds",
            service="kms",
            body=body,
            events=5,
            answers=[plain, plain, disabled],
            form="filter",
            sources=("AWS Key Management Service API Reference, Decrypt, 2025",),
        ),
    ]


def _missing() -> list[Case]:
    none = aws_error("ResourceNotFoundException", "Requested resource not found")
    no_queue = aws_error(
        "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."
    )
    return [
        asks(
            "resource-not-found-01",
            "visit-count",
            "resource_not_found",
            "The table was renamed, and the function still writes to the old name.",
            "robots are logged as errors and not counted",
            service="dynamodb",
            body="""
            if n % 2:
                log.error("robot %d not counted", n)
                return 0
            client.put_item(TableName="visits-2025", Item={"id": {"S": str(n)}})
            """,
            events=5,
            answers=[none],
            form="viewer",
            sources=("Amazon DynamoDB Developer Guide, Error handling with DynamoDB, 2025",),
        ),
        asks(
            "resource-not-found-02",
            "order-relay",
            "resource_not_found",
            "The queue of the American shop was deleted; the European one is there.",
            "an order without lines is logged as an error and relayed all the same",
            service="sqs",
            body="""
            shop = "us" if n in (2, 5) else "eu"
            if n == 1:
                log.error("order %d has no lines", n)
            url = f"https://sqs.eu-west-1.amazonaws.com/123456789012/orders-{shop}"
            return client.send_message(QueueUrl=url, MessageBody=str(n))["MessageId"]
            """,
            events=7,
            answers=[
                *[document({"MessageId": "m", "MD5OfMessageBody": _MD5[n]}) for n in (0, 1)],
                no_queue,
                *[document({"MessageId": "m", "MD5OfMessageBody": _MD5[n]}) for n in (3, 4)],
                no_queue,
                document({"MessageId": "m", "MD5OfMessageBody": _MD5[6]}),
            ],
            form="filter",
            sources=("Amazon SQS API Reference, SendMessage, 2025",),
        ),
    ]


_MD5 = {
    0: "cfcd208495d565ef66e7dff9f98764da",
    1: "c4ca4238a0b923820dcc509a6f75849b",
    3: "eccbc87e4b5ce2fe28308fd9f2a7baf3",
    4: "a87ff679a2f3e71d9181a67b7542122c",
    6: "1679091c5a880faf6fb5e6087eb1b2dc",
}
