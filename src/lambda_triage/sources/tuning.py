"""Results of AWS Lambda Power Tuning → rows of `trials`.

Known shapes: the output of its state machine, with or without `results` around it, with the sizes
in `stats` or only in the address of the chart; an execution of the state machine; the measurements
alone, one JSON object for each size.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import UNNAMED, unqualified
from lambda_triage.evidence.tables import TRIALS
from lambda_triage.sources.numbers import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.case import Case, Value
    from lambda_triage.sources.files.item import Json

    Body = Mapping[str, Json]
    Measured = tuple[str, Json, Json, Json]  # path, size in MB, duration in ms, price in USD

SIZES = ("value", "power", "memorySize")
# `#sizes;durations;prices`, in base64: 16-bit integers and 32-bit floats, little-endian
# (matteo-ronchetti/aws-lambda-power-tuning-ui README).
CHART = re.compile(r"#([\w+/=-]{1,400});([\w+/=-]{1,800});([\w+/=-]{1,800})$")
MOST = 100  # sizes of one result; Lambda has no more that anybody tries
LARGEST_MB = 32_768  # botocore, FunctionConfiguration.MemorySize, 2026


def is_tuning(value: Body) -> bool:
    """Whether a JSON object is a result of Power Tuning, or one of its measurements."""
    told = _results(value)
    stats = told.get("stats")
    first = stats[0] if isinstance(stats, list) and stats else None
    if isinstance(first, dict) and "averageDuration" in first:
        return True
    if isinstance(told.get("stateMachine"), dict) and {"power", "duration"} <= told.keys():
        return True
    return "averageDuration" in told and any(name in told for name in SIZES)


def read_tuning(case: Case, body: Body, input: int, path: str = "", function: str = "") -> None:
    """Take every size of one result.

    function  ARN or key of what was tuned; results do not name it
    """
    rows: list[dict[str, Value]] = []
    for where, size, ms, price in _measurements(_results(body)):
        known_mb, took_ms = _told(size), _told(ms)
        if known_mb is None or took_ms is None or not 0 < known_mb <= LARGEST_MB or took_ms <= 0:
            continue
        rows.append({
            "resource": unqualified(function) or UNNAMED,
            "memory_mb": round(known_mb),
            "duration_us": round(took_ms * 1000),
            "usd": _told(price),
            "input": input,
            "path": path + where,
        })  # fmt: skip
    case.add(TRIALS, rows[:MOST])


def read_execution(case: Case, body: Body, input: int) -> None:
    """An execution of the tuning state machine: its input names the function, its output tells."""
    output, asked = _object(body.get("output")), _object(body.get("input"))
    if is_tuning(output):
        arn = asked.get("lambdaARN")
        read_tuning(case, output, input, "output.", arn if isinstance(arn, str) else "")


def _measurements(told: Body) -> Iterator[Measured]:
    stats = told.get("stats")
    if isinstance(stats, list) and stats:
        for index, one in enumerate(stats):
            if isinstance(one, dict):
                ms, price = one.get("averageDuration"), one.get("averagePrice")
                yield f"stats[{index}]", _size(one), ms, price
        return
    machine = told.get("stateMachine")
    if isinstance(machine, dict) and (charted := list(_charted(machine.get("visualization")))):
        yield from charted
        return
    ms = told.get("averageDuration", told.get("duration"))
    yield "", _size(told), ms, told.get("averagePrice", told.get("cost"))


def _charted(address: Json) -> Iterator[Measured]:
    """What the address of the chart carries, where its three lists are of one length."""
    found = CHART.search(address) if isinstance(address, str) else None
    if found is None:
        return
    try:
        sizes, times, prices = (
            struct.unpack(f"<{len(raw) // width}{kind}", raw[: len(raw) // width * width])
            for raw, width, kind in zip(map(_raw, found.groups()), (2, 4, 4), "hff", strict=True)
        )
    except (binascii.Error, struct.error, ValueError):
        return
    if len(sizes) == len(times) == len(prices):
        for size, ms, price in zip(sizes, times, prices, strict=True):
            yield "stateMachine.visualization", size, ms, price


def _raw(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))


def _results(value: Body) -> Body:
    inner = value.get("results")
    return inner if isinstance(inner, dict) else value


def _size(told: Body) -> Json:
    return next((told[name] for name in SIZES if name in told), None)


def _object(text: Json) -> Body:
    try:
        value = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _told(value: Json) -> float | None:
    """A number, also one in a string, as older releases write the size."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value):
        return float(value)
    return number(value)
