"""What reading an input yields besides blocks: documents, and counts of what was left out."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class Document(Struct, frozen=True):
    """An answer of an AWS API, in its own JSON shape.

    kind   `lambda.GetFunction`, `cloudwatch.GetMetricData` …, or `unknown`
    path   where in the input's JSON it stands: `` for the whole, else `[3]`
    """

    kind: str
    body: dict[str, Json] | list[Json]
    input: int
    path: str = ""


class Skipped(Struct, frozen=True):
    """Something that was left out or assumed, counted, with the reason in one line."""

    kind: str
    count: int
    reason: str
    input: int = -1


class Range(Struct, frozen=True):
    """Bytes of an input that hold whole events; `end` None is the end of the input.

    line   lines before `start`, where they were counted; else numbering begins at 0 here
    """

    start: int = 0
    end: int | None = None
    line: int = 0
