"""Functions whose peers are not found, not listening, not trusted, or gone."""

from __future__ import annotations

from asking import KEYS
from case import Act, Case, logged
from services import Answer, answering, closed, document

SECRETS = "https://secretsmanager.eu-west-1.amazonaws.com"
SELF_SIGNED = ("-days", "90", "-subj", "/O=Example/CN=ledger.corp.example")


def cases() -> list[Case]:
    """Names, ports, certificates, kept connections."""
    return [*_names(), *_ports(), *_certificates(), *_kept()]


def _names() -> list[Case]:
    return [
        Case(
            "dns-failure-01",
            "label-queue",
            "dns_failure",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import urllib.request


                            def handler(event, context):
                                if event["urgent"]:
                                    log.warning("label %d is urgent, printed first", event["n"])
                                url = f"http://{os.environ['PRINTER_HOST']}/labels/{event['n']}"
                                with urllib.request.urlopen(url, timeout=2) as answer:
                                    return answer.status
                            """)
                    },
                    [{"n": n, "urgent": n == 2} for n in range(3)],
                    environment={"PRINTER_HOST": "printer.warehouse.invalid"},
                )
            ],
            "The name of the printer's host does not exist in DNS any more.",
            "a warning about an urgent label",
            form="viewer",
        ),
        Case(
            "dns-failure-02",
            "crm-sync",
            "dns_failure",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import socket


                            def handler(event, context):
                                host = os.environ["CRM_EU" if event["region"] == "eu" else "CRM_US"]
                                try:
                                    socket.getaddrinfo("cache.crm.invalid", 6379)
                                except socket.gaierror as error:
                                    log.error("no cache (%s), reading the source", error)
                                address = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
                                return {"synced": event["n"], "peers": len(address)}
                            """)
                    },
                    [{"n": n, "region": "us" if n in (2, 5) else "eu"} for n in range(7)],
                    environment={"CRM_EU": "localhost", "CRM_US": "crm-us.partner.invalid"},
                )
            ],
            "The American host was renamed by the partner; the European one is found.",
            "the cache's name fails in every invocation and is done without",
            weighed=True,
            form="filter",
        ),
    ]


def _ports() -> list[Case]:
    return [
        Case(
            "connection-refused-01",
            "rate-limit",
            "connection_refused",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import socket


                            def handler(event, context):
                                log.warning("WARN rate of %s is %d/s", event["key"], event["rate"])
                                host = os.environ.get("REDIS_HOST", "127.0.0.1")
                                with socket.create_connection((host, 6379), timeout=1) as redis:
                                    redis.sendall(b"INCR hits\\r\\n")
                                    return redis.recv(64).decode()
                            """)
                    },
                    [{"key": "u1", "rate": n} for n in (3, 9, 4)],
                    environment={"REDIS_URL": "redis://cache.prod.example:6379"},
                )
            ],
            "REDIS_HOST is not set, and the default is this very machine, where nothing listens.",
            "a warning about a rate in every invocation",
            also=("env_var_missing",),
            weighed=True,
            form="tail",
        ),
        Case(
            "connection-refused-02",
            "ticket-push",
            "connection_refused",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import time
                            import urllib.error
                            import urllib.request


                            def handler(event, context):
                                time.sleep(0.05)
                                if event["kind"] == "mail":
                                    log.error("mailbox of %d is full, will be told", event["n"])
                                    return "told"
                                request = urllib.request.Request(os.environ["DESK_URL"], b"{}")
                                with urllib.request.urlopen(request, timeout=2) as answer:
                                    return answer.status
                            """)
                    },
                    [{"n": n, "kind": "desk" if n % 2 else "mail"} for n in range(6)],
                    environment={"DESK_URL": "http://desk.corp.example:8090"},
                )
            ],
            "The help desk was moved to another port; its host refuses the old one at once.",
            "error lines about full mailboxes, which are handled",
            form="get",
            services={"desk.corp.example:8090": closed},
        ),
    ]


def _certificates() -> list[Case]:
    return [
        Case(
            "tls-cert-error-01",
            "ledger-post",
            "tls_cert_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import urllib.request


                            def handler(event, context):
                                if event["sum"] > 1000:
                                    log.error("sum %d needs a second signature", event["sum"])
                                    return "waiting"
                                url = os.environ["LEDGER_URL"] + "/entries"
                                with urllib.request.urlopen(url, b"{}", timeout=2) as answer:
                                    return answer.status
                            """)
                    },
                    [{"sum": s} for s in (1500, 20, 1200, 45)],
                    environment={"LEDGER_URL": "https://ledger.corp.example"},
                )
            ],
            "The internal ledger has a self-signed certificate that the function does not trust.",
            "error lines about sums that need a signature",
            form="filter",
            services={"https://ledger.corp.example": answering(Answer(), tls=SELF_SIGNED)},
        ),
        Case(
            "tls-cert-error-02",
            "key-rotate",
            "tls_cert_error",
            [
                Act(
                    {
                        "app.py": logged("""
                            import botocore.session
                            from botocore.config import Config

                            once = Config(retries={"total_max_attempts": 1})
                            secrets = botocore.session.get_session().create_client(
                                "secretsmanager", config=once)


                            def handler(event, context):
                                if event["age_days"] > 80:
                                    log.warning("secret %s is %d days old", event["id"], event["age_days"])
                                value = secrets.get_secret_value(SecretId=event["id"])
                                return len(value["SecretString"])
                            """)
                    },
                    [{"id": "db", "age_days": 92}],
                    memory_mb=256,
                    timeout_s=10,
                    environment={**KEYS, "AWS_ENDPOINT_URL": SECRETS},
                )
            ],
            "A proxy answers for AWS with a certificate of its own, which the SDK does not trust.",
            "a warning about an old secret",
            form="viewer",
            services={SECRETS: answering(Answer(), tls=SELF_SIGNED)},
        ),
    ]


def _kept() -> list[Case]:
    good, last = document({"temp": 21}), document({"temp": 22})
    last = Answer(last.status, last.body, last.headers, hang_up=True)
    return [
        Case(
            "stale-connection-reuse-01",
            "room-climate",
            "stale_connection_reuse",
            [
                Act(
                    {
                        "app.py": logged("""
                            import http.client
                            import json
                            import os

                            link = http.client.HTTPConnection(os.environ["CLIMATE"][7:], timeout=2)


                            def handler(event, context):
                                link.request("GET", f"/rooms/{event['room']}")
                                answer = link.getresponse()
                                temp = json.loads(answer.read())["temp"]
                                if temp > 21:
                                    log.warning("room %d is warm: %d", event["room"], temp)
                                return temp
                            """)
                    },
                    [{"room": n} for n in range(11)],
                    arrivals=(0, 5, 10, 420, 424, 428, 900, 905, 1400, 1404, 1408),
                    environment={"CLIMATE": "http://climate.corp.example:8080"},
                )
            ],
            "The connection is kept across invocations; the peer closes it after minutes without use, "
            "and the first request after each pause fails.",
            "warnings about warm rooms",
            also=("connection_refused",),
            weighed=True,
            form="filter",
            services={
                "http://climate.corp.example:8080": answering(
                    good, good, last, good, last, last, good, good, last
                )
            },
        )
    ]
