"""Functions that run out of memory, at once or by and by."""

from __future__ import annotations

from case import Act, Case, logged


def cases() -> list[Case]:
    """Growth over warm invocations, and kills by the limit."""
    return [*_growth(), *_kills()]


def _growth() -> list[Case]:
    keeps = logged("""
        import os

        seen = {}


        def handler(event, context):
            key = event["key"]
            if event.get("slow_marker"):
                log.warning("object %s has no content type, guessed", key)
            body = os.urandom(event["mb"] << 20)
            seen[key] = body
            log.info("indexed %s, %d kB", key, len(body) // 1024)
            return {"key": key, "crc": sum(body[:64])}
        """)
    flat = logged("""
        import os


        def handler(event, context):
            body = bytearray(os.urandom(event["mb"] << 20))
            log.info("indexed %s, %d kB", event["key"], len(body) // 1024)
            if event["mb"] > 30:
                log.warning("large object %s needed %d MB", event["key"], event["mb"])
            return sum(body[:64])
        """)
    return [
        Case(
            "memory-leak-01",
            "media-index",
            "memory_leak",
            [
                Act(
                    {"app.py": keeps},
                    [{"key": f"a/{n}.jpg", "mb": 9, "slow_marker": n % 5 == 2} for n in range(22)],
                    every_s=47.0,
                )
            ],
            "Every object stays in a module-level dictionary until the process is killed.",
            "warnings about a missing content type, and a cold start after the kill",
            also=("oom_killed",),
            weighed=True,
            form="filter",
        ),
        Case(
            "memory-leak-02",
            "html-cache",
            "memory_leak",
            [
                Act(
                    {"app.py": keeps},
                    [{"key": f"p/{n}.html", "mb": 9, "slow_marker": n == 4} for n in range(13)],
                    every_s=25.0,
                    memory_mb=128,
                ),
                Act(
                    {"app.py": keeps},
                    [{"key": f"q/{n}.html", "mb": 9} for n in range(13)],
                    every_s=27.0,
                    after_s=9.0,
                ),
            ],
            "Two environments keep every page they have read; both are killed after about a dozen pages.",
            "a warning about a guessed content type",
            also=("oom_killed",),
            weighed=True,
            form="tail",
        ),
        Case(
            "memory-leak-03",
            "feed-reader",
            "memory_leak",
            [
                Act(
                    {
                        "app.py": logged("""
                            import functools
                            import time


                            @functools.lru_cache(maxsize=None)
                            def feed(url, minute):
                                return [bytes(range(256)) * 4000 + url.encode() for _ in range(8)]


                            def handler(event, context):
                                for attempt in (1, 2):
                                    if attempt == 1 and event["n"] % 7 == 3:
                                        log.error("feed %s: connection reset, trying again", event["url"])
                                        time.sleep(0.1)
                                        continue
                                    return len(feed(event["url"], event["n"]))
                            """)
                    },
                    [{"url": f"https://n{n % 4}.example/rss", "n": n} for n in range(16)],
                    every_s=61.0,
                )
            ],
            "A cache without bound has the minute in its key, so nothing is ever found in it again.",
            "connection errors that are retried with success",
            also=("oom_killed",),
            weighed=True,
            form="get",
        ),
        Case(
            "oom-killed-01",
            "scan-to-text",
            "oom_killed",
            [
                Act(
                    {"app.py": flat},
                    [
                        {"key": f"scan/{n}.tif", "mb": mb}
                        for n, mb in enumerate((4, 6, 38, 5, 150, 3, 41, 150, 7, 6))
                    ],
                )
            ],
            "Two scans alone are larger than the whole memory; all others are far from it.",
            "warnings about large objects that were done without trouble",
            form="viewer",
        ),
    ]


def _kills() -> list[Case]:
    return [
        Case(
            "oom-killed-02",
            "tone-model",
            "oom_killed",
            [
                Act(
                    {
                        "app.py": logged("""
                            log.warning("no accelerator found, the model runs on the CPU")
                            layers = []
                            for n in range(6):
                                layers.append(bytearray(30 << 20))
                                log.info("layer %d loaded", n)


                            def handler(event, context):
                                return {"tone": "fair"}
                            """)
                    },
                    [{"text": "well done"}] * 3,
                )
            ],
            "The model needs 180 MB while it is loaded, and the function has 128 MB.",
            "a warning about a missing accelerator",
            also=("under_provisioned_memory",),
            weighed=True,
            form="tail",
        ),
        Case(
            "oom-killed-03",
            "csv-pivot",
            "oom_killed",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time


                            def rows(count):
                                return [{"id": n, "name": f"row {n}"} for n in range(count)]


                            def handler(event, context):
                                log.info("reading %s", event["file"])
                                if event["rows"] > 20_000:
                                    log.warning("%s is large: %d rows", event["file"], event["rows"])
                                table = rows(event["rows"])
                                time.sleep(0.05)
                                return len(table)
                            """)
                    },
                    [
                        {"file": f"{n}.csv", "rows": rows}
                        for n, rows in enumerate((900, 24_000, 3_000, 900_000, 1_500, 31_000, 700))
                    ],
                    timeout_s=20,
                ),
            ],
            "A table of 900,000 rows is built as dictionaries in 128 MB.",
            "large tables that were read without trouble are warned about",
            also=("under_provisioned_memory",),
            form="csv",
        ),
    ]
