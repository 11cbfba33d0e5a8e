"""The fields that Lambda's own lines have, in text and in JSON, as SQL over the message.

Forms of the lines: Lambda developer guide, "Lambda function logs", and "Lambda Telemetry API event
schema", as of 2026-04. MB are decimal: a REPORT of 128 MB gives 1.28E8.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.template import call, sql, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot import exp

_PLATFORM = "starts_with(:m, '{') AND contains(:m, '\"platform.')"
_REPORT = "starts_with(:m, 'REPORT RequestId: ')"
_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_LINE = (  # of a runtime: Python and Node text lines, time-outs, faults
    r"^(?:RequestId: |(?:\[[A-Z]+\]\t)?\d{4}-\d\d-\d\dT[0-9:.,]+Z?[\t ])(" + _UUID + r")(?:\s|$)"
)
_COPIED = r"^REPORT RequestId: \S+ +(?:Init Duration: [0-9.]+ ms +)?Duration: ([0-9.]+) ms"
_MB = 1_000_000  # bytes


def _type(message: exp.Expr) -> exp.Expr:
    return sql(
        f"""
        CASE
            WHEN starts_with(:m, 'REPORT RequestId: ') THEN 'REPORT'
            WHEN starts_with(:m, 'START RequestId: ')  THEN 'START'
            WHEN starts_with(:m, 'END RequestId: ')    THEN 'END'
            WHEN starts_with(:m, 'INIT_START ')        THEN 'INIT_START'
            WHEN {_PLATFORM} THEN
                CASE :type
                    WHEN 'platform.report'    THEN 'REPORT'
                    WHEN 'platform.start'     THEN 'START'
                    WHEN 'platform.end'       THEN 'END'
                    WHEN 'platform.initStart' THEN 'INIT_START'
                END
        END
        """,
        m=message,
        type=_at(message, "/type"),
    )


def _request_id(message: exp.Expr) -> exp.Expr:
    return sql(
        f"""
        CASE
            WHEN starts_with(:m, 'REPORT RequestId: ')
              OR starts_with(:m, 'START RequestId: ')
              OR starts_with(:m, 'END RequestId: ')
                THEN nullif(split_part(split_part(split_part(split_part(
                    :m, 'RequestId: ', 2), ' ', 1), chr(9), 1), chr(10), 1), '')
            WHEN {_PLATFORM} THEN :platform
            WHEN starts_with(:m, '{{') AND contains(:m, '"requestId"') THEN :line
            ELSE nullif(:plain, '')
        END
        """,
        m=message,
        platform=_at(message, "/record/requestId"),
        line=_at(message, "/requestId"),
        plain=call("regexp_extract", message, text(_LINE), sql("1")),
    )


def _duration(message: exp.Expr) -> exp.Expr:
    return sql(
        f"""
        CASE
            WHEN {_REPORT} THEN
                CASE
                    WHEN contains(:m, :label) THEN :fast
                    ELSE try_cast(:copied AS DOUBLE)
                END
            WHEN {_PLATFORM} THEN :json
        END
        """,
        m=message,
        label=text("\tDuration: "),
        fast=_after(message, "\tDuration: "),
        copied=call("regexp_extract", message, text(_COPIED), sql("1")),
        json=_metric(message, "durationMs"),
    )


def _measured(label: str, metric: str, factor: int = 1) -> Callable[[exp.Expr], exp.Expr]:
    """A number of the REPORT line, in its unit times `factor`."""

    def build(message: exp.Expr) -> exp.Expr:
        return sql(
            f"""
            CASE
                WHEN {_REPORT} THEN CASE WHEN contains(:m, :label) THEN :after * {factor} END
                WHEN {_PLATFORM} THEN :json * {factor}
            END
            """,
            m=message,
            label=text(label),
            after=_after(message, label),
            json=_metric(message, metric),
        )

    return build


def _xray(pattern: str, path: str, inside: str) -> Callable[[exp.Expr], exp.Expr]:
    """A part of the XRAY line that ends a REPORT, or of the event's `tracing`."""

    def build(message: exp.Expr) -> exp.Expr:
        return sql(
            f"""
            CASE
                WHEN {_REPORT} THEN nullif(:plain, '')
                WHEN {_PLATFORM} THEN nullif(:json, '')
            END
            """,
            m=message,
            plain=call("regexp_extract", message, text(pattern), sql("1")),
            json=call("regexp_extract", _at(message, path), text(inside), sql("1")),
        )

    return build


def _after(message: exp.Expr, label: str) -> exp.Expr:
    """The number behind a label that the message contains."""
    return sql(
        f"""
        try_cast(split_part(
            substr(:m, strpos(:m, :label) + {len(label)}, 24), ' ', 1) AS DOUBLE)
        """,
        m=message,
        label=text(label),
    )


def _at(message: exp.Expr, path: str) -> exp.Expr:
    whole = sql("CASE WHEN json_valid(:m) THEN :m END", m=message)
    return call("try", call("json_extract_string", whole, text(path)))


def _metric(message: exp.Expr, name: str) -> exp.Expr:
    return sql(
        "CASE WHEN :type = 'platform.report' THEN try_cast(:value AS DOUBLE) END",
        type=_at(message, "/type"),
        value=_at(message, f"/record/metrics/{name}"),
    )


LAMBDA: Mapping[str, Callable[[exp.Expr], exp.Expr]] = MappingProxyType(
    {
        "type": _type,
        "request_id": _request_id,
        "duration": _duration,
        "billed_duration": _measured("Billed Duration: ", "billedDurationMs"),
        "init_duration": _measured("Init Duration: ", "initDurationMs"),
        "memory_size": _measured("Memory Size: ", "memorySizeMB", _MB),
        "max_memory_used": _measured("Max Memory Used: ", "maxMemoryUsedMB", _MB),
        "xray_trace_id": _xray(r"XRAY TraceId: (\S+)", "/record/tracing/value", r"Root=([^;]+)"),
        "xray_segment_id": _xray(
            r"XRAY TraceId: \S+\s+SegmentId: (\S+)", "/record/tracing/spanId", r"^(.+)$"
        ),
    }
)
