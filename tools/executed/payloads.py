"""Functions whose event or answer is not what it should be."""

from __future__ import annotations

import base64
import json

from asking import KEYS
from case import Act, Case, logged
from services import Answer, answering, s3_error

S3 = "https://s3.eu-west-1.amazonaws.com"


def cases() -> list[Case]:
    """Answers that are no JSON, and events of another shape or encoding."""
    return [*_answers(), *_events()]


def _answers() -> list[Case]:
    return [
        Case(
            "marshal-error-01",
            "wallet-balance",
            "marshal_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            import json
                            from decimal import Decimal

                            ROWS = {"u1": Decimal("12.50"), "u2": None, "u3": Decimal(0)}


                            def handler(event, context):
                                balance = ROWS.get(event["user"])
                                try:
                                    log.info(json.dumps({"balance": balance}))
                                except TypeError as error:
                                    log.error("not logged as JSON: %s", error)
                                return {"user": event["user"], "balance": balance}
                            """)
                    },
                    [{"user": f"u{n}"} for n in (2, 1, 4, 3, 1)],
                )
            ],
            "The table's numbers are Decimal and are returned as they are.",
            "the log line with the same number fails too, and that is handled",
            form="viewer",
        ),
        Case(
            "marshal-error-02",
            "next-tram",
            "marshal_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            from datetime import datetime, timedelta


                            def handler(event, context):
                                if event["line"] == 9:
                                    log.warning("line 9 is suspended, answering without a time")
                                    return {"line": 9, "next": None}
                                at = datetime(2026, 6, 1, 12) + timedelta(minutes=event["line"])
                                return {"line": event["line"], "next": at}
                            """)
                    },
                    [{"line": n} for n in (9, 4, 7, 9, 4)],
                )
            ],
            "A datetime is returned; only the suspended line answers without one.",
            "warnings about a suspended line, in invocations that succeed",
            form="filter",
        ),
        Case(
            "marshal-error-03",
            "tag-list",
            "marshal_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            def handler(event, context):
                                tags = {tag.strip() for tag in event["tags"].split(",")}
                                log.info("json: %d tags", len(tags))
                                if "" in tags:
                                    log.error("empty tag in %r, dropped", event["tags"])
                                    return sorted(tags - {""})
                                return {"tags": tags, "raw": event["tags"].encode()}
                            """)
                    },
                    [{"tags": t} for t in ("a,b", "a,,b", "x", "x,y,", "z")],
                )
            ],
            "A set is returned when there is nothing to drop.",
            "error lines about empty tags, which are dropped as meant",
            form="get",
        ),
    ]


def _events() -> list[Case]:
    queue = {"Records": [{"messageId": "m-1", "body": json.dumps({"order": "A-7"})}]}
    page = {"body": json.dumps({"name": "Ada"}), "isBase64Encoded": False}
    coded = {"body": base64.b64encode(b'{"name": "Bob"}').decode(), "isBase64Encoded": True}
    missing = s3_error(
        "NoSuchKey",
        "The specified key does not exist.",
        404,
        "<Key>in/annual+report+2026.pdf</Key>",
    )
    return [
        Case(
            "event-encoding-or-shape-01",
            "order-intake",
            "event_encoding_or_shape",
            [
                Act(
                    {
                        "app.py": logged("""
                            import json


                            def handler(event, context):
                                log.info("event %s", json.dumps(event))
                                orders = [json.loads(r["body"])["order"] for r in event["Records"]]
                                if "A-7" in orders:
                                    log.warning("order A-7 was seen before, ignored")
                                return {"batchItemFailures": []}
                            """)
                    },
                    [queue, {"key1": "value1", "key2": "value2"}, queue, {"test": True}, queue],
                )
            ],
            "The console's test event was sent to a function that expects records of a queue.",
            "warnings about an order that was seen before",
            also=("app_code_error",),
            weighed=True,
            form="tail",
        ),
        Case(
            "event-encoding-or-shape-02",
            "pdf-pages",
            "event_encoding_or_shape",
            [
                Act(
                    {
                        "app.py": logged("""
                            import botocore.session

                            s3 = botocore.session.get_session().create_client("s3")


                            def handler(event, context):
                                for record in event["Records"]:
                                    key = record["s3"]["object"]["key"]
                                    log.info("reading s3://inbox-prod/%s", key)
                                    body = s3.get_object(Bucket="inbox-prod", Key=key)["Body"].read()
                                    if not body:
                                        log.error("%s is empty, skipped", key)
                            """)
                    },
                    [
                        {"Records": [{"s3": {"object": {"key": key}}}]}
                        for key in (
                            "in/a.pdf",
                            "in/annual+report+2026.pdf",
                            "in/b.pdf",
                            "in/c.pdf",
                            "in/annual+report+2026.pdf",
                        )
                    ],
                    memory_mb=256,
                    timeout_s=10,
                    environment={**KEYS, "AWS_ENDPOINT_URL": S3},
                )
            ],
            "Keys in S3 events are URL-encoded; a key with blanks is read as it stands, with plus signs.",
            "an error line about an empty object, which is skipped as meant",
            also=("resource_not_found",),
            weighed=True,
            form="filter",
            services={
                S3: answering(
                    Answer(body=b"%PDF"), missing, Answer(body=b""), Answer(body=b"%PDF"), missing
                )
            },
        ),
        Case(
            "event-encoding-or-shape-03",
            "signup-form",
            "event_encoding_or_shape",
            [
                Act(
                    {
                        "app.py": logged("""
                            import json


                            def handler(event, context):
                                if event.get("isBase64Encoded"):
                                    log.info("base64 body of %d characters", len(event["body"]))
                                if event["body"] is None:
                                    log.error("empty body, answering 400")
                                    return {"statusCode": 400, "body": ""}
                                form = json.loads(event["body"])
                                return {"statusCode": 200, "body": form["name"]}
                            """)
                    },
                    [page, {"body": None}, page, coded, page, coded],
                )
            ],
            "Some clients' bodies arrive base64-encoded, and are parsed as JSON as they stand.",
            "an error line about an empty body, which is answered with 400 as meant",
            also=("app_code_error",),
            weighed=True,
            form="viewer",
        ),
        Case(
            "payload-too-large-01",
            "digest-sender",
            "payload_too_large",
            [
                Act(
                    {
                        "app.py": logged("""
                            import botocore.session
                            from botocore.exceptions import ClientError

                            aws = botocore.session.get_session().create_client("lambda")


                            def handler(event, context):
                                if event["retry"]:
                                    log.warning("digest %d is sent again on request", event["digest"])
                                body = b'"' + b"x" * event["kB"] * 1024 + b'"'
                                aws.invoke(FunctionName="mail-render", Payload=body)
                                log.info("digest %d sent, %d kB", event["digest"], event["kB"])
                            """)
                    },
                    [
                        {"digest": n, "kB": kb, "retry": n == 2}
                        for n, kb in enumerate((40, 900, 300, 6_900, 120, 7_400))
                    ],
                    memory_mb=256,
                    timeout_s=10,
                    environment={**KEYS, "AWS_ENDPOINT_URL": LAMBDA},
                )
            ],
            "Digests of the largest customers are over the 6 MB that a synchronous call may carry.",
            "a warning about a digest that is sent again, which works",
            form="tail",
            services={
                LAMBDA: answering(
                    *[Answer(body=b"{}")] * 3, _TOO_LARGE, Answer(body=b"{}"), _TOO_LARGE
                )
            },
        ),
    ]


LAMBDA = "https://lambda.eu-west-1.amazonaws.com"
_TOO_LARGE = Answer(
    413,
    b'{"Type": "User", "message": "Request must be smaller than 6291456 bytes for the '
    b'InvokeFunction operation"}',
    {"x-amzn-ErrorType": "RequestTooLargeException", "Content-Type": "application/json"},
)
