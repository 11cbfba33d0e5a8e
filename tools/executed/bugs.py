"""Functions with a plain fault in their code, among lines that only look bad."""

from __future__ import annotations

from case import Act, Case, logged


def cases() -> list[Case]:
    """Unhandled exceptions and ends of the process."""
    return [*_exceptions(), *_ends()]


def _exceptions() -> list[Case]:
    return [
        Case(
            "app-code-error-01",
            "profile-api",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time

                            USERS = {"ada": {"address": {"city": "London"}}, "bob": {"address": None}}


                            def handler(event, context):
                                user = USERS.get(event["user"])
                                if user is None:
                                    log.error("user %s not found, answering 404", event["user"])
                                    return {"statusCode": 404}
                                time.sleep(0.05)
                                return {"statusCode": 200, "body": user["address"]["city"]}
                            """)
                    },
                    [{"user": u} for u in ("ada", "eve", "ada", "bob", "eve", "ada", "bob", "ada")],
                )
            ],
            "A user without an address is not expected: None is subscripted.",
            "error lines for unknown users, which are answered with 404 as meant",
            form="tail",
        ),
        Case(
            "app-code-error-02",
            "conversion-rate",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            def rate(sold, seen):
                                return round(sold / seen, 4)


                            def handler(event, context):
                                if event["seen"] < 10:
                                    log.warning("only %d views, rate is rough", event["seen"])
                                result = rate(event["sold"], event["seen"])
                                log.info("campaign %s rate %s", event["campaign"], result)
                                return result
                            """)
                    },
                    [
                        {"campaign": n, "sold": n % 4, "seen": seen}
                        for n, seen in enumerate((210, 8, 96, 0, 33, 5, 0, 77, 412))
                    ],
                )
            ],
            "A campaign that nobody has seen yet is divided by zero.",
            "warnings about few views, which are handled",
            form="filter",
        ),
        Case(
            "app-code-error-03",
            "category-tree",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            PARENTS = {"shoes": "wear", "wear": "all", "all": "", "socks": "hose",
                                       "hose": "socks"}


                            def path(name):
                                return [*path(PARENTS[name]), name] if name else []


                            def handler(event, context):
                                log.info("max recursion depth of the tree service is 12")
                                return path(event["category"])
                            """)
                    },
                    [{"category": c} for c in ("shoes", "wear", "socks", "all", "hose", "shoes")],
                )
            ],
            "Two categories are each other's parent, and the walk never ends.",
            "an info line that speaks of recursion in every invocation",
            also=("event_encoding_or_shape",),
            form="get",
        ),
        Case(
            "app-code-error-04",
            "slot-booking",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            from datetime import datetime


                            class SlotTaken(Exception):
                                pass


                            def book(day, slots):
                                if not slots:
                                    raise SlotTaken(day)
                                return datetime.strptime(day, "%Y-%m-%d").replace(day=31)


                            def handler(event, context):
                                try:
                                    end = book(event["day"], event["slots"])
                                except SlotTaken:
                                    log.exception("slot taken, offering the next one")
                                    return {"offer": "next"}
                                return {"until": end.isoformat()}
                            """)
                    },
                    [
                        {"day": "2026-07-02", "slots": 2},
                        {"day": "2026-07-03", "slots": 0},
                        {"day": "2026-08-11", "slots": 1},
                        {"day": "2026-09-01", "slots": 3},
                        {"day": "2026-07-09", "slots": 0},
                        {"day": "2026-09-02", "slots": 4},
                    ],
                )
            ],
            "The end of the month is always the 31st, which September has not.",
            "a taken slot is logged with its whole traceback and then handled",
            form="viewer",
        ),
        Case(
            "app-code-error-05",
            "label-maker",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            def handler(event, context):
                                lines = [f"{event['name']}"] + event.get("lines", [])
                                for attempt in (1, 2):
                                    try:
                                        if attempt == 1 and event["n"] % 3 == 0:
                                            raise TimeoutError("printer did not answer in 0.2 s")
                                        break
                                    except TimeoutError as error:
                                        log.error("attempt %d failed: %s", attempt, error)
                                log.info("label %d printed", event["n"])
                                return lines[1][:20]
                            """)
                    },
                    [
                        {"n": n, "name": "Ada", **({} if n in (2, 5) else {"lines": ["1 Quay St"]})}
                        for n in range(1, 9)
                    ],
                )
            ],
            "An address without a second line makes the index go beyond the list.",
            "the printer's time-outs are retried with success in other invocations",
            also=("event_encoding_or_shape",),
            form="csv",
        ),
    ]


def _ends() -> list[Case]:
    return [
        Case(
            "app-code-error-06",
            "nightly-close",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            import sys


                            def main(argv):
                                if argv[-1] == "friday":
                                    log.warning("books of friday are open until 20:00")
                                    return 1
                                log.info("books of %s closed", argv[-1])
                                return 0


                            def handler(event, context):
                                code = main(["close", event["day"]])
                                if code:
                                    sys.exit(code)
                                return {"closed": event["day"]}
                            """)
                    },
                    [{"day": d} for d in ("wednesday", "thursday", "friday", "friday", "monday")],
                )
            ],
            "The script was taken over from a server and ends the process on its own.",
            "a warning that is meant for people only",
            also=("entrypoint_invalid",),
            weighed=True,
            form="tail",
        ),
        Case(
            "app-code-error-07",
            "catalogue-merge",
            "app_code_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            from concurrent.futures import ThreadPoolExecutor

                            pool = ThreadPoolExecutor(max_workers=2)


                            def price(item):
                                return len(item)


                            def shelf(items):
                                return sum(pool.map(price, items))


                            def handler(event, context):
                                shelves = [pool.submit(shelf, items) for items in event["shelves"]]
                                total = sum(s.result() for s in shelves)
                                if total > 9:
                                    log.warning("total %d is unusual, kept", total)
                                return total
                            """)
                    },
                    [
                        {"shelves": [["ink", "pen"]]},
                        {"shelves": [["ink", "paper", "pen"]]},
                        {"shelves": [["ink"], ["pen"], ["pad"]]},
                        {"shelves": [["paper"]]},
                        {"shelves": [["ink"], ["pen"]]},
                    ],
                )
            ],
            "Tasks of a pool of two wait for tasks of the same pool: two shelves block it for good.",
            "a warning about an unusual total in calls that succeed",
            also=("timeout_default_3s", "timeout_downstream"),
            weighed=True,
            form="filter",
        ),
        Case(
            "native-crash-01",
            "audio-peaks",
            "native_crash",
            [
                Act(
                    {
                        "app.py": logged("""
                            import ctypes


                            def peaks(track):
                                if track["channels"] > 2:
                                    return ctypes.string_at(0, track["channels"])
                                return bytes(track["channels"])


                            def handler(event, context):
                                if event["rate"] != 44100:
                                    log.error("rate %d is not supported, resampled", event["rate"])
                                log.info("track %s", event["track"])
                                return peaks(event).hex()
                            """)
                    },
                    [
                        {
                            "track": n,
                            "channels": 6 if n in (3, 6) else 2,
                            "rate": 44100 + n % 2 * 3900,
                        }
                        for n in range(1, 8)
                    ],
                )
            ],
            "Tracks with more than two channels make the native code read address zero.",
            "error lines about the sample rate, which is handled",
            form="tail",
        ),
        Case(
            "native-crash-02",
            "pdf-stamp",
            "native_crash",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import sys


                            def handler(event, context):
                                log.warning("font Inter not embedded, using DejaVu")
                                if event["pages"] > 20:
                                    sys.stderr.write("free(): invalid pointer\\n")
                                    sys.stderr.flush()
                                    os.abort()
                                return {"pages": event["pages"]}
                            """)
                    },
                    [{"pages": pages} for pages in (2, 11, 31, 4, 44, 3)],
                )
            ],
            "Large documents corrupt the heap of the native library, and the allocator aborts.",
            "a font warning in every invocation",
            also=("app_code_error",),
            weighed=True,
            form="get",
        ),
    ]
