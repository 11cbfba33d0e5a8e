"""Functions whose own work or start takes longer than it may."""

from __future__ import annotations

from case import Act, Case, logged, py
from services import answering, document


def cases() -> list[Case]:
    """Default limits, slow first requests, long init phases."""
    return [*_own_work(), *_starts()]


def _own_work() -> list[Case]:
    return [
        Case(
            "timeout-default-3s-01",
            "page-export",
            "timeout_default_3s",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time


                            def handler(event, context):
                                for page in range(1, event["pages"] + 1):
                                    time.sleep(0.16)  # render
                                    if page % 8 == 0:
                                        log.info("page %d of %d rendered", page, event["pages"])
                                if event["pages"] < 4:
                                    log.error("export %s has no index, added", event["id"])
                                return event["pages"]
                            """)
                    },
                    [{"id": n, "pages": p} for n, p in enumerate((3, 11, 24, 6, 9, 31, 2, 26, 14))],
                )
            ],
            "The time needed grows with the number of pages, and the limit was left at 3 s.",
            "error lines about a missing index, which is added",
            weighed=True,
            form="filter",
        ),
        Case(
            "timeout-default-3s-02",
            "stock-report",
            "timeout_default_3s",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import time
                            import urllib.request


                            def handler(event, context):
                                began = time.perf_counter()
                                for shop in range(event["shops"]):
                                    url = f"{os.environ['STOCK_URL']}/{shop}"
                                    with urllib.request.urlopen(url, timeout=1) as answer:
                                        answer.read()
                                    if shop % 10 == 9:
                                        spent = (time.perf_counter() - began) / (shop + 1) * 1000
                                        log.info("%d shops, %.0f ms each", shop + 1, spent)
                                if event["shops"] == 0:
                                    log.warning("no shops in %s", event["area"])
                            """)
                    },
                    [
                        {"area": n, "shops": shops}
                        for n, shops in enumerate((5, 12, 0, 44, 8, 20, 48, 15))
                    ],
                    environment={"STOCK_URL": "http://stock.shop.example"},
                )
            ],
            "Every call takes a constant tenth of a second; areas with over 30 shops need more than 3 s.",
            "a warning about an area without shops",
            also=("timeout_downstream",),
            weighed=True,
            form="tail",
            services={"http://stock.shop.example": answering(document({"n": 4}, delay_s=0.1))},
        ),
        Case(
            "timeout-default-3s-03",
            "zip-mirror",
            "timeout_default_3s",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import zlib


                            def handler(event, context):
                                block = os.urandom(1 << 16) * 8
                                log.info("packing %d blocks", event["blocks"])
                                for n in range(event["blocks"]):
                                    zlib.compress(block, 9)
                                log.info("done, WARNING level of bucket is 80 %")
                            """)
                    },
                    [{"blocks": n} for n in (4, 20, 700, 9, 900, 30, 800)],
                    memory_mb=1769,
                )
            ],
            "Large mirrors need several seconds of a whole CPU, and the limit was left at 3 s.",
            "an info line with the word WARNING in it",
            also=("cpu_starved",),
            weighed=True,
            form="csv",
        ),
    ]


def _starts() -> list[Case]:
    return [
        Case(
            "cold-start-init-01",
            "search-suggest",
            "cold_start_init",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time

                            index = None


                            def load():
                                time.sleep(3.6)  # parse the word list
                                return {"a": ["ant", "ape"]}


                            def handler(event, context):
                                global index
                                if index is None:
                                    log.info("first request here, loading the index")
                                    index = load()
                                    log.info("index loaded")
                                if event["q"] not in index:
                                    log.error("no suggestion for %s", event["q"])
                                return index.get(event["q"], [])
                            """)
                    },
                    [{"q": q} for q in ("a", "a", "b", "a", "a", "a", "b", "a", "a")],
                    timeout_s=6,
                    arrivals=(0, 20, 40, 60, 900, 915, 930, 1800, 1815),
                )
            ],
            "The index is loaded in the first request of each environment: 3.6 s, then milliseconds.",
            "error lines when there is nothing to suggest",
            weighed=True,
            form="filter",
        ),
        Case(
            "cold-start-init-02",
            "rule-engine",
            "cold_start_init",
            [
                Act(
                    {
                        "app.py": logged("""
                            import rules


                            def handler(event, context):
                                if event["sum"] > 900:
                                    log.warning("sum %d goes to a clerk", event["sum"])
                                return rules.decide(event["sum"])
                            """),
                        "rules.py": py("""
                            import importlib
                            import logging
                            import time

                            log = logging.getLogger()
                            for part in ("ast", "decimal", "email", "http.client", "unittest", "xml.dom"):
                                began = time.perf_counter()
                                importlib.import_module(part)
                                time.sleep(0.75)  # compile the rules that come with it
                                spent = time.perf_counter() - began
                                log.info("rules of %s ready in %.2f s", part, spent)


                            def decide(total):
                                return total < 500
                            """),
                    },
                    [{"sum": s} for s in (120, 950, 80, 640, 20, 990, 70)],
                    arrivals=(0, 20, 40, 1200, 1215, 2400, 2410),
                )
            ],
            "Compiling the rules takes four to five seconds of every start; requests take milliseconds.",
            "warnings about sums that a clerk must look at",
            weighed=True,
            form="tail",
        ),
        Case(
            "init-timeout-01",
            "fraud-score",
            "init_timeout",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time

                            log.warning("model store: 1 of 3 mirrors is down, using another")
                            for part in range(14):
                                time.sleep(0.9)
                                log.info("model part %d of 14 read", part + 1)


                            def handler(event, context):
                                return 0.03
                            """)
                    },
                    [{"order": 1}],
                    timeout_s=5,
                )
            ],
            "Reading the model takes over 12 s; the init phase ends at 10 s, and the second try at "
            "the function's own limit.",
            "a warning about a mirror that is down, of which two others are left",
            also=("cold_start_init",),
            form="viewer",
        ),
    ]
