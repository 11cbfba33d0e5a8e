"""What Lambda and its logs cost: dated list prices, and the arithmetic of a bill."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from importlib.resources import files

from msgspec import Struct

MB_MS_PER_GB_S = 1024 * 1000  # Lambda bills by GB of 1,024 MB
BYTES_PER_GB = 1024**3
DEFAULT_ARCHITECTURE = "x86_64"


class Price(Struct, frozen=True):
    """One list price in USD, with the unit it is for and where it is told."""

    item: str
    unit: str
    usd: Decimal
    source: str
    as_of: str


@cache
def prices() -> dict[str, Price]:
    """Every price by item."""
    text = files("lambda_triage.facts").joinpath("prices.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "item\t"))]
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row[0]: Price(row[0], row[1], Decimal(row[2]), row[3], row[4]) for row in rows}


def duration_usd(mb_ms: int, architecture: str | None = None) -> Decimal:
    """Price of *mb_ms* megabyte-milliseconds; of x86_64 where the architecture is unknown."""
    price = prices()[f"duration_{architecture or DEFAULT_ARCHITECTURE}"].usd
    return Decimal(mb_ms) / MB_MS_PER_GB_S * price


def requests_usd(count: int) -> Decimal:
    """Price of *count* requests."""
    return Decimal(count) / 1_000_000 * prices()["requests"].usd


def logs_usd(bytes_: int) -> Decimal:
    """Price of taking *bytes_* of log events in."""
    return Decimal(bytes_) / BYTES_PER_GB * prices()["logs_ingested"].usd


def per_million(usd: Decimal, count: int) -> str:
    """What a million would cost when *count* cost *usd*, in words."""
    return f"${usd * 1_000_000 / count:.2f}"
