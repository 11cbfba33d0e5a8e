"""Cost Explorer's GetCostAndUsage → rows of `costs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.tables import COSTS
from lambda_triage.sources.numbers import number
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.case import Case, Value
    from lambda_triage.sources.files.item import Json

# In the order in which they say best what usage cost; all of one answer are of one kind.
AMOUNTS = ("UnblendedCost", "NetUnblendedCost", "AmortizedCost", "NetAmortizedCost", "BlendedCost")
SERVICE = re.compile(r"(?:AWS|Amazon)(?: |[A-Z])")  # `AWS Lambda`, `AmazonCloudWatch`
USAGE = re.compile(r"[A-Za-z0-9]{1,40}[-:][\w:.-]{1,120}|Requests")  # `EUW1-Lambda-GB-Second`
MOST = 20_000  # groups kept


def read_costs(case: Case, body: Mapping[str, Json], input: int) -> None:
    """Take every group of every period; totals without groups say nothing of logs."""
    rows: list[dict[str, Value]] = []
    names = _dimensions(body.get("GroupDefinitions"))
    for index, period in _objects(body.get("ResultsByTime")):
        span = period.get("TimePeriod")
        start = micros(span.get("Start")) if isinstance(span, dict) else None
        end = micros(span.get("End")) if isinstance(span, dict) else None
        for number_, group in _objects(period.get("Groups")):
            known = _amount(group.get("Metrics"))
            service, usage = _keys(group.get("Keys"), names)
            if known is not None and start is not None and (service or usage):
                rows.append({
                    "start_us": start, "end_us": end, "service": service, "usage_type": usage,
                    "amount": known[0], "currency": known[1], "input": input,
                    "path": f"ResultsByTime[{index}].Groups[{number_}]",
                })  # fmt: skip
    case.add(COSTS, rows[:MOST])


def _dimensions(told: Json) -> list[Json]:
    return [d.get("Key") for _, d in _objects(told)]


def _keys(keys: Json, names: list[Json]) -> tuple[str | None, str | None]:
    """Service and usage type: as the answer names its dimensions, else by how they are written."""
    service = usage = None
    for index, key in enumerate(keys if isinstance(keys, list) else []):
        name = names[index] if index < len(names) else None
        if not isinstance(key, str):
            continue
        if name == "SERVICE" or (name is None and SERVICE.match(key)):
            service = key
        elif name == "USAGE_TYPE" or (name is None and USAGE.fullmatch(key)):
            usage = key
    return service, usage


def _amount(metrics: Json) -> tuple[float, str | None] | None:
    for name in AMOUNTS:
        told = metrics.get(name) if isinstance(metrics, dict) else None
        if isinstance(told, dict):
            try:
                known = number(float(str(told.get("Amount"))))
            except ValueError:
                return None
            unit = told.get("Unit")
            return None if known is None else (known, unit if isinstance(unit, str) else None)
    return None


def _objects(value: Json) -> list[tuple[int, dict[str, Json]]]:
    listed = value if isinstance(value, list) else []
    return [(n, v) for n, v in enumerate(listed) if isinstance(v, dict)]
