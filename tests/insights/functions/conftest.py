"""One DuckDB session for all tables of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.insights.functions.evaluate import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb


@pytest.fixture(scope="package")
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = connected()
    yield connection
    connection.close()
