"""Events that carry measurements: Lambda Insights, embedded metrics and VPC flow logs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from lambda_triage.evidence.tables import FLOWS, METRICS, REQUESTS, USAGE
from lambda_triage.sources.access_log import ACCESS_LITERALS, AccessLog, classic
from lambda_triage.sources.files.shapes import is_performance
from lambda_triage.sources.numbers import number, whole
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.evidence.case import Case, Value
    from lambda_triage.scan.row import Row

INSIGHTS, BARE, EMF, ACCEPTED, REJECTED = (
    '"LambdaInsights"', '"cpu_total_time"', '"CloudWatchMetrics"', " ACCEPT OK", " REJECT OK",
)  # fmt: skip
MEASURED_LITERALS = (INSIGHTS, BARE, EMF, ACCEPTED, REJECTED, *ACCESS_LITERALS)
MOST_POINTS = 50_000  # embedded metric values kept
MOST_USAGE = 200_000  # Insights events kept
MOST_FLOWS = 50_000  # distinct flows kept
# Version 2, the default format (VPC user guide, flow log records, 2026).
FLOW = re.compile(
    r"(?:^|\s)2 \d{12} (?P<interface>eni-[0-9a-f]+) (?P<source>[0-9a-f.:]+)"
    r" (?P<destination>[0-9a-f.:]+) (?P<from>\d{1,5}) (?P<to>\d{1,5}) (?P<protocol>\d{1,3})"
    r" (?P<packets>\d{1,12}) (?P<bytes>\d{1,13})"
    r" (?P<start>\d{9,11}) (?P<end>\d{9,11}) (?P<action>ACCEPT|REJECT) OK"
)
S = 1_000_000  # µs
WHOLE = {
    "memory_mb": "used_memory_max", "memory_size_mb": "total_memory", "cpu_ms": "cpu_total_time",
    "threads": "threads_max", "descriptors": "fd_use", "descriptors_max": "fd_max",
    "tmp_used": "tmp_used", "tmp_max": "tmp_max", "rx_bytes": "rx_bytes", "tx_bytes": "tx_bytes",
}  # fmt: skip  # sources: Lambda Insights metrics, CloudWatch user guide, 2026


class _Flow(Struct):
    input: int
    line: int
    records: int = 0
    packets: int = 0
    bytes: int = 0
    first_us: int | None = None
    last_us: int | None = None

    def add(self, flow: re.Match[str]) -> None:
        first, last = int(flow["start"]) * S, int(flow["end"]) * S
        self.records += 1
        self.packets += int(flow["packets"])
        self.bytes += int(flow["bytes"])
        self.first_us = first if self.first_us is None else min(self.first_us, first)
        self.last_us = last if self.last_us is None else max(self.last_us, last)


def _flow_row(key: tuple[str | int, ...], flow: _Flow) -> dict[str, Value]:
    names = ("interface", "source", "destination", "port", "protocol", "action")
    return dict(zip(names, key, strict=True)) | asdict(flow)


class Measured:
    """Collects measurements, within bounds; what exceeds them is a gap."""

    def __init__(self, named: Callable[[str], str]) -> None:
        self._named = named
        self._usage: list[dict[str, Value]] = []
        self._points: list[dict[str, Value]] = []
        self._flows: dict[tuple[str | int, ...], _Flow] = {}
        self._requests = AccessLog()
        self._left_out: dict[str, int] = {}

    def take(self, row: Row, resource: str, environment: str | None) -> None:
        """Read one event; one that is no measurement after all is left to others."""
        if flow := FLOW.search(row.text):
            self._flow(flow, row)
            return
        if (record := classic(row.text)) is not None:
            self._requests.take(record, resource, (row.input, row.line, row.time_us))
            return
        body = _object(row.text)
        if body is None:
            return
        if INSIGHTS in row.text or is_performance(body):
            self._insights(body, row, environment)
        elif EMF not in row.text:
            self._requests.take(body, resource, (row.input, row.line, row.time_us))
        else:
            self._embedded(body, row, resource)

    def write(self, case: Case) -> None:
        """Hand everything over."""
        if self._usage:
            case.add(USAGE, self._usage)
        if self._points:
            case.add(METRICS, self._points)
        if self._flows:
            case.add(FLOWS, [_flow_row(k, self._flows[k]) for k in sorted(self._flows, key=str)])
        if requests := self._requests.rows():
            case.add(REQUESTS, requests)
        for table, count in sorted(self._left_out.items()):
            case.miss(table, "*", f"{count} more were left out")

    def _flow(self, flow: re.Match[str], row: Row) -> None:
        port = min(int(flow["from"]), int(flow["to"]))
        names = (flow["interface"], flow["source"], flow["destination"])
        key = (*names, port, int(flow["protocol"]), flow["action"])
        held = self._flows.get(key)
        if held is None:
            if len(self._flows) >= MOST_FLOWS:
                self._left("flows")
                return
            held = self._flows[key] = _Flow(input=row.input, line=row.line)
        held.add(flow)

    def _insights(self, body: dict[str, object], row: Row, environment: str | None) -> None:
        name = body.get("function_name")
        if not isinstance(name, str):
            return
        if len(self._usage) >= MOST_USAGE:
            self._left("usage")
            return
        ms = number(body.get("duration"))
        took = None if ms is None else number(ms * 1000)
        cold = body.get("cold_start")
        usage: dict[str, Value] = {column: whole(body.get(told)) for column, told in WHOLE.items()}
        self._usage.append(
            usage
            | {
                "resource": self._named(name),
                "environment": environment,
                "request_id": str(body["request_id"]) if body.get("request_id") else None,
                "time_us": _time(body, row),
                "duration_us": None if took is None else round(took),
                "cold_start": bool(cold) if isinstance(cold, bool | int) else None,
                "input": row.input,
                "line": row.line,
            }
        )

    def _embedded(self, body: dict[str, object], row: Row, resource: str) -> None:
        meta = body.get("_aws")
        blocks = meta.get("CloudWatchMetrics") if isinstance(meta, dict) else None
        for block in blocks if isinstance(blocks, list) else []:
            metrics = block.get("Metrics") if isinstance(block, dict) else None
            for metric in metrics if isinstance(metrics, list) else []:
                name = metric.get("Name") if isinstance(metric, dict) else None
                value = body.get(name) if isinstance(name, str) else None
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(name, str) and (known := number(one)) is not None:
                        self._point((resource, name, _time(body, row)), known, row)

    def _point(self, point: tuple[str, str, int | None], value: float, row: Row) -> None:
        if len(self._points) >= MOST_POINTS:
            self._left("metrics")
            return
        told: dict[str, Value] = dict(zip(("resource", "metric", "time_us"), point, strict=True))
        self._points.append(told | {"value": value, "input": row.input})

    def _left(self, table: str) -> None:
        self._left_out[table] = self._left_out.get(table, 0) + 1


def _object(text: str) -> dict[str, object] | None:
    start = text.find("{")
    try:
        value = json.loads(text[start:]) if start >= 0 else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _time(body: dict[str, object], row: Row) -> int | None:
    """When it was: the event's own time, else the one that the embedded metrics carry."""
    meta = body.get("_aws")
    told = meta.get("Timestamp") if isinstance(meta, dict) else None
    return micros(told) if row.time_us is None else row.time_us
