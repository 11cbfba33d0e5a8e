"""A whole collection over HTTP, against what an emulator answered once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.recorded import Server, read
from lambda_triage.pipeline.live import collect
from lambda_triage.pipeline.target import Access, Target, window

ORDERS = Path(__file__).parents[3] / "benchmarks" / "answers" / "orders.json.gz"
OTHERWISE = ("calls.jsonl",)  # attempts and timings


@pytest.fixture
def asked(keys: None, monkeypatch: pytest.MonkeyPatch) -> Target:
    """What the recording is of."""
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    told = next(said for said in read(ORDERS) if said.asked == "window")
    start_ms, end_ms = window(None, told.body, datetime.now(UTC))
    return Target(start_ms, end_ms, (told.headers["function"],))


def collected(asked: Target, folder: Path, monkeypatch: pytest.MonkeyPatch, faults: float = 0.0):
    with Server(ORDERS, 0.0, faults) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        return collect(asked, Access(), folder, budget=1000)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OTHERWISE and not path.name.startswith(".")
    }


def attempts(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "calls.jsonl").read_bytes().splitlines()]


def test_faults_change_no_byte(asked: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    collected(asked, tmp_path / "plain", monkeypatch)
    collected(asked, tmp_path / "broken", monkeypatch, faults=0.05)
    errors = {call["error"] for call in attempts(tmp_path / "broken")}

    assert {"ThrottlingException", "ConnectionClosedError"} <= errors
    assert files(tmp_path / "broken") == files(tmp_path / "plain")


def test_a_second_collection_asks_only_who_asks(
    asked: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    collected(asked, tmp_path, monkeypatch)
    before, calls = files(tmp_path), len(attempts(tmp_path))

    again = collected(asked, tmp_path, monkeypatch)

    assert (again.asked, len(attempts(tmp_path)), files(tmp_path)) == (0, calls, before)
