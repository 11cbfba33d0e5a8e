"""Faults of sources, attempts, integrations and clients, seen over several invocations."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from case import Act, Case, logged
from services import answering, document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.runtime import JSON, LogEvent


MAPPING_GUIDE = "AWS Lambda API Reference, ListEventSourceMappings, 2026"

ARN = "arn:aws:{}:eu-west-1:123456789012:{}"


def cases() -> list[Case]:
    """Batches, retries, answers, clients."""
    return [*_batches(), *_attempts(), *_integrations(), *_clients()]


def _batches() -> list[Case]:
    stream = {
        "app.py": logged("""
            import base64
            import json


            def handler(event, context):
                log.info("%d records of %s", len(event["Records"]), event["Records"][0]["eventID"][:20])
                for record in event["Records"]:
                    click = json.loads(base64.b64decode(record["kinesis"]["data"]))
                    if click["ms"] > 900:
                        log.warning("click of %s came late: %d ms", click["user"], click["ms"])
            """)
    }

    def batch(shard: int, first: int, *data: bytes) -> JSON:
        return {
            "Records": [
                {
                    "eventID": f"shardId-{shard:012d}:4954{first + n}",
                    "eventSource": "aws:kinesis",
                    "kinesis": {
                        "sequenceNumber": f"4954{first + n}",
                        "data": base64.b64encode(body).decode(),
                    },
                }
                for n, body in enumerate(data)
            ]
        }

    good, late, bad = b'{"user": "a", "ms": 8}', b'{"user": "b", "ms": 950}', b'{"user": "c", ms'
    mapping = {
        "EventSourceMappings": [
            {
                "UUID": "8a0f7d52-3d2c-4e0b-9e3a-2f8b6b6a1c55",
                "StartingPosition": "LATEST",
                "BatchSize": 100,
                "MaximumBatchingWindowInSeconds": 0,
                "ParallelizationFactor": 1,
                "EventSourceArn": ARN.format("kinesis", "stream/clicks"),
                "FunctionArn": ARN.format("lambda", "function:click-roll"),
                "State": "Enabled",
                "StateTransitionReason": "User action",
                "LastProcessingResult": "PROBLEM: Function call failed",
                "DestinationConfig": {"OnFailure": {}},
                "MaximumRecordAgeInSeconds": -1,
                "BisectBatchOnFunctionError": False,
                "MaximumRetryAttempts": -1,
                "FunctionResponseTypes": [],
            }
        ]
    }
    queue = {
        "app.py": logged("""
            import json
            import time


            def handler(event, context):
                for record in event["Records"]:
                    message = json.loads(record["body"])
                    log.info("message %s to %s", record["messageId"], message.get("to", "nobody"))
                    if message.get("to") == "old@example.com":
                        log.error("address is on the stop list, dropped")
                        continue
                    time.sleep(0.01)
                    if "@" not in message["to"]:
                        raise ValueError(f"{message['to']} is no address")
            """)
    }

    def messages(*to: tuple[str, str]) -> JSON:
        return {
            "Records": [
                {"messageId": name, "body": json.dumps({"to": address}), "eventSource": "aws:sqs"}
                for name, address in to
            ]
        }

    stuck = (("m-01", "a@example.com"), ("m-02", "ada"), ("m-03", "b@example.com"))
    well = (("m-04", "c@example.com"), ("m-05", "old@example.com"))
    queue_mapping = {
        "EventSourceMappings": [
            {
                "UUID": "1c7e9e0a-77b1-4f0e-a1b0-3e1c9d2d7f10",
                "BatchSize": 10,
                "MaximumBatchingWindowInSeconds": 0,
                "EventSourceArn": ARN.format("sqs", "mails"),
                "FunctionArn": ARN.format("lambda", "function:mail-out"),
                "State": "Enabled",
                "StateTransitionReason": "USER_INITIATED",
                "FunctionResponseTypes": [],
            }
        ]
    }
    return [
        Case(
            "esm-poison-record-01",
            "click-roll",
            "esm_poison_record",
            [
                Act(stream, [batch(1, 70, good, late), *[batch(1, 72, good, bad, good)] * 5]),
                Act(
                    stream,
                    [batch(2, 10 + 2 * n, late if n % 2 else good, good) for n in range(5)],
                    after_s=7.0,
                ),
            ],
            "A record that is no JSON makes its batch fail again and again; its shard does not move, "
            "and the other shard does.",
            "warnings about late clicks in batches that succeed",
            also=("event_encoding_or_shape", "app_code_error"),
            weighed=True,
            form="filter",
            documents={"list-event-source-mappings.json": mapping},
            sources=(MAPPING_GUIDE,),
        ),
        Case(
            "sqs-no-partial-batch-01",
            "mail-out",
            "sqs_no_partial_batch",
            [
                Act(
                    queue,
                    [
                        messages(*well),
                        messages(*stuck),
                        messages(("m-06", "d@example.com")),
                        messages(*stuck),
                        messages(*stuck, ("m-07", "e@example.com")),
                    ],
                    every_s=31.0,
                )
            ],
            "One message without a valid address makes the whole batch come back, so its good "
            "messages are sent again each time.",
            "an address on the stop list is logged as an error and dropped",
            also=("app_code_error", "esm_poison_record"),
            weighed=True,
            form="tail",
            documents={"list-event-source-mappings.json": queue_mapping},
            sources=(MAPPING_GUIDE,),
        ),
    ]


def _attempts() -> list[Case]:
    code = {
        "app.py": logged("""
            import time


            def handler(event, context):
                log.info("letter %d sent to %s", event["letter"], event["to"])
                time.sleep(0.1)
                if event["to"] == "joe":
                    log.warning("archive is slow today")
                if event["letter"] % 5 == 3:
                    raise OSError("archive refused letter %d" % event["letter"])
                return {"sent": event["letter"]}
            """)
    }
    return [
        Case(
            "async-retry-duplicates-01",
            "letter-send",
            "async_retry_duplicates",
            [
                Act(
                    code, [{"letter": n, "to": t} for n, t in ((1, "ada"), (2, "joe"), (4, "eve"))]
                ),
                Act(
                    code,
                    [{"letter": 3, "to": "bob"}] * 3,
                    one_request=True,
                    arrivals=(0, 61, 185),
                    after_s=25.0,
                ),
                Act(
                    code,
                    [{"letter": 8, "to": "kim"}] * 3,
                    one_request=True,
                    arrivals=(0, 64, 190),
                    after_s=47.0,
                ),
            ],
            "The letter is sent before the step that fails, and Lambda tries each failed event twice "
            "more: two people get three letters.",
            "a warning about a slow archive, in a request that succeeds",
            also=("app_code_error",),
            weighed=True,
            form="filter",
            documents={
                "get-function-event-invoke-config.json": {
                    "LastModified": "2026-04-02T09:11:40+00:00",
                    "FunctionArn": ARN.format("lambda", "function:letter-send:$LATEST"),
                    "MaximumRetryAttempts": 2,
                    "MaximumEventAgeInSeconds": 21600,
                    "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}},
                }
            },
            sources=("AWS Lambda API Reference, GetFunctionEventInvokeConfig, 2026",),
        )
    ]


def _integrations() -> list[Case]:
    return [
        Case(
            "response-malformed-502-01",
            "basket-view",
            "response_malformed_502",
            [
                Act(
                    {
                        "app.py": logged("""
                            import json


                            def handler(event, context):
                                items = event["items"]
                                if not items:
                                    log.error("basket %s is empty, answering 404", event["id"])
                                    return {"statusCode": 404, "body": "{}"}
                                log.info("basket %s: %d items", event["id"], len(items))
                                return {"status": 200, "items": items}
                            """)
                    },
                    [{"id": f"b-{n}", "items": [] if n in (0, 3) else ["pen"]} for n in range(5)],
                )
            ],
            "The answer lacks statusCode and body, so API Gateway answers 502 for it.",
            "empty baskets are logged as errors and answered with a proper 404",
            weighed=True,
            form="tail",
            documents={"api-gateway-execution.log": _gateway_log},
            sources=("Amazon API Gateway Developer Guide, Set up CloudWatch logging, 2025",),
        )
    ]


def _gateway_log(events: Sequence[LogEvent]) -> str:
    """What a REST API writes about the same requests, in the order of their START lines."""
    lines = []
    starts = [event for event in events if event.message.startswith("START ")]
    for n, event in enumerate(starts):
        time = datetime.fromtimestamp(event.time_us / 1e6, UTC)
        stamp = time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        request = event.message.split()[2]
        name = f"{stamp} ({request[:8]}-9f1e-4c1b-8a77-0d5b3f6e2a{n:02d})"
        lines += [
            f"{name} Starting execution for request: {name[26:-1]}",
            f"{name} HTTP Method: GET, Resource Path: /baskets/b-{n}",
        ]
        if n in (0, 3):
            lines += [f"{name} Method completed with status: 404"]
            continue
        lines += [
            f"{name} Execution failed due to configuration error: Malformed Lambda proxy response",
            f"{name} Method completed with status: 502",
        ]
    return "\n".join(lines) + "\n"


def _clients() -> list[Case]:
    return [
        Case(
            "connection-not-reused-01",
            "plan-lookup",
            "connection_not_reused",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import time


                            def handler(event, context):
                                began = time.perf_counter()
                                import botocore.session

                                client = botocore.session.Session().create_client("dynamodb")
                                ready = time.perf_counter()
                                item = client.get_item(TableName="plans", Key={"id": {"S": "1"}})
                                done = time.perf_counter()
                                log.info("client made and connected in %.0f ms, get_item %.0f ms",
                                         (ready - began) * 1000, (done - ready) * 1000)
                                if "Item" not in item:
                                    log.error("plan %d not found, answering 404", event["n"])
                                return bool(item.get("Item"))
                            """)
                    },
                    [{"n": n} for n in range(10)],
                    memory_mb=256,
                    timeout_s=10,
                    environment={
                        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY": "example",
                        "AWS_ENDPOINT_URL": "https://dynamodb.eu-west-1.amazonaws.com",
                    },
                )
            ],
            "Every request makes a session and a client and opens a connection, warm or not; the "
            "read itself takes milliseconds.",
            "plans that are not found are logged as errors and answered with 404",
            also=("slow_downstream", "cold_start_init"),
            weighed=True,
            form="filter",
            services={
                "https://dynamodb.eu-west-1.amazonaws.com": answering(
                    *[document({"Item": {"id": {"S": "1"}}})] * 3,
                    document({}),
                    *[document({"Item": {"id": {"S": "1"}}})] * 4,
                )
            },
        )
    ]
