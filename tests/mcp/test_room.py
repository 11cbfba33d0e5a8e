"""What a server keeps is written by several workers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from lambda_triage.mcp.room import Room
from lambda_triage.pipeline.diagnose import diagnose
from tests.mcp.conversing import evidence


def test_workers_may_keep_the_same_answer_at_once(tmp_path: Path) -> None:
    report = diagnose([evidence("dns-failure-01")])
    workers = 4
    together = Barrier(workers)

    def keep(_: int) -> set[str]:
        room = Room(tmp_path)
        together.wait()
        return {room.keep(report, live=False) for _ in range(100)}

    with ThreadPoolExecutor(workers) as pool:
        kept = set().union(*pool.map(keep, range(workers)))

    (id,) = kept
    assert Room(tmp_path).report(id) == report
    assert [path.name for path in (tmp_path / "reports").iterdir()] == [f"{id}.json"]
