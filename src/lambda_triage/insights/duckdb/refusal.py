"""What DuckDB refuses to do, as one sentence with the next step."""

from __future__ import annotations

import duckdb

from lambda_triage.errors import InputError, TriageError, UsageError

MEMORY = "1GB"  # of DuckDB at most; from there on it works on disk


def refusal(error: duckdb.Error) -> TriageError:
    """It comes when a query begins to run, or while its rows are fetched."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return InputError(
            f"the query needs more than {MEMORY} of memory: narrow the time, or group by less"
        )
    reason = (str(error).partition(": ")[2] or str(error)).splitlines()[0][:300]
    step = "; make its regex smaller" if isinstance(error, duckdb.InvalidInputException) else ""
    return UsageError(f"the query cannot be run: {reason}{step}")
