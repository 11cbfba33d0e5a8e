"""Functions with nothing wrong, and with lines that look as if there were."""

from __future__ import annotations

from asking import KEYS
from case import Act, Case, Form, logged
from services import Answer, answering, aws_error, document

DYNAMO = "https://dynamodb.eu-west-1.amazonaws.com"
GEO = "http://geo.partner.example"


def cases() -> list[Case]:
    """No cause is right here."""
    return [*_handled(), *_resources()]


def _sound(
    number: int, function: str, looks_like: str, story: str, decoy: str, form: Form, act: Act
) -> Case:
    services = {}
    if "GEO_URL" in act.environment:
        late = document({"city": "Ghent"}, delay_s=1.5)
        fine = document({"city": "Ghent"}, delay_s=0.05)
        services[GEO] = answering(fine, late, fine, fine, late, fine)
    if "AWS_ENDPOINT_URL" in act.environment:
        busy = aws_error("ThrottlingException", "Rate of requests exceeds the allowed throughput.")
        done = Answer(200, b"{}", {"Content-Type": "application/x-amz-json-1.0"})
        services[DYNAMO] = answering(done, busy, done, done, busy, busy, done)
    return Case(
        f"healthy-{number:02d}",
        function,
        None,
        [act],
        story,
        decoy,
        looks_like=looks_like,
        weighed=True,
        form=form,
        services=services,
    )


def _handled() -> list[Case]:
    return [
        _sound(
            1,
            "city-name",
            "timeout_downstream",
            "Two reads time out after a second, and the client's own retry succeeds.",
            "read time-outs in the log",
            "filter",
            Act(
                {
                    "app.py": logged("""
                        import json
                        import os

                        import urllib3

                        pool = urllib3.PoolManager(timeout=1.0, retries=urllib3.Retry(total=2))


                        def handler(event, context):
                            answer = pool.request("GET", os.environ["GEO_URL"] + "/city")
                            return json.loads(answer.data)["city"]
                        """)
                },
                [{"n": n} for n in range(8)],
                timeout_s=10,
                environment={"GEO_URL": GEO},
            ),
        ),
        _sound(
            2,
            "score-save",
            "downstream_throttling",
            "Three writes are throttled, and the SDK's retries succeed within a second.",
            "throttling errors of the SDK in the log",
            "tail",
            Act(
                {
                    "app.py": logged("""
                        import botocore.session

                        logging.getLogger("botocore.retries.standard").setLevel(logging.DEBUG)
                        table = botocore.session.get_session().create_client("dynamodb")


                        def handler(event, context):
                            table.put_item(TableName="scores", Item={"id": {"S": str(event["n"])}})
                            if event["n"] == 3:
                                log.warning("ThrottlingException seen today, was retried")
                            return event["n"]
                        """)
                },
                [{"n": n} for n in range(6)],
                memory_mb=256,
                timeout_s=15,
                environment={**KEYS, "AWS_ENDPOINT_URL": DYNAMO},
            ),
        ),
        _sound(
            3,
            "form-intake",
            "app_code_error",
            "Forms with faults are refused with 400 and the traceback is logged for support.",
            "tracebacks in the log, of exceptions that were caught",
            "viewer",
            Act(
                {
                    "app.py": logged("""
                        def handler(event, context):
                            try:
                                return {"statusCode": 200, "body": str(int(event["age"]))}
                            except (KeyError, TypeError, ValueError):
                                log.exception("form refused")
                                return {"statusCode": 400, "body": "age"}
                        """)
                },
                [{"age": "31"}, {}, {"age": "x"}, {"age": "44"}, {"age": None}, {"age": "7"}],
            ),
        ),
        _sound(
            4,
            "export-csv",
            "timeout_default_3s",
            "An export may take seconds: the longest needs a third of the limit.",
            "slow requests and a slow cold start, far from the limit",
            "get",
            Act(
                {
                    "app.py": logged("""
                        import time

                        time.sleep(0.8)  # templates


                        def handler(event, context):
                            time.sleep(event["rows"] / 10_000)
                            if event["rows"] > 15_000:
                                log.warning("large export: %d rows, no timeout expected", event["rows"])
                            return event["rows"]
                        """)
                },
                [{"rows": r} for r in (400, 21_000, 900, 16_500, 2_100, 300)],
                timeout_s=8,
            ),
        ),
    ]


def _resources() -> list[Case]:
    return [
        _sound(
            5,
            "image-meta",
            "memory_leak",
            "A cache of eight pictures fills up in the first requests and stays at its bound.",
            "memory that rises at first, and a warning about it",
            "filter",
            Act(
                {
                    "app.py": logged("""
                        import collections
                        import os

                        cache = collections.OrderedDict()


                        def handler(event, context):
                            cache[event["n"]] = os.urandom(5 << 20)
                            while len(cache) > 8:
                                cache.popitem(last=False)
                            if len(cache) == 8 and event["n"] < 9:
                                log.warning("memory: cache is full, oldest picture goes")
                            return len(cache)
                        """)
                },
                [{"n": n} for n in range(24)],
                every_s=30.0,
            ),
        ),
        _sound(
            6,
            "batch-sum",
            "oom_killed",
            "The function uses 80 % of its memory from the first request on, and never more.",
            "memory use near the limit, and a line that speaks of memory",
            "csv",
            Act(
                {
                    "app.py": logged("""
                        table = bytes(range(256)) * (84 << 12)
                        log.info("table of 84 MB in memory")


                        def handler(event, context):
                            if event["n"] == 4:
                                log.error("row 4 killed by its owner, not counted")
                                return 0
                            return sum(table[event["n"] : event["n"] + 64])
                        """)
                },
                [{"n": n} for n in range(12)],
                every_s=17.0,
            ),
        ),
    ]
