"""One server over HTTP for all tests of this folder that need none of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mcp.conversing import served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    with served() as server:
        yield server.url
