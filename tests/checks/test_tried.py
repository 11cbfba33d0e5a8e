"""Memory sizes that were tried: whose they are, which is the present one, and what they show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks.catalog import load
from lambda_triage.checks.scene import Scene
from lambda_triage.checks.tried import tried
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.tables import INVOCATIONS, TRIALS
from lambda_triage.findings import Finding
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

S, AT_US = 1_000_000, 1_772_359_200_000_000
KEY = "?:render"


@pytest.fixture
def case() -> Iterator[Case]:
    with Case() as case:
        yield case


def log(case: Case, resource: str, size: int, durations_s: list[float], at_s: int = 0) -> None:
    """Warm invocations of one size, at uneven times."""
    case.add(
        INVOCATIONS,
        [
            {
                "resource": resource, "request_id": f"{size}-{n}", "status": "ok", "attempt": 1,
                "cold_start": False, "memory_mb": size, "max_memory_mb": 60,
                "duration_us": round(took * S), "end_us": AT_US + (at_s + n * n * 7) * S,
                "start_us": AT_US + (at_s + n * n * 7) * S, "input": 0, "line": n,
            }
            for n, took in enumerate(durations_s)
        ],
    )  # fmt: skip


def tune(case: Case, resource: str, *sizes: int) -> None:
    rows = [(size, 1_000_000 * 128 // size) for size in sizes]
    case.add(
        TRIALS,
        [
            {"resource": resource, "memory_mb": size, "duration_us": took, "input": 0, "path": ""}
            for size, took in rows
        ],
    )


def found(case: Case, check: str) -> list[tuple[str, bool, object]]:
    case.settle()
    said = load(check).run(Scene(case))
    return [
        (f.cause or "", f.opens, getattr(f.remedies[0], "value", None))
        for f in said
        if isinstance(f, Finding)
    ]


def sizes(case: Case) -> list[tuple[str, int]]:
    case.settle()
    return [(t.resource, t.now.memory_mb) for t in tried(Scene(case))]


def test_a_result_without_a_name_is_about_the_only_function_at_hand(case: Case) -> None:
    log(case, KEY, 256, [1.0])
    tune(case, "?:unknown", 128, 256)

    assert sizes(case) == [(KEY, 256)]


def test_a_result_without_a_name_is_about_none_of_two_functions(case: Case) -> None:
    log(case, KEY, 256, [1.0])
    log(case, "?:other", 256, [1.0])
    tune(case, "?:unknown", 128, 256)

    assert sizes(case) == []


def test_the_present_size_is_that_of_the_last_invocation(case: Case) -> None:
    log(case, KEY, 256, [1.0])
    log(case, KEY, 128, [1.0], at_s=3600)
    tune(case, KEY, 128, 256)

    assert sizes(case) == [(KEY, 128)]


def test_a_present_size_that_was_not_tried_is_compared_with_nothing(case: Case) -> None:
    log(case, KEY, 512, [1.0])
    tune(case, KEY, 128, 256)

    assert sizes(case) == []


LIGHT_AND_HEAVY = [1.6, 6.4, 3.2, 3.3, 0.8, 3.0]


def test_requests_of_every_weight_that_got_faster_by_the_cpu_show_that_the_work_computes(
    case: Case,
) -> None:
    log(case, KEY, 512, LIGHT_AND_HEAVY)
    log(case, KEY, 1024, [took / 2 for took in LIGHT_AND_HEAVY], at_s=3600)

    assert found(case, "memory/faster-with-memory") == [("cpu_starved", True, 1769)]


def test_a_raise_that_spared_the_heavy_requests_nothing_shows_no_lack_of_cpu(case: Case) -> None:
    log(case, KEY, 512, LIGHT_AND_HEAVY)
    log(case, KEY, 1024, [took / 2 if took < 6 else took for took in LIGHT_AND_HEAVY], at_s=3600)

    assert found(case, "memory/faster-with-memory") == []


def test_a_raise_to_a_whole_cpu_leaves_nothing_to_gain(case: Case) -> None:
    log(case, KEY, 885, LIGHT_AND_HEAVY)
    log(case, KEY, 1769, [took / 2 for took in LIGHT_AND_HEAVY], at_s=3600)

    assert found(case, "memory/faster-with-memory") == []


def test_a_smaller_size_at_which_one_invocation_failed_is_no_proof(case: Case) -> None:
    log(case, KEY, 128, [0.3] * 6)
    log(case, KEY, 2048, [0.3] * 6, at_s=3600)
    case.execute("UPDATE invocations SET status = 'oom' WHERE request_id = '128-3'")

    assert found(case, "cost/smaller-size-known") == []


def test_a_smaller_size_that_was_as_fast_costs_less(case: Case) -> None:
    log(case, KEY, 128, [0.3] * 6)
    log(case, KEY, 2048, [0.3] * 6, at_s=3600)

    assert found(case, "cost/smaller-size-known") == [("over_provisioned_memory", True, 128)]


def test_a_recommendation_gives_the_logs_their_full_name(tmp_path: Path) -> None:
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:render"
    answer = {
        "lambdaFunctionRecommendations": [
            {"functionArn": f"{arn}:$LATEST", "currentMemorySize": 256, "finding": "Optimized"}
        ]
    }
    (tmp_path / "recommendations.json").write_text(json.dumps(answer, indent=4))
    event = {
        "function_name": "render", "request_id": "r", "duration": 9, "total_memory": 256,
        "cpu_total_time": 3,
    }  # fmt: skip
    (tmp_path / "usage.jsonl").write_text(f"{json.dumps(event)}\n" * 2)
    read, _ = collect([str(tmp_path)], [])

    with read:
        told = read.execute("SELECT DISTINCT resource FROM usage")

    assert told == [(arn,)]
