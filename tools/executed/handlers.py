"""Functions whose settings or syntax keep the runtime from a start."""

from __future__ import annotations

import struct

from case import Act, Case, logged, py

ORDERS = [{"order": f"A-{n}", "total": 18.5 + n} for n in range(1, 6)]

ZIP_GUIDE = "AWS Lambda Developer Guide, Working with .zip file archives for Python, 2026"
THREE_ATTEMPTS = (0.0, 62.0, 187.0)  # seconds; a failed asynchronous event comes twice more


def cases() -> list[Case]:
    """Handler settings, syntax, entry points, variables."""
    return [*_handlers(), *_syntax(), *_entry(), *_variables()]


def _handlers() -> list[Case]:
    code = {
        "app.py": logged("""
            def _warm():
                log.warning("price list is 26 h old, still valid for 22 h")


            _warm()


            def lambda_handler(event, context):
                return {"order": event["order"], "ok": True}
            """)
    }
    return [
        Case(
            "handler-not-found-01",
            "price-quote",
            "handler_not_found",
            [
                Act(code, ORDERS[:2], handler="app.lambda_handler", every_s=31.0),
                Act(code, ORDERS[2:], handler="app.handler", after_s=300.0),
            ],
            "The handler setting was changed to app.handler; the function is lambda_handler.",
            "a warning about an old but valid price list at each start",
            configured_s=255.0,
            form="filter",
        ),
        Case(
            "handler-not-found-02",
            "stock-sync",
            "handler_not_found",
            [
                Act(
                    {"stock_sync.py": code["app.py"]},
                    ORDERS[:1] * 3,
                    handler="stock-sync.handler",
                    one_request=True,
                    arrivals=THREE_ATTEMPTS,
                )
            ],
            "The handler setting spells the module with a hyphen; the file has an underscore.",
            "three attempts of one event look like three requests",
            also=("import_module_missing", "package_layout_wrong"),
            form="plain",
            documents={
                "unzip.txt": "Archive:  stock-sync.zip\n"
                "  Length      Date    Time    Name\n"
                "---------  ---------- -----   ----\n"
                "      270  2026-07-14 11:02   stock_sync.py\n"
                "---------                     -------\n"
                "      270                     1 file\n"
            },
            sources=(ZIP_GUIDE,),
            weighed=True,
        ),
        Case(
            "handler-malformed-01",
            "click-sink",
            "handler_malformed",
            [
                Act(code, ORDERS[:1], handler="app.lambda_handler"),
                Act(code, ORDERS[1:4], handler="app", after_s=120.0),
            ],
            "The handler setting names a file only.",
            "a warning about an old but valid price list before the change",
            configured_s=90.0,
            form="tail",
        ),
    ]


def _syntax() -> list[Case]:
    return [
        Case(
            "syntax-error-01",
            "coupon-check",
            "syntax_error",
            [
                Act(
                    {
                        "app.py": py("""
                            print("DEBUG: coupon rules v7, deprecated rule SPRING24 ignored")


                            def handler(event, context):
                                if event["total"] > 20
                                    return {"discount": 0.1}
                                return {"discount": 0}
                            """)
                    },
                    ORDERS[:3],
                )
            ],
            "A colon is missing in the handler module.",
            "the source quoted with the error names a deprecated rule",
            form="csv",
        ),
        Case(
            "syntax-error-02",
            "loyalty-points",
            "syntax_error",
            [
                Act(
                    {
                        "app.py": py("""
                            import sys

                            sys.stderr.write("error log level set to WARNING\\n")

                            from points import tiers


                            def handler(event, context):
                                return tiers.points(event["total"])
                            """),
                        "points/__init__.py": "",
                        "points/tiers.py": "def points(total):\n    rate = 1\n\tif total > 20:\n"
                        "        rate = 2\n    return total * rate\n",
                    },
                    ORDERS[:2],
                )
            ],
            "A module that the handler imports mixes tabs with blanks.",
            "a start-up line that contains the word error",
            form="short",
        ),
        Case(
            "runtime-mismatch-01",
            "menu-render",
            "runtime_mismatch",
            [
                Act(
                    {
                        "app.py": py("""
                            type Dish = dict[str, str]


                            def handler(event: Dish, context: object) -> str:
                                return f"{event["order"]} of {', '.join(event)}"
                            """)
                    },
                    ORDERS[:1] * 3,
                    one_request=True,
                    arrivals=THREE_ATTEMPTS,
                )
            ],
            "The code is valid Python 3.12 (type statement), and the runtime is python3.11.",
            "three attempts of one event look like three requests",
            also=("syntax_error",),
            weighed=True,
            form="tail",
            documents={
                "pyproject.toml": '[project]\nname = "menu-render"\nversion = "1.4.0"\n'
                'requires-python = ">=3.12"\n'
            },
        ),
    ]


def _entry() -> list[Case]:
    foreign = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 183, 1) + bytes(40)
    return [
        Case(
            "entrypoint-invalid-01",
            "ledger-rs",
            "entrypoint_invalid",
            [Act({"bootstrap": b"#!/bin/sh\n"}, ORDERS[:2], "bootstrap", bootstrap="bootstrap")],
            "The bootstrap lost its executable bit when it was zipped on Windows.",
            "a second request fails likewise and is no other fault",
            also=("package_file_permissions",),
            form="viewer",
            runtime="provided.al2023",
        ),
        Case(
            "entrypoint-invalid-02",
            "ledger-go",
            "entrypoint_invalid",
            [Act({"main": b"#!/bin/sh\n"}, ORDERS[:3], "main", bootstrap="bootstrap")],
            "The binary is called main, and the runtime starts bootstrap.",
            "the configuration's handler is called main, which is ignored by this runtime",
            form="filter",
            runtime="provided.al2023",
        ),
        Case(
            "exec-format-error-01",
            "tiles-c",
            "exec_format_error",
            [
                Act(
                    {"bootstrap": foreign},
                    ORDERS[:1] * 3,
                    "bootstrap",
                    bootstrap="bootstrap",
                    one_request=True,
                    arrivals=THREE_ATTEMPTS,
                )
            ],
            "The binary was built for arm64, and the function is x86_64.",
            "three attempts of one event look like three requests",
            also=("native_binary_arch_mismatch",),
            form="short",
            runtime="provided.al2023",
        ),
    ]


def _variables() -> list[Case]:
    return [
        Case(
            "env-var-missing-01",
            "session-store",
            "env_var_missing",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os

                            level = os.environ.get("LOG_LEVEL")
                            if level is None:
                                log.warning("LOG_LEVEL is not set, using INFO")
                            TABLE = os.environ["SESSION_TABLE"]


                            def handler(event, context):
                                return {"table": TABLE, "session": event["session"]}
                            """)
                    },
                    [{"session": f"s-{n}"} for n in range(3)],
                    environment={"SESSIONS_TABLE": "sessions-prod", "TTL_H": "12"},
                )
            ],
            "The variable is set under another name (SESSIONS_TABLE).",
            "another variable is not set either, and has a default",
            form="viewer",
        ),
        Case(
            "env-var-missing-02",
            "refund-worker",
            "env_var_missing",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import time


                            def notify(order):
                                topic = os.environ["ALERT_TOPIC"]
                                return f"{topic}/{order}"


                            def handler(event, context):
                                time.sleep(0.08)
                                if event["amount"] <= 0:
                                    log.error("refund of %s refused: nothing paid", event["order"])
                                    return {"refunded": 0}
                                if event["amount"] > 500:
                                    notify(event["order"])
                                return {"refunded": event["amount"]}
                            """)
                    },
                    [
                        {"order": f"B-{n}", "amount": amount}
                        for n, amount in enumerate((30, 0, 720, 41, 12, 0, 900, 35))
                    ],
                    environment={"LEDGER": "refunds-v2"},
                )
            ],
            "Only large refunds need ALERT_TOPIC, and nobody set it.",
            "refused refunds are logged as errors and are meant so",
            form="filter",
        ),
    ]
