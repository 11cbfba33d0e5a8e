"""What Kafka mappings say when they do not read, and what it means, from a dated list."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert


class KafkaError(Struct, frozen=True, forbid_unknown_fields=True):
    """One cause as its texts tell it.

    says        any of these, in any case
    msk, kafka  the fix, for clusters of Amazon MSK and for self-managed ones
    next        what to look at next
    """

    id: str
    says: tuple[str, ...]
    kinds: tuple[str, ...]
    title: str
    msk: str
    kafka: str
    next: tuple[str, ...]
    confidence: float
    source: str


@cache
def kafka_errors() -> tuple[KafkaError, ...]:
    """All of them, those that decide more first."""
    text = files("lambda_triage.facts").joinpath("kafka_errors.toml").read_text("utf-8")
    return convert(tomllib.loads(text)["error"], tuple[KafkaError, ...])


@cache
def as_of() -> str:
    """The day of the list."""
    text = files("lambda_triage.facts").joinpath("kafka_errors.toml").read_text("utf-8")
    return str(tomllib.loads(text)["as_of"])
