"""What DuckDB refuses to do, as one sentence with the next step.

Its own words are not repeated: they are about SQL that nobody wrote, and hold values of the log.
"""

from __future__ import annotations

import duckdb

from lambda_triage.errors import InputError, TriageError, UsageError

MEMORY = "1GB"  # of DuckDB at most; from there on it works on disk
_OF_FILES = ("failed to read file", "invalid data", "tprotocol")
_OF_REGEXES = ("pattern", "regex", "repetition")


class UnreadableError(InputError):
    """Events in files that could be opened, and cannot be read."""


def refusal(error: duckdb.Error) -> TriageError:
    """It comes when a query begins to run, or while its rows are fetched."""
    told = str(error).lower()
    if isinstance(error, duckdb.OutOfMemoryException):
        return InputError(
            f"the query needs more than {MEMORY} of memory: narrow the time, or group by less"
        )
    if isinstance(error, duckdb.InterruptException):
        return UsageError("the query was interrupted")
    if isinstance(error, duckdb.ConnectionException):
        return UsageError("the result is closed; ask for its rows before")
    if isinstance(error, duckdb.CatalogException):
        return UsageError("a relation of the events or of groups is not in the connection")
    if "no space left" in told:
        return InputError("no room for what does not fit into memory; free some, or set TMPDIR")
    if isinstance(error, duckdb.IOException) or any(map(told.__contains__, _OF_FILES)):
        return UnreadableError(
            "columns of the events cannot be read: damaged, or removed meanwhile; ask again"
        )
    if isinstance(error, duckdb.InvalidInputException) and any(map(told.__contains__, _OF_REGEXES)):
        return UsageError("a regex of the query is too large; make it smaller")
    kind = type(error).__name__.removesuffix("Exception")
    return UsageError(
        f"the query cannot be run ({kind}): a fault of lambda-triage; please report the query"
    )
