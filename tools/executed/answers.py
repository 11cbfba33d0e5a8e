"""Functions to which AWS, a partner or a database says no."""

from __future__ import annotations

import struct

from case import Act, Case, logged, py
from services import Answer, answering, aws_error, document, s3_error, speaking

KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
IAM_GUIDE = "AWS IAM User Guide, Troubleshoot access denied error messages, 2026"
WHO = "User: arn:aws:sts::123456789012:assumed-role/{role}-role/{role} is not authorized to perform: "
FOUND = document({"Item": {"id": {"S": "1"}}})
NOTHING = document({})


def cases() -> list[Case]:
    """Answers of services, given by a local stand-in to the real SDK."""
    return [*_denied(), *_keys(), *_missing(), *_limited(), *_stale(), *_partners()]


def _aws(
    name: str,
    function: str,
    cause: str,
    story: str,
    decoy: str,
    *,
    service: str,
    body: str,
    events: int,
    answers: list[Answer],
    weighed: bool = False,
    also: tuple[str, ...] = (),
    form: str = "tail",
    sources: tuple[str, ...] = (),
    attempts: int = 1,
    every_s: float = 20.0,
) -> Case:
    """A case with one client of the SDK; `body` is what the handler does with event["n"]."""
    host = f"https://{service}.eu-west-1.amazonaws.com"
    code = logged(f"""
        import botocore.session
        from botocore.config import Config
        from botocore.exceptions import ClientError

        config = Config(retries={{"total_max_attempts": {attempts}}})
        client = botocore.session.get_session().create_client("{service}", config=config)
        """)
    handler = "\n\ndef handler(event, context):\n    n = event['n']\n"
    act = Act(
        {"app.py": code + handler + "".join(f"    {x}\n" for x in py(body).splitlines())},
        [{"n": n} for n in range(events)],
        memory_mb=256,
        timeout_s=10,
        environment={**KEYS, "AWS_ENDPOINT_URL": host},
        every_s=every_s,
    )
    return Case(
        name,
        function,
        cause,
        [act],
        story,
        decoy,
        also=also,
        weighed=weighed,
        form=form,  # type: ignore[arg-type]  # one of Form; a literal at each call
        services={host: answering(*answers)},
        sources=sources,
    )


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
        _aws(
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
        _aws(
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
        _aws(
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
        _aws(
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
        _aws(
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
        _aws(
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
        _aws(
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


def _limited() -> list[Case]:
    exceeded = aws_error(
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded. Consider "
        "increasing your provisioning level with the UpdateTable API.",
    )
    rate = aws_error("ThrottlingException", "Rate exceeded")
    value = document({"Parameter": {"Name": "/shop/rate", "Value": "4"}})
    return [
        _aws(
            "downstream-throttling-01",
            "score-write",
            "downstream_throttling",
            "The table's write capacity is used up; three attempts are not enough.",
            "some writes are throttled once and succeed at the second attempt",
            service="dynamodb",
            body="""
            if n == 3:
                log.warning("score %d is unusually high", n)
            client.put_item(TableName="scores", Item={"id": {"S": str(n)}})
            """,
            events=8,
            answers=[
                *[NOTHING, exceeded, NOTHING, NOTHING],
                *[exceeded] * 3,
                *[NOTHING, exceeded, exceeded, NOTHING],
                *[exceeded] * 3,
                NOTHING,
            ],
            attempts=3,
            form="filter",
            sources=("Amazon DynamoDB Developer Guide, Error handling with DynamoDB, 2025",),
        ),
        _aws(
            "downstream-throttling-02",
            "event-sink",
            "downstream_throttling",
            "The stream takes fewer records than come in; the partial failure is given up after "
            "three tries.",
            "records that are refused once and accepted at the second try",
            service="kinesis",
            body="""
            for attempt in range(1, 4):
                answer = client.put_records(
                    StreamName="clicks", Records=[{"Data": b"x", "PartitionKey": str(n)}])
                if not answer["FailedRecordCount"]:
                    return attempt
                log.warning("attempt %d: %s", attempt, answer["Records"][0]["ErrorCode"])
            raise RuntimeError("1 record was refused three times: %s"
                               % answer["Records"][0]["ErrorMessage"])
            """,
            events=7,
            answers=[
                *[_TAKEN, _REFUSED, _TAKEN, _TAKEN],
                *[_REFUSED] * 3,
                *[_TAKEN, _REFUSED, _TAKEN],
                *[_REFUSED] * 3,
                _TAKEN,
            ],
            also=("kinesis_shard_throttle",),
            weighed=True,
            form="tail",
            sources=("Amazon Kinesis Data Streams API Reference, PutRecords, 2025",),
        ),
        _aws(
            "secret-or-parameter-throttled-01",
            "price-rules",
            "secret_or_parameter_throttled",
            "Every request reads its parameter, and Parameter Store limits the rate.",
            "one read is throttled and succeeds at the second attempt",
            service="ssm",
            body="""
            value = client.get_parameter(Name="/shop/rate")["Parameter"]["Value"]
            if n == 1:
                log.error("rule %d matches nothing, kept", n)
            return value
            """,
            events=7,
            answers=[value, value, rate, value, rate, rate, value, rate, rate, value],
            attempts=2,
            also=("downstream_throttling",),
            form="get",
            every_s=0.5,
            sources=("AWS Systems Manager API Reference, Common Error Types, 2025",),
        ),
    ]


_TAKEN = document({"FailedRecordCount": 0, "Records": [{"SequenceNumber": "1", "ShardId": "s"}]})
_REFUSED = document(
    {
        "FailedRecordCount": 1,
        "Records": [
            {
                "ErrorCode": "ProvisionedThroughputExceededException",
                "ErrorMessage": "Rate exceeded for shard shardId-000000000001 in stream clicks "
                "under account 123456789012.",
            }
        ],
    }
)


def _stale() -> list[Case]:
    expired = aws_error(
        "ExpiredTokenException", "The security token included in the request is expired"
    )
    skewed = aws_error(
        "InvalidSignatureException",
        "Signature expired: 20260612T081502Z is now earlier than 20260612T082218Z "
        "(20260612T082718Z - 5 min.)",
    )
    return [
        _aws(
            "token-expired-01",
            "partner-export",
            "token_expired",
            "Credentials of an assumed role are fetched once per environment, and expire after an "
            "hour; the environment lives longer.",
            "exports without rows are logged as errors",
            service="dynamodb",
            body="""
            if n in (1, 6):
                log.error("export %d has no rows", n)
            return len(client.put_item(TableName="exports", Item={"id": {"S": str(n)}}))
            """,
            events=10,
            answers=[*[NOTHING] * 7, expired],
            weighed=True,
            form="filter",
            every_s=550.0,
            sources=("AWS STS API Reference, Common Error Types, 2025",),
        ),
        _aws(
            "sigv4-clock-skew-01",
            "audit-trail",
            "sigv4_clock_skew",
            "A request was signed, and the environment frozen before it was sent.",
            "an entry that comes twice is warned about",
            service="dynamodb",
            body="""
            if n == 2:
                log.warning("entry %d comes twice, ignored", n)
                return 0
            return len(client.put_item(TableName="audit", Item={"id": {"S": str(n)}}))
            """,
            events=5,
            answers=[NOTHING, skewed, NOTHING, skewed],
            form="viewer",
            sources=("AWS General Reference, Troubleshooting SigV4 errors, 2025",),
        ),
    ]


def _postgres(code: bytes, message: bytes) -> bytes:
    fields = b"SFATAL\0VFATAL\0C" + code + b"\0M" + message + b"\0\0"
    return b"E" + struct.pack(">I", len(fields) + 4) + fields


def _partners() -> list[Case]:
    ready = b"R" + struct.pack(">II", 8, 0) + b"Z" + struct.pack(">I", 5) + b"I"
    full = _postgres(b"53300", b"sorry, too many clients already")
    wrong = _postgres(b"28P01", b'password authentication failed for user "app"')
    database = {
        "app.py": logged("""
            import os

            import wire


            def handler(event, context):
                if event["n"] == 2:
                    log.error("row %d is locked, read without the lock", event["n"])
                with wire.connect(os.environ["DB"]):
                    return event["n"]
            """),
        "wire.py": py("""
            import contextlib
            import socket
            import struct


            class OperationalError(Exception):
                pass


            @contextlib.contextmanager
            def connect(address):
                host, port = address.split(":")
                with socket.create_connection((host, int(port)), timeout=2) as link:
                    start = struct.pack(">I", 196608) + b"user\\0app\\0\\0"
                    link.sendall(struct.pack(">I", len(start) + 4) + start)
                    answer = link.recv(4096)
                    if answer[:1] == b"E":
                        parts = {f[:1]: f[1:].decode() for f in answer[5:].split(b"\\0") if f}
                        raise OperationalError(f"{parts[b'S']}:  {parts[b'M']}")
                    yield link
            """),
    }
    where = {"DB": "orders-db.example:5432"}
    unauthorised = document({"error": "invalid_client"}, status=401)
    return [
        Case(
            "db-pool-exhaustion-01",
            "order-search",
            "db_pool_exhaustion",
            [
                Act(database, [{"n": n} for n in range(8)], environment=where, every_s=3.0),
                Act(
                    database,
                    [{"n": n} for n in (0, 1, 3)],
                    environment=where,
                    every_s=5.0,
                    after_s=9,
                ),
            ],
            "Every environment opens connections of its own, and the database has no more.",
            "an error line about a locked row, which is read without the lock",
            form="tail",
            services={
                "orders-db.example:5432": speaking(*[ready] * 5, full, ready, full, full, ready)
            },
            sources=("PostgreSQL documentation, Message Formats, 2025",),
        ),
        Case(
            "downstream-auth-failed-01",
            "order-search-b",
            "downstream_auth_failed",
            [Act(database, [{"n": n} for n in range(5)], environment=where)],
            "The password of the database was rotated, and the function has the old one.",
            "an error line about a locked row",
            form="filter",
            services={"orders-db.example:5432": speaking(ready, ready, wrong)},
            sources=("PostgreSQL documentation, Message Formats, 2025",),
        ),
        Case(
            "downstream-auth-failed-02",
            "parcel-track",
            "downstream_auth_failed",
            [
                Act(
                    {
                        "app.py": logged("""
                            import json
                            import os
                            import urllib.error
                            import urllib.request


                            def handler(event, context):
                                url = f"{os.environ['CARRIER_URL']}/parcels/{event['n']}"
                                try:
                                    with urllib.request.urlopen(url, timeout=2) as answer:
                                        return json.load(answer)
                                except urllib.error.HTTPError as error:
                                    if error.code == 404:
                                        log.error("parcel %d unknown to the carrier", event["n"])
                                        return {}
                                    raise
                            """)
                    },
                    [{"n": n} for n in range(7)],
                    environment={"CARRIER_URL": "http://api.carrier.example"},
                )
            ],
            "The carrier withdrew the key: since the fifth request it answers 401.",
            "404 answers before are logged as errors and handled",
            weighed=True,
            form="viewer",
            services={
                "http://api.carrier.example": answering(
                    document({"at": "hub"}),
                    document({}, status=404),
                    document({"at": "hub"}),
                    document({}, status=404),
                    unauthorised,
                )
            },
        ),
    ]
