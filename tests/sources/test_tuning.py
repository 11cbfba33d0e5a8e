"""Results of AWS Lambda Power Tuning: every shape in which they are kept."""

from __future__ import annotations

import base64
import json
import struct
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

ARN = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
STATS: list[dict[str, object]] = [
    {"value": 128, "averagePrice": 2.5e-6, "averageDuration": 1200.5},
    {"value": 512, "averagePrice": 2.75e-6, "averageDuration": 300},
]
MACHINE: dict[str, object] = {"executionCost": 0.0003, "lambdaCost": 0.001}
RESULT: dict[str, object] = {
    "power": 128, "cost": 2.5e-6, "duration": 1200.5, "stateMachine": MACHINE,
}  # fmt: skip
BOTH = [(128, 1_200_500, 2.5e-6), (512, 300_000, 2.75e-6)]


def chart(sizes: list[int], times: list[float], prices: list[float]) -> dict[str, object]:
    parts = [("h", sizes), ("f", times), ("f", prices)]
    packed = [base64.b64encode(struct.pack(f"<{len(v)}{k}", *v)).decode() for k, v in parts]
    address = f"https://lambda-power-tuning.show/#{';'.join(packed)}"
    return RESULT | {"stateMachine": MACHINE | {"visualization": address}}


def trials(folder: Path, text: str, name: str = "result.json") -> list[tuple]:
    (folder / name).write_text(text, encoding="utf-8")
    case, reading = collect([str(folder / name)], [])
    assert reading.unreadable == []
    with case:
        return case.execute("SELECT memory_mb, duration_us, usd FROM trials ORDER BY ALL")


@pytest.mark.parametrize(
    "value",
    [
        RESULT | {"stats": STATS},
        {"results": RESULT | {"power": "128", "stats": STATS}},
        {"stats": STATS},
        STATS,
    ],
    ids=["output", "results around it", "stats", "a list of stats"],
)
@pytest.mark.parametrize("indent", [None, 4])
def test_every_size_of_a_result_is_read(value: object, indent: int | None, tmp_path: Path) -> None:
    assert trials(tmp_path, json.dumps(value, indent=indent)) == BOTH


@pytest.mark.parametrize("size", ["value", "power", "memorySize"])
def test_one_measurement_a_line_is_read(size: str, tmp_path: Path) -> None:
    lines = [{size if k == "value" else k: v for k, v in one.items()} for one in STATS]
    text = "".join(json.dumps(line) + "\n" for line in lines)

    assert trials(tmp_path, text, "stats.jsonl") == BOTH


def test_the_address_of_the_chart_tells_the_sizes_that_the_output_leaves_out(
    tmp_path: Path,
) -> None:
    value = chart([128, 512], [1200.5, 300.0], [0.5, 0.25])

    found = trials(tmp_path, json.dumps(value))

    assert found == [(128, 1_200_500, 0.5), (512, 300_000, 0.25)]


@pytest.mark.parametrize(
    "value",
    [
        chart([128, 512], [1200.5], [0.5, 0.25]),
        RESULT,
        RESULT | {"stateMachine": {"visualization": "https://lambda-power-tuning.show/#gA;%;x"}},
    ],
    ids=["lists of different length", "no address", "an address cut short"],
)
def test_without_sizes_the_best_one_is_kept(value: object, tmp_path: Path) -> None:
    assert trials(tmp_path, json.dumps(value)) == [(128, 1_200_500, 2.5e-6)]


@pytest.mark.parametrize("size", [0, -1, 10**9, 1e400, True, None, "many", [], float("nan")])
def test_a_size_that_is_none_is_left_out(size: object, tmp_path: Path) -> None:
    stats = [{"value": size, "averagePrice": 1, "averageDuration": 5}, STATS[1]]

    assert trials(tmp_path, json.dumps({"stats": stats})) == BOTH[1:]


def test_an_execution_names_the_function_that_it_tuned(tmp_path: Path) -> None:
    execution = {
        "executionArn": "arn:aws:states:eu-west-1:111122223333:execution:tuning:1",
        "stateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:tuning",
        "status": "SUCCEEDED",
        "input": json.dumps({"lambdaARN": f"{ARN}:live", "powerValues": [128, 512]}),
        "output": json.dumps({"stats": STATS}),
    }
    (tmp_path / "execution.json").write_text(json.dumps(execution), encoding="utf-8")
    case, _ = collect([str(tmp_path / "execution.json")], [])

    with case:
        found = case.execute("SELECT DISTINCT resource FROM trials")

    assert found == [(ARN,)]


def test_the_file_may_name_the_function(tmp_path: Path) -> None:
    (tmp_path / "power-tuning.orders.json").write_text(json.dumps({"stats": STATS}))
    case, _ = collect([str(tmp_path / "power-tuning.orders.json")], [])

    with case:
        found = case.execute("SELECT DISTINCT resource FROM trials")

    assert found == [("?:orders",)]
