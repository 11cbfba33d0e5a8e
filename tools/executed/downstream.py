"""Functions that wait for a slow service."""

from __future__ import annotations

from asking import KEYS
from case import Act, Case, logged, py
from services import answering, document

PAYMENTS = "http://payments.shop.example:8443"

TAX = "http://tax.partner.example"

DYNAMO = "https://dynamodb.eu-west-1.amazonaws.com"


def cases() -> list[Case]:
    """Services that answer late or not at all, and retries without end."""
    return [*_downstream()]


def _downstream() -> list[Case]:
    post = logged("""
        import json
        import os
        import time
        import urllib.request


        def handler(event, context):
            log.info("charging %s", event["order"])
            began = time.perf_counter()
            request = urllib.request.Request(os.environ["PAYMENTS_URL"] + "/charges", b"{}")
            with urllib.request.urlopen(request) as answer:
                status = json.load(answer)["status"]
            if status == "declined":
                log.error("charge of %s declined by the bank", event["order"])
            log.info("charged in %.0f ms", (time.perf_counter() - began) * 1000)
            return {"order": event["order"], "status": status}
        """)
    good = document({"status": "captured"}, delay_s=0.12)
    late = document({"status": "captured"}, delay_s=9)
    limited = py("""
        import json
        import logging
        import os

        import urllib3

        log = logging.getLogger()
        log.setLevel(logging.INFO)
        pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=0.5, read=1.5))


        def handler(event, context):
            log.info("vat of %s", event["country"])
            answer = pool.request("GET", os.environ["TAX_URL"] + "/vat", retries=False)
            rate = json.loads(answer.data).get("rate")
            if rate is None:
                log.error("no rate for %s, using 20", event["country"])
            return rate or 20
        """)
    rate, none = document({"rate": 21}, delay_s=0.08), document({}, delay_s=0.05)
    slow_rate = document({"rate": 21}, delay_s=4)
    orders = [{"order": f"C-{n}"} for n in range(12)]
    return [
        Case(
            "timeout-downstream-01",
            "checkout-charge",
            "timeout_downstream",
            [Act({"app.py": post}, orders, timeout_s=4, environment={"PAYMENTS_URL": PAYMENTS})],
            "The payment service stops answering after five orders; the client waits for ever.",
            "a declined charge is logged as an error, and is no fault of the function",
            also=("slow_downstream",),
            weighed=True,
            form="filter",
            services={
                PAYMENTS: answering(
                    good,
                    good,
                    document({"status": "declined"}, delay_s=0.1),
                    good,
                    document({"status": "captured"}, delay_s=1.4),
                    late,
                    late,
                    good,
                    late,
                    late,
                    good,
                    late,
                )
            },
        ),
        Case(
            "timeout-downstream-02",
            "vat-lookup",
            "timeout_downstream",
            [
                Act(
                    {"app.py": limited},
                    [{"country": c} for c in ("NL", "XX", "DE", "FR", "IT", "NL", "XX")],
                    timeout_s=10,
                    environment={"TAX_URL": TAX},
                )
            ],
            "The partner's answer takes longer than the 1.5 s for which the client reads.",
            "an unknown country is logged as an error and gets the default rate",
            also=("slow_downstream",),
            form="viewer",
            services={TAX: answering(rate, none, slow_rate, slow_rate, rate, slow_rate, none)},
        ),
        Case(
            "slow-downstream-01",
            "seat-hold",
            "slow_downstream",
            [
                Act(
                    {"app.py": post},
                    orders,
                    timeout_s=6,
                    environment={"PAYMENTS_URL": PAYMENTS},
                )
            ],
            "Half of the calls of the payment service take two to three seconds; nothing fails.",
            "a declined charge is logged as an error; cold start and own work are short",
            also=("timeout_downstream",),
            weighed=True,
            form="tail",
            services={
                PAYMENTS: answering(
                    *[good] * 4,
                    document({"status": "declined"}, delay_s=0.15),
                    *[document({"status": "captured"}, delay_s=s) for s in (2.1, 2.6, 2.4, 3.1)],
                    *[document({"status": "captured"}, delay_s=s) for s in (2.8, 3.3, 2.9)],
                )
            },
        ),
        Case(
            "retry-budget-exceeds-timeout-01",
            "basket-store",
            "retry_budget_exceeds_timeout",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os

                            import botocore.session
                            from botocore.config import Config

                            logging.getLogger("botocore.retries.standard").setLevel(logging.DEBUG)
                            limits = Config(connect_timeout=1, read_timeout=2,
                                            retries={"total_max_attempts": 4})
                            table = botocore.session.get_session().create_client(
                                "dynamodb", config=limits)
                            log.info("read time-out 2 s, 4 attempts")


                            def handler(event, context):
                                key = {"id": {"S": event["basket"]}}
                                item = table.get_item(TableName="baskets", Key=key).get("Item")
                                if item is None:
                                    log.error("basket %s not found, answering 404", event["basket"])
                                return bool(item)
                            """)
                    },
                    [{"basket": f"b-{n}"} for n in range(6)],
                    memory_mb=256,
                    timeout_s=5,
                    environment={**KEYS, "AWS_ENDPOINT_URL": DYNAMO},
                )
            ],
            "Four attempts of 2 s and the pauses between them are more than the function's 5 s: it is "
            "killed before the client gives up.",
            "a missing basket is logged as an error and answered with 404",
            also=("timeout_downstream",),
            weighed=True,
            form="filter",
            services={
                DYNAMO: answering(
                    document({"Item": {"id": {"S": "b"}}}),
                    document({}),
                    *[document({}, delay_s=8)] * 6,
                    document({"Item": {"id": {"S": "b"}}}),
                    document({}, delay_s=8),
                )
            },
        ),
        Case(
            "retry-budget-exceeds-timeout-02",
            "geo-quote",
            "retry_budget_exceeds_timeout",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os

                            import urllib3

                            retry = urllib3.Retry(total=5, backoff_factor=0.2, status_forcelist=[503])
                            pool = urllib3.PoolManager(timeout=1.2, retries=retry)


                            def handler(event, context):
                                log.info("quote %d, %d ms left", event["n"],
                                         context.get_remaining_time_in_millis())
                                answer = pool.request("GET", os.environ["GEO_URL"] + "/quote")
                                return answer.status
                            """)
                    },
                    [{"n": n} for n in range(7)],
                    timeout_s=4,
                    environment={"GEO_URL": "http://geo.partner.example"},
                )
            ],
            "The client's six attempts of 1.2 s can never end within the function's 4 s.",
            "one read time-out that the second attempt makes good",
            also=("timeout_downstream",),
            weighed=True,
            form="tail",
            services={
                "http://geo.partner.example": answering(
                    document({}),
                    document({}, delay_s=2),
                    document({}),
                    document({}),
                    *[document({}, delay_s=5)] * 3,
                    *[document({}, delay_s=5)] * 3,
                    document({}),
                    *[document({}, delay_s=5)] * 9,
                )
            },
        ),
    ]
