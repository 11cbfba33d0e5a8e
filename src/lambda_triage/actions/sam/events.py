"""The table of stack events that `sam deploy` prints → rows, and the one that it began with.

SAM breaks long cells into pieces below one another; a row begins where its first cell is a status.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("ResourceStatus", "ResourceType", "LogicalResourceId", "ResourceStatusReason")
STATUS = re.compile(r"(CREATE|UPDATE|DELETE|ROLLBACK|IMPORT|REVIEW)(_[A-Z_]*)?")
RULE = re.compile(r"-{20,}")
# What CloudFormation writes to resources that it stops because another one failed.
CANCELLED = re.compile(r"resource (creation|update|deletion) cancelled", re.IGNORECASE)
STACK = "AWS::CloudFormation::Stack"


class Event(Struct, frozen=True):
    """One event of the stack."""

    status: str
    type: str
    id: str
    reason: str


def events(lines: Sequence[str]) -> tuple[Event, ...]:
    """The rows of all tables of events, in order."""
    found: list[Event] = []
    starts: list[int] = []
    for line in lines:
        if line.startswith(COLUMNS[0]) and COLUMNS[3] in line:
            starts = [line.index(name) for name in COLUMNS[:3]] + [line.rindex(COLUMNS[3])]
            opened = True
        elif starts and RULE.fullmatch(line.strip()):
            starts = starts if opened else []  # the first rule is below the header
            opened = False
        elif starts and line.strip():
            cells = _cells(line, starts)
            if STATUS.fullmatch(cells[0]) and (cells[1] or cells[2]):
                found.append(Event(*cells))
            elif found:
                found[-1] = _longer(found[-1], cells, starts)
    return tuple(found)


def first_failed(rows: Sequence[Event], stack: str) -> tuple[Event, ...]:
    """What failed by itself, first one first: neither what was stopped for it, nor the stack."""
    failed = [row for row in rows if row.status.endswith("_FAILED")]
    own = [row for row in failed if not CANCELLED.search(row.reason)]
    parts = [row for row in own if not (row.type == STACK and row.id == stack)]
    return tuple(parts or own or failed)


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    ends = (*starts[1:], None)
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _longer(row: Event, cells: Sequence[str], starts: Sequence[int]) -> Event:
    """The row with the pieces of its next line: names go on, reasons go on after a blank."""
    reason = f"{row.reason} {cells[3]}".strip() if cells[3] else row.reason
    return replace(
        row, status=row.status + cells[0], type=row.type + cells[1], id=row.id + cells[2],
        reason=reason,
    )  # fmt: skip
