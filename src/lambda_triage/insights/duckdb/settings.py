"""What a DuckDB session must be like for the SQL of this package to mean what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET integer_division = false",
    "SET ieee_floating_point_ops = true",  # not a number and infinite, instead of errors
    "SET default_collation = ''",  # texts compare by code point
    "SET python_enable_replacements = false",  # no name of a query is a variable of Python
)


def settings(connection: DuckDBPyConnection) -> None:
    """Set what the SQL relies on; access to files is the caller's to close."""
    for each in _SETTINGS:
        connection.execute(each)


def refused(connection: DuckDBPyConnection, pattern: str) -> str | None:
    """Why RE2 does not take a pattern; None where it does."""
    from duckdb import Error

    try:
        connection.execute("SELECT regexp_matches('', ?)", [pattern]).fetchall()
    except Error as error:
        return str(error).partition(": ")[2].splitlines()[0]
    return None
