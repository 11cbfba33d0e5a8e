"""Functions that ask too often, with stale credentials, or without a right to."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta

from asking import asks
from case import Act, Case, began, logged, py
from services import answering, aws_error, document, speaking

NOTHING = document({})


def cases() -> list[Case]:
    """Rate limits, expired credentials, databases and partners that refuse."""
    return [*_limited(), *_stale(), *_partners()]


def _limited() -> list[Case]:
    exceeded = aws_error(
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded. Consider "
        "increasing your provisioning level with the UpdateTable API.",
    )
    rate = aws_error("ThrottlingException", "Rate exceeded")
    value = document({"Parameter": {"Name": "/shop/rate", "Value": "4"}})
    return [
        asks(
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
        asks(
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
        asks(
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
    now = began("sigv4-clock-skew-01") + timedelta(seconds=20)
    signed, oldest = now - timedelta(seconds=736), now - timedelta(minutes=5)
    skewed = aws_error(
        "InvalidSignatureException",
        f"Signature expired: {_basic(signed)} is now earlier than {_basic(oldest)} "
        f"({_basic(now)} - 5 min.)",
    )
    return [
        asks(
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
        asks(
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
            answers=[NOTHING, skewed, NOTHING],
            form="viewer",
            sources=("AWS General Reference, Troubleshooting SigV4 errors, 2025",),
        ),
    ]


def _basic(time: datetime) -> str:
    return f"{time:%Y%m%dT%H%M%SZ}"


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


def _postgres(code: bytes, message: bytes) -> bytes:
    fields = b"SFATAL\0VFATAL\0C" + code + b"\0M" + message + b"\0\0"
    return b"E" + struct.pack(">I", len(fields) + 4) + fields
