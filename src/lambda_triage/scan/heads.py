"""START, END and REPORT lines with a proper request id, recognised by their first bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.row import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt
    from lambda_triage.scan.events import EventColumns
    from lambda_triage.scan.lines import Lines

HEADS = {
    Kind.START: b"START RequestId: ",
    Kind.END: b"END RequestId: ",
    Kind.REPORT: b"REPORT RequestId: ",
}
ID_AT = {kind: len(head) for kind, head in HEADS.items()}
ID_LENGTH = 36
VERSION_AT = len(b"START RequestId: 00000000-0000-0000-0000-000000000000 Version: ")
_FAULT_HEAD = b"RequestI"


class Heads(Struct, frozen=True):
    """What the first bytes of each event tell.

    kind    START, END or REPORT where a canonical request id follows, else 0
    lone    the same, where the event has no text after its first line
    odd     events that begin like a platform line, but in another form
    blank   whether the event has no text at all
    """

    kind: NDArray[np.int8]
    lone: NDArray[np.int8]
    odd: NDArray[np.int64]
    blank: NDArray[np.bool_]


def read_heads(text: BytesAt, lines: Lines, events: EventColumns) -> Heads:
    """The heads of all events of a block."""
    word = text.words(events.message)
    kind = np.zeros(len(events), np.int8)
    odd = [np.flatnonzero(word == _word(_FAULT_HEAD))]
    for head in HEADS:
        rows = np.flatnonzero(word == _word(HEADS[head][:8]))
        good = _canonical(text, events, head, rows)
        kind[rows[good]] = head
        odd.append(rows[~good])
    single = _single(lines, events)
    lone = np.where(single, kind, np.int8(0))
    ends = events.message + ID_AT[Kind.END] + ID_LENGTH
    lone[(lone == Kind.END) & (events.text_end != ends)] = 0
    return Heads(kind, lone, np.concatenate(odd), single & (events.text_end <= events.message))


def _canonical(
    text: BytesAt, events: EventColumns, head: Kind, rows: NDArray[np.int64]
) -> NDArray[np.bool_]:
    at = events.message[rows]
    after = at + ID_AT[head] + ID_LENGTH
    good = text.spells(at + 8, HEADS[head][8:]) & text.is_uuid(at + ID_AT[head])
    if head is Kind.START:
        return good & text.spells(after, b" Version: ")
    following = text.octets(after)
    spaced = (following == ord("\t")) | (following == ord(" ")) | (following == ord("\n"))
    result: NDArray[np.bool_] = good & spaced
    return result


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


def _single(lines: Lines, events: EventColumns) -> NDArray[np.bool_]:
    """Whether all lines of the event but the first are blank."""
    written = np.append(0, np.cumsum(lines.text_end > lines.start))
    after = np.append(events.line[1:], len(lines))[: len(events)]
    single: NDArray[np.bool_] = written[after] == written[events.line + 1]
    return single
