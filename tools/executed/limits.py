"""Functions that run out of disk, descriptors or CPU, or may not write."""

from __future__ import annotations

import hosts
from case import Act, Case, logged


def cases() -> list[Case]:
    """Full disks, too many files, a small share of a CPU."""
    return [*_files(), *_cpu()]


def _files() -> list[Case]:
    return [
        Case(
            "disk-tmp-full-01",
            "clip-cutter",
            "disk_tmp_full",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import uuid


                            def handler(event, context):
                                path = f"/tmp/{uuid.uuid4()}.mp4"
                                try:
                                    os.remove("/tmp/last.lock")
                                except FileNotFoundError:
                                    log.error("no such file /tmp/last.lock, first clip here")
                                with open(path, "wb") as clip:
                                    clip.write(bytes(event["mb"] << 20))
                                open("/tmp/last.lock", "w").close()
                                return {"clip": event["clip"], "kB": event["mb"] * 1024}
                            """)
                    },
                    [{"clip": n, "mb": 3} for n in range(9)],
                    host=hosts.small_tmp(16),
                )
            ],
            "Clips are never removed from /tmp; a warm environment has room for five.",
            "an error line about a missing lock file in the first invocation",
            form="filter",
        ),
        Case(
            "disk-tmp-full-02",
            "archive-unpack",
            "disk_tmp_full",
            [
                Act(
                    {
                        "app.py": logged("""
                            import io
                            import tempfile
                            import zipfile


                            def handler(event, context):
                                data = io.BytesIO()
                                with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
                                    archive.writestr("big.bin", bytes(event["mb"] << 20))
                                if event["mb"] < 2:
                                    log.warning("archive %s is nearly empty", event["id"])
                                with tempfile.TemporaryDirectory() as folder:
                                    zipfile.ZipFile(data).extractall(folder)
                                log.info("archive %s unpacked", event["id"])
                            """)
                    },
                    [{"id": n, "mb": mb} for n, mb in enumerate((3, 1, 6, 22, 1, 4, 25, 2))],
                    host=hosts.small_tmp(16),
                )
            ],
            "Some archives are larger than /tmp when unpacked; /tmp is emptied each time.",
            "warnings about archives that are nearly empty",
            form="viewer",
        ),
        Case(
            "file-descriptor-exhaustion-01",
            "mail-fanout",
            "file_descriptor_exhaustion",
            [
                Act(
                    {
                        "app.py": logged("""
                            import socket

                            links = []


                            def handler(event, context):
                                for address in event["to"]:
                                    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                                    links.append(link)
                                if len(links) > 300:
                                    log.warning("pool is large: %d links", len(links))
                                return len(event["to"])
                            """)
                    },
                    [{"batch": n, "to": list(range(200))} for n in range(9)],
                )
            ],
            "Each recipient gets a socket that nobody closes; the sixth batch goes beyond 1,024.",
            "warnings about a large pool, well before anything fails",
            form="tail",
        ),
        Case(
            "file-descriptor-exhaustion-02",
            "log-splitter",
            "file_descriptor_exhaustion",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os


                            def handler(event, context):
                                parts = {}
                                for n in range(event["tenants"]):
                                    parts[n] = open(os.devnull, "w")
                                    parts[n].write(str(n))
                                if event["tenants"] == 0:
                                    log.error("file %s has no tenants, skipped", event["file"])
                                for part in parts.values():
                                    part.close()
                                return event["tenants"]
                            """)
                    },
                    [
                        {"file": n, "tenants": tenants}
                        for n, tenants in enumerate((40, 0, 900, 1_400, 35, 0, 2_000, 60))
                    ],
                )
            ],
            "One open file for each tenant: files with more than a thousand tenants fail.",
            "error lines about files without tenants, which are skipped as meant",
            form="get",
        ),
        Case(
            "readonly-filesystem-01",
            "doc-convert",
            "readonly_filesystem",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import pathlib


                            def handler(event, context):
                                try:
                                    os.stat("/opt/fonts")
                                except FileNotFoundError as error:
                                    log.warning("no extra fonts: %s", error)
                                target = pathlib.Path("cache") / f"{event['id']}.pdf"
                                target.parent.mkdir(exist_ok=True)
                                target.write_bytes(b"%PDF-")
                                return str(target)
                            """)
                    },
                    [{"id": n} for n in range(4)],
                    host=hosts.READ_ONLY_TASK,
                )
            ],
            "Results are written beside the code, which cannot be written to.",
            "a warning about missing fonts in every invocation",
            form="csv",
        ),
    ]


def _cpu() -> list[Case]:
    code = {
        "app.py": logged("""
            import hashlib
            import time


            def handler(event, context):
                began = time.perf_counter()
                key = hashlib.pbkdf2_hmac("sha256", event["pin"].encode(), b"salt", 700_000)
                log.info("key of %s derived in %.2f s", event["user"], time.perf_counter() - began)
                if event["user"] == "ops":
                    log.error("login of ops from an unknown network, second factor asked")
                return key.hex()[:8]
            """)
    }
    users = [{"user": user, "pin": "4711"} for user in ("ada", "bob", "ops", "eve", "joe")]
    return [
        Case(
            "cpu-starved-01",
            "pin-check",
            "cpu_starved",
            [
                Act(code, users, host=hosts.share_of_cpu(12), timeout_s=6.0),
                Act(
                    code,
                    [*users, *users],
                    memory_mb=1024,
                    timeout_s=6.0,
                    after_s=900.0,
                    host=hosts.share_of_cpu(58),
                ),
                Act(code, users[:3], host=hosts.share_of_cpu(12), timeout_s=6.0, after_s=1_800.0),
            ],
            "Deriving a key is pure computation: 128 MB give it an eighth of a CPU, and a trial with "
            "1,024 MB was several times as fast; memory is hardly used.",
            "an error line about a login that was handled",
            also=("under_provisioned_memory",),
            weighed=True,
            form="filter",
            configured_s=1_700.0,
        ),
        Case(
            "cpu-starved-02",
            "statement-pdf",
            "cpu_starved",
            [
                Act(
                    {"app.py": code["app.py"].replace("700_000", "event['rounds']")},
                    [
                        {"user": f"c{n}", "pin": "0", "rounds": rounds}
                        for n, rounds in enumerate((300_000, 500_000, 400_000, 2_600_000, 450_000))
                    ]
                    + [{"user": "ops", "pin": "1", "rounds": 2_900_000}],
                    host=hosts.share_of_cpu(9),
                    timeout_s=5.0,
                ),
                Act(
                    {"app.py": code["app.py"].replace("700_000", "event['rounds']")},
                    [
                        {"user": f"c{n}", "pin": "0", "rounds": rounds}
                        for n, rounds in enumerate((2_600_000, 2_900_000, 400_000))
                    ],
                    memory_mb=1769,
                    timeout_s=5.0,
                    after_s=700.0,
                ),
                Act(
                    {"app.py": code["app.py"].replace("700_000", "event['rounds']")},
                    [{"user": "c9", "pin": "0", "rounds": 2_700_000}],
                    host=hosts.share_of_cpu(9),
                    timeout_s=5.0,
                    after_s=1_500.0,
                ),
            ],
            "At 128 MB the longer statements run into the 5 s limit; with a whole CPU (1,769 MB) "
            "the same statements took about a second. The trial was taken back.",
            "an error line about a login that was handled",
            also=("under_provisioned_memory",),
            weighed=True,
            form="tail",
            configured_s=1_400.0,
        ),
    ]
