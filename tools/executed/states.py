"""Faults that show only over several invocations: state and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Act, Case, logged

if TYPE_CHECKING:
    from lambda_triage.runtime import JSON


ARN = "arn:aws:{}:eu-west-1:123456789012:{}"


def cases() -> list[Case]:
    """Broken environments, and changes that broke what was well."""
    return [*_poisoned(), *_deployed()]


def _poisoned() -> list[Case]:
    rates = {
        "app.py": logged("""
            rates = {"EUR": 1.0, "USD": 1.1}


            def handler(event, context):
                rates.update(event.get("rates", {}))
                if event["currency"] not in rates:
                    log.error("currency %s unknown, using EUR", event["currency"])
                rate = rates.get(event["currency"], 1.0)
                return round(event["sum"] * rate / max(rates.values()), 2)
            """)
    }
    database = {
        "app.py": logged("""
            import sqlite3

            db = sqlite3.connect(":memory:")
            db.execute("create table stock (item text primary key, n int)")


            def handler(event, context):
                try:
                    db.execute("insert into stock values (?, 1)", (event["item"],))
                except sqlite3.IntegrityError:
                    log.error("item %s is there already, counted up", event["item"])
                    db.execute("update stock set n = n + 1 where item = ?", (event["item"],))
                except sqlite3.Error:
                    db.close()
                    raise
                db.commit()
                return db.execute("select count(*) from stock").fetchone()[0]
            """)
    }

    def sums(*currencies: str) -> list[JSON]:
        return [{"currency": c, "sum": 10 + n} for n, c in enumerate(currencies)]

    broken: JSON = {"currency": "EUR", "sum": 4, "rates": {"GBP": None}}
    return [
        Case(
            "poisoned-environment-01",
            "price-convert",
            "poisoned_environment",
            [
                Act(rates, [*sums("EUR", "USD", "CHF"), broken, *sums("EUR", "USD", "EUR", "USD")]),
                Act(rates, sums("USD", "EUR", "CHF", "USD", "EUR", "USD", "EUR"), after_s=11.0),
            ],
            "One event puts None into a module-level table; from there on every request of that "
            "environment fails, and the other environment is well.",
            "an unknown currency is logged as an error and handled, in both environments",
            also=("app_code_error",),
            weighed=True,
            form="filter",
        ),
        Case(
            "poisoned-environment-02",
            "stock-count",
            "poisoned_environment",
            [
                Act(
                    database,
                    [{"item": i} for i in ("ink", "pen", "ink", {"x": 1}, "pad", "ink", "cup")],
                ),
                Act(
                    database,
                    [{"item": i} for i in ("pen", "pen", "pad", "ink", "cup", "ink")],
                    after_s=8.0,
                ),
            ],
            "After one bad item the shared connection is closed and stays so: all later requests of "
            "the environment fail.",
            "items that are there already are logged as errors and counted up",
            also=("app_code_error", "event_encoding_or_shape"),
            weighed=True,
            form="tail",
        ),
        Case(
            "app-code-error-08",
            "token-cache",
            "app_code_error",
            [
                Act(_LOCKED, [{"n": n, "bad": n == 3} for n in range(6)], every_s=15.0),
                Act(_LOCKED, [{"n": n, "bad": False} for n in range(10, 18)], after_s=40.0),
            ],
            "A request that fails leaves a lock held; the environment's next request waits for it until it is "
            "killed, and another environment is well.",
            "warnings about slow partners, in requests that succeed",
            also=("poisoned_environment", "timeout_default_3s"),
            weighed=True,
            form="filter",
        ),
    ]


_LOCKED = {
    "app.py": logged("""
        import threading
        import time

        lock = threading.Lock()


        def handler(event, context):
            lock.acquire()
            if event["bad"]:
                raise ValueError("token of partner 7 is empty")
            if event["n"] % 4 == 2:
                log.warning("partner answered slowly, 0.4 s")
                time.sleep(0.4)
            lock.release()
            return event["n"]
        """)
}


def _deployed() -> list[Case]:
    old = logged("""
        def handler(event, context):
            if not event["lines"]:
                log.error("order %d has no lines, skipped", event["id"])
                return 0
            total = sum(line["price"] * line["n"] for line in event["lines"])
            log.info("order %d total %.2f", event["id"], total)
            return total
        """)
    new = old.replace('line["price"] * line["n"]', 'line["net_price"] * line["n"]')
    page = logged("""
        import time


        def handler(event, context):
            time.sleep(0.05)
            {extra}
            if event["page"] == 404:
                log.error("page %d not found, answering 404", event["page"])
            return {{"page": event["page"]}}
        """)

    def orders(count: int) -> list[JSON]:
        return [
            {"id": n, "lines": [] if n % 4 == 2 else [{"price": 3.5, "n": n}]}
            for n in range(1, count + 1)
        ]

    pages: list[JSON] = [{"page": p} for p in (1, 2, 404, 3, 1, 5, 2, 9)]
    return [
        Case(
            "deploy-regression-01",
            "order-total",
            "deploy_regression",
            [
                Act({"app.py": old}, orders(9), version="14", every_s=30.0),
                Act({"app.py": new}, orders(6), version="15", every_s=30.0, after_s=290.0),
            ],
            "Version 15 reads a field net_price that the orders do not have; version 14 was well.",
            "orders without lines are logged as errors by both versions and skipped",
            also=("app_code_error",),
            weighed=True,
            form="filter",
            configured_s=280.0,
            documents={
                "get-alias.json": {
                    "AliasArn": ARN.format("lambda", "function:order-total:live"),
                    "Name": "live",
                    "FunctionVersion": "15",
                    "Description": "",
                    "RevisionId": "0d9a6a0e-51f4-4a35-8c0e-6a1d2f9b7c44",
                }
            },
            sources=("AWS Lambda API Reference, GetAlias, 2026",),
        ),
        Case(
            "deploy-regression-02",
            "page-view",
            "deploy_regression",
            [
                Act({"app.py": page.format(extra="")}, pages, every_s=25.0),
                Act(
                    {
                        "app.py": page.format(
                            extra='time.sleep(1.1)  # view statistics\n    log.info("view counted")'
                        )
                    },
                    pages,
                    every_s=25.0,
                    after_s=230.0,
                ),
            ],
            "Since the deployment each request counts its view before it answers: 1.1 s instead of "
            "0.05 s.",
            "pages that are not found are logged as errors, before and after",
            also=("slow_downstream",),
            weighed=True,
            form="tail",
            configured_s=222.0,
        ),
        Case(
            "deploy-regression-03",
            "discount-rules",
            "deploy_regression",
            [
                Act(_RULES, orders(6), environment={"RULES": '{"from": 10}'}, every_s=30.0),
                Act(
                    _RULES,
                    orders(6),
                    environment={"RULES": "{'from': 10}"},
                    every_s=30.0,
                    after_s=200.0,
                ),
            ],
            "A change of the configuration put single quotes into a variable that is parsed as JSON.",
            "orders without lines are logged as errors before the change and skipped",
            also=("app_code_error", "event_encoding_or_shape"),
            weighed=True,
            form="viewer",
            configured_s=196.0,
        ),
    ]


_RULES = {
    "app.py": logged("""
        import json
        import os


        def handler(event, context):
            if not event["lines"]:
                log.error("order %d has no lines, skipped", event["id"])
                return 0
            rules = json.loads(os.environ["RULES"])
            return event["lines"][0]["n"] >= rules["from"]
        """)
}
