"""Clean invocations, as the scanner's columns → rows of `invocations`, without a value per row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.tables import INVOCATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from lambda_triage.evidence.case import Case
    from lambda_triage.scan.clean import Clean

HEX = (
    "printf('%08x-%04x-%04x-%04x-%012x', request_hi >> 32, (request_hi >> 16) & 65535,"
    " request_hi & 65535, request_lo >> 48, request_lo & 281474976710655)"
)
UNKNOWN = -(2**63)


COLUMNS = (
    "request_hi", "request_lo", "start_us", "end_us", "duration_us", "billed_ms", "memory_mb",
    "max_memory_mb", "init_us", "report_line", "report_offset",
)  # fmt: skip
BATCH = 50_000  # invocations written at once; about 5 MB of columns

SELECT = (
    "$resources[resource + 1] AS resource, $environments[environment + 1] AS environment,"
    f" {HEX} AS request_id, 1 AS attempt, $versions[version + 1] AS version,"
    f" nullif(start_us, {UNKNOWN}) AS start_us, nullif(end_us, {UNKNOWN}) AS end_us,"
    " duration_us, billed_ms, nullif(init_us, -1) AS init_us, memory_mb, max_memory_mb,"
    " init_us >= 0 AS cold_start, 'ok' AS status, input,"
    ' report_line AS line, report_offset AS "offset"'
)


class CleanWriter:
    """Gathers the clean invocations of many scans and appends them in large batches."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._columns: dict[str, list[np.ndarray]] = {}
        self._names: dict[str, dict[str | None, int]] = {
            "resources": {}, "environments": {}, "versions": {}
        }  # fmt: skip
        self._size = 0

    def add(
        self,
        clean: Clean | None,
        resources: Sequence[str],
        environments: Sequence[str | None],
        input: int,
    ) -> None:
        """Take one scan's; resource and environment are given per stream index."""
        if clean is None or len(clean) == 0:
            return
        import numpy as np

        size = len(clean)
        stream = np.asarray(clean.stream)
        for name in COLUMNS:
            self._columns.setdefault(name, []).append(getattr(clean, name))
        for name, key, index, values in (
            ("resource", "resources", stream, resources),
            ("environment", "environments", stream, environments),
            ("version", "versions", clean.version, clean.versions),
        ):
            codes = self._names[key]
            table = np.array([codes.setdefault(v, len(codes)) for v in values], np.int32)
            self._columns.setdefault(name, []).append(table[index])
        self._columns.setdefault("input", []).append(np.full(size, input, np.int32))
        self._size += size
        if self._size >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        if self._size == 0:
            return
        import numpy as np

        columns = {name: np.concatenate(parts) for name, parts in self._columns.items()}
        lists = {name: list(codes) for name, codes in self._names.items()}
        self._case.append(INVOCATIONS, columns, SELECT, **lists)
        self._columns, self._size = {}, 0
