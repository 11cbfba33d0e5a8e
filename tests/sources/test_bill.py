"""Bills of Cost Explorer: what each group is about, and what it cost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

SPAN = {"Start": "2026-03-01", "End": "2026-03-02"}
DAY_US, START_US = 86_400_000_000, 1_772_323_200_000_000


def bill(keys: list[str], amount: object, metric: str = "UnblendedCost") -> dict[str, object]:
    group = {"Keys": keys, "Metrics": {metric: {"Amount": amount, "Unit": "USD"}}}
    period = {"TimePeriod": SPAN, "Total": {}, "Groups": [group], "Estimated": True}
    return {"ResultsByTime": [period]}


def costs(folder: Path, value: object, columns: str) -> list[tuple]:
    (folder / "bill.json").write_text(json.dumps(value, indent=4), encoding="utf-8")
    case, reading = collect([str(folder / "bill.json")], [])
    assert reading.unreadable == []
    with case:
        return case.execute(f"SELECT {columns} FROM costs ORDER BY ALL")


def test_a_group_has_its_period_amount_and_currency(tmp_path: Path) -> None:
    found = costs(tmp_path, bill(["AWS Lambda"], "41.20"), "start_us, end_us, amount, currency")

    assert found == [(START_US, START_US + DAY_US, 41.2, "USD")]


@pytest.mark.parametrize(
    ("keys", "known"),
    [
        (["AmazonCloudWatch"], ("AmazonCloudWatch", None)),
        (["EUW1-DataProcessing-Bytes"], (None, "EUW1-DataProcessing-Bytes")),
        (["DataProcessing-Bytes"], (None, "DataProcessing-Bytes")),
        (["AWS Lambda", "EU-Request"], ("AWS Lambda", "EU-Request")),
        (["EU-Request", "AWS Lambda"], ("AWS Lambda", "EU-Request")),
    ],
)
def test_service_and_usage_type_are_told_apart(
    keys: list[str], known: tuple[object, object], tmp_path: Path
) -> None:
    assert costs(tmp_path, bill(keys, "1"), "service, usage_type") == [known]


def test_the_answer_says_by_what_it_is_grouped(tmp_path: Path) -> None:
    value = bill(["EUW1-x", "AWS Lambda"], "1") | {
        "GroupDefinitions": [
            {"Type": "DIMENSION", "Key": "SERVICE"},
            {"Type": "DIMENSION", "Key": "USAGE_TYPE"},
        ]
    }

    assert costs(tmp_path, value, "service, usage_type") == [("EUW1-x", "AWS Lambda")]


def test_what_was_amortized_counts_where_nothing_else_is_told(tmp_path: Path) -> None:
    assert costs(tmp_path, bill(["AWS Lambda"], "2", "AmortizedCost"), "amount") == [(2.0,)]


@pytest.mark.parametrize("amount", ["", "much", None, "nan", "1e999", {}])
def test_an_amount_that_is_none_is_left_out(amount: object, tmp_path: Path) -> None:
    assert costs(tmp_path, bill(["AWS Lambda"], amount), "amount") == []


def test_a_group_by_tag_is_nothing_that_we_know(tmp_path: Path) -> None:
    assert costs(tmp_path, bill(["team$payments"], "5"), "amount") == []
