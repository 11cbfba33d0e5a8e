"""Pieces of the terminal report: headings, wrapped text, commands and citations as styled lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.reports.layout import clip, command, cut, cut_front, squeeze, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.reports.citations import Proof

    Spans = tuple[tuple[str, str], ...]  # (text, rich style) pieces of one line

PLACE, QUIET, DO, TITLE = "cyan", "dim", "green", "bold"
_MEASURE = 100  # columns; longer lines of prose are hard to read
_SIDE_BY_SIDE = 0.45  # share of the width that place and time may take before the text moves below
_ROOM = 110  # columns; so much of a log line says enough beside its place
_PLACE_ROOM = 12  # columns; of a place cut shorter nothing can be told
_LINES = 2  # of one log line below its place


def heading(text: str, width: int) -> Iterator[Spans]:
    """An empty line and a heading."""
    yield ()
    for line in wrap(text, width):
        yield ((line, TITLE),)


def prose(
    text: str, width: int, indent: int = 0, style: str = "", *, lead: str = ""
) -> Iterator[Spans]:
    """Wrapped text; the lead stands before its first line, and the rest hangs below the text."""
    from rich.cells import cell_len

    left = indent + cell_len(lead)
    for n, line in enumerate(wrap(text, min(width, _MEASURE) - left)):
        before = " " * indent + lead if n == 0 else " " * left
        yield ((before, ""), (line, style))


def shell(text: str, width: int, indent: int) -> Iterator[Spans]:
    """A command to paste, continued over lines where it must be."""
    for n, line in enumerate(command(text, width - indent - 2)):
        yield ((" " * (indent if n == 0 else indent + 2), ""), (line, DO))


def citations(
    proofs: Sequence[Proof], width: int, *, by_time: bool, indent: int = 2
) -> Iterator[Spans]:
    """Where, when and what it says: in columns where the width allows, else in two lines."""
    from rich.cells import cell_len

    times = [proof.time if by_time else proof.moment for proof in proofs]
    wide = max((cell_len(proof.place) for proof in proofs), default=0)
    clock = max((len(time) for time in times), default=0)
    room = width - indent - wide - clock - 4
    fits = all(cell_len(proof.text) <= room for proof in proofs)
    beside = room >= _ROOM or (fits and room >= width - width * _SIDE_BY_SIDE)
    for proof, time in zip(proofs, times, strict=True):
        if proof.said:
            yield from prose(proof.said, width, indent)
        if not proof.place:
            continue
        if beside:
            yield _beside(proof, f"{time:<{clock}}", wide, width, indent)
        else:
            yield from _below(proof, time, width, indent)


def _beside(proof: Proof, time: str, wide: int, width: int, indent: int) -> Spans:
    from rich.cells import set_cell_size

    column = f"{time}  " if time else ""
    room = width - indent - 2 - wide - len(column)
    text = cut(squeeze(proof.text, room), room)
    place = set_cell_size(proof.place, wide)
    return ((" " * indent, ""), (place + "  ", PLACE), (column, QUIET), (text, ""))


def _below(proof: Proof, time: str, width: int, indent: int) -> Iterator[Spans]:
    room = width - indent - len(time) - 2
    if room < _PLACE_ROOM or not time:
        yield ((" " * indent, ""), (cut_front(proof.place, width - indent), PLACE))
        yield from prose(time, width, indent + 2, QUIET)
    else:
        yield ((" " * indent, ""), (cut_front(proof.place, room), PLACE), ("  " + time, QUIET))
    room = width - indent - 2
    for line in clip(squeeze(proof.text, 2 * room), room, _LINES):
        yield ((" " * (indent + 2), ""), (line, ""))
