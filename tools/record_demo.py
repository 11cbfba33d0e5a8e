"""Run the demo handlers as Lambda would and write what CloudWatch and Lambda would answer.

    .venv/bin/python tools/record_demo.py [NAME …]
    .venv/bin/python tools/record_demo.py --check      fail if a handler is newer than its recording

Takes about a minute for all. The handlers really run, fail and are killed; only the clock skips
the idle time between requests, and the local address of the slow payment service is renamed.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from aws_shapes import filter_log_events, function_configuration, write, zipped
from slow_service import serving

from lambda_triage.runtime import JSON, Function, LogEvent, run

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMO = Path(__file__).parent.parent / "src" / "lambda_triage" / "demo"
PAYMENTS = "payments.shop.example:8443"
STAMP = re.compile(r"(?<=\]\t)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?=\t)")

# How long the payment service takes, in seconds, request by request: well, then ever slower.
PAYMENT_S = (
    *(0.21, 0.18, 0.34, 0.25, 0.29, 0.22, 0.47, 0.31, 0.26, 0.38),
    *(0.9, 1.6, 8, 2.1, 8, 8, 1.9, 8, 8, 2.4, 8, 8, 8, 8),
)


@dataclass(frozen=True)
class Incident:
    """One recording: the function, what it is asked, and how far apart (seconds)."""

    function: Function
    description: str
    events: tuple[JSON, ...]
    every_s: float
    start: datetime
    modified: datetime


def main(names: list[str]) -> None:
    if names == ["--check"]:
        stale = [i.function.name for i in incidents() if not is_current(i)]
        sys.exit(f"record again: {', '.join(stale)}" if stale else 0)
    for incident in incidents():
        if names and incident.function.name not in names:
            continue
        folder = DEMO / "incidents" / incident.function.name
        log = record(incident)
        write(folder / "logs.json", filter_log_events(log))
        write(folder / "function.json", configuration(incident))
        size = sum(path.stat().st_size for path in folder.iterdir()) // 1000
        print(f"{incident.function.name}: {len(log)} log events, {size} kB")


def is_current(incident: Incident) -> bool:
    path = DEMO / "incidents" / incident.function.name / "function.json"
    return path.is_file() and json.loads(path.read_bytes()) == configuration(incident)


def record(incident: Incident) -> list[LogEvent]:
    """Run the handler, and put the log's own time into the lines that carry one."""
    arrivals = [index * incident.every_s for index in range(len(incident.events))]
    start_us = round(incident.start.timestamp() * 1e6)
    with payments(incident.function) as (function, address):
        result = run(function, incident.events, arrivals=arrivals, start_us=start_us)
    return [
        replace(event, message=_stamped(event).replace(address, PAYMENTS))
        for event in result.events
    ]


@contextmanager
def payments(function: Function) -> Iterator[tuple[Function, str]]:
    """The function with a payment service to call, where it calls one."""
    if "PAYMENTS_URL" not in function.environment:
        yield function, PAYMENTS
        return
    with serving(PAYMENT_S, {"id": "ch_1042", "status": "captured"}) as address:
        yield replace(function, environment={"PAYMENTS_URL": f"http://{address}"}), address


def configuration(incident: Incident) -> dict[str, object]:
    return function_configuration(
        incident.function,
        description=incident.description,
        modified=incident.modified,
        code=zipped(incident.function.task_dir),
    )


def incidents() -> tuple[Incident, ...]:
    day = datetime(2026, 9, 15, tzinfo=UTC)
    return (
        Incident(
            _function("checkout", environment={"PAYMENTS_URL": f"http://{PAYMENTS}"}),
            "Takes the payment of an order",
            tuple(
                {"order": f"A-{1009 + n}", "items": 1 + n % 4, "amount": 19.9 + 7.35 * (n % 9)}
                for n in range(len(PAYMENT_S))
            ),
            every_s=21.0,
            start=day + timedelta(hours=9, minutes=12),
            modified=day - timedelta(days=40, hours=3),
        ),
        Incident(
            _function("thumbnails", timeout_s=10),
            "Renders thumbnails of uploaded pictures",
            tuple(
                {"key": f"uploads/{7301 + n}.jpg", "width": 1600 + 160 * (n % 5), "height": 1200}
                for n in range(62)
            ),
            every_s=14.0,
            start=day + timedelta(hours=13, minutes=40),
            modified=day - timedelta(days=6, hours=5),
        ),
        Incident(
            _function("orders-import", memory_mb=256, timeout_s=30),
            "Imports order files from partners",
            tuple({"body": f"order,total\nB-{n},10.00\n"} for n in range(8)),
            every_s=75.0,
            start=day + timedelta(hours=16, minutes=3),
            modified=day + timedelta(hours=15, minutes=58),
        ),
        Incident(
            _function("invoices", memory_mb=256, timeout_s=10),
            "Reads and stores invoices",
            tuple(_invoice(n) for n in range(24)),
            every_s=33.0,
            start=day + timedelta(hours=18, minutes=20),
            modified=day - timedelta(hours=1, minutes=40),
        ),
        Incident(
            _function("greeter"),
            "Greets",
            tuple({"name": name} for name in ("Ada", "Alan", "Grace", "Edsger", "Barbara") * 8),
            every_s=47.0,
            start=day + timedelta(hours=10),
            modified=day - timedelta(days=90),
        ),
    )


def _function(
    name: str,
    memory_mb: int = 128,
    timeout_s: float = 3.0,
    environment: dict[str, str] | None = None,
) -> Function:
    folder = DEMO / "handlers" / name
    return Function(name, "app.handler", folder, memory_mb, timeout_s, environment or {})


def _invoice(n: int) -> JSON:
    if n % 5 < 2:
        return {"method": "GET", "invoice": f"2026-{7 + n % 2:04d}"}
    return {
        "method": "PUT",
        "invoice": f"2026-{40 + n:04d}",
        "customer": f"C-{n}",
        "total": "59.00",
    }


def _stamped(event: LogEvent) -> str:
    time = datetime.fromtimestamp(event.time_us // 1000 / 1000, UTC)
    text = time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return STAMP.sub(text, event.message, count=1)


if __name__ == "__main__":
    main(sys.argv[1:])
