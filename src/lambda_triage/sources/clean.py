"""Clean invocations, as the scanner's columns → rows of `invocations`, without a value per row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.evidence.tables import INVOCATIONS

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case
    from lambda_triage.scan.clean import Clean

HEX = (
    "printf('%08x-%04x-%04x-%04x-%012x', hi >> 32, (hi >> 16) & 65535, hi & 65535,"
    " lo >> 48, lo & 281474976710655)"
)
UNKNOWN = -(2**63)


def write_clean(
    case: Case, clean: Clean, resources: list[str], environments: list[str | None], input: int
) -> None:
    """Append clean invocations; resource and environment are given per stream index."""
    size = len(clean.start_us)
    if size == 0:
        return
    stream = np.asarray(clean.stream)
    columns = {
        "resource": np.asarray(resources, dtype=object)[stream],
        "environment": np.asarray(environments, dtype=object)[stream],
        "hi": clean.request_hi,
        "lo": clean.request_lo,
        "version": np.asarray(clean.versions, dtype=object)[clean.version],
        "start_us": clean.start_us,
        "end_us": clean.end_us,
        "duration_us": clean.duration_us,
        "billed_ms": clean.billed_ms,
        "memory_mb": clean.memory_mb,
        "max_memory_mb": clean.max_memory_mb,
        "init_us": clean.init_us,
        "line": clean.report_line,
        "offset": clean.report_offset,
    }
    select = (
        f"resource, environment, {HEX} AS request_id, 1 AS attempt, version,"
        f" nullif(start_us, {UNKNOWN}) AS start_us, nullif(end_us, {UNKNOWN}) AS end_us,"
        " duration_us, billed_ms, nullif(init_us, -1) AS init_us, memory_mb, max_memory_mb,"
        f" init_us >= 0 AS cold_start, 'ok' AS status, {input} AS input, line, \"offset\""
    )
    case.append(INVOCATIONS, columns, select)
