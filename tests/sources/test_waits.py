"""Time-outs of clients in Python sources, read without running them."""

from __future__ import annotations

import pytest

from lambda_triage.sources.packages.python_source import python_source


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("Config(read_timeout=5)", [("Config", 60.0, 3)]),
        ("Config(connect_timeout=1, read_timeout=5, retries={'mode': 'legacy'})",
         [("Config", 5.0, 5)]),
        ("Config(connect_timeout=1, read_timeout=5, retries={'mode': 'standard'})",
         [("Config", 5.0, 3)]),
        ("Config(connect_timeout=1, read_timeout=5, retries={'max_attempts': 0})",
         [("Config", 5.0, 1)]),
        ("Config(connect_timeout=1, read_timeout=5, retries=choose())", [("Config", 5.0, 1)]),
        ("Config(retries={'max_attempts': 9})", []),
        ("W = 7\nhttpx.Client(timeout=W)", [("httpx.Client", 7.0, 1)]),
        ("aiohttp.ClientTimeout(total=9)", [("aiohttp.ClientTimeout", 9.0, 1)]),
        ("requests.get(u, timeout=(3, wait()))", []),
        ("queue.get(timeout=30)", []),
        ("requests.get(u, timeout=True)", []),
    ],
)  # fmt: skip
def test_only_what_is_a_number_is_a_wait(code: str, told: list[tuple[str, float, int]]) -> None:
    waits = python_source("app.py", code.encode(), True).waits

    assert [(w.call, w.seconds, w.attempts) for w in waits] == told
