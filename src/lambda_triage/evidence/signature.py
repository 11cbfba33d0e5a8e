"""A signature: how one message is recognised, and where that wording comes from."""

from __future__ import annotations

from msgspec import Struct


class Signature(Struct, frozen=True):
    """One message form.

    id         `family/slug.name`
    literals   text that always stands in it; one of them must occur (found by the scanner)
    pattern    regular expression searched in the event's text; named groups are its captures
    source     who writes the message: runtime source file, AWS document, driver, and the date
    caseless   the literals are found in any case
    """

    id: str
    literals: tuple[str, ...]
    pattern: str
    source: str
    caseless: bool = False


class Signal(Struct, frozen=True):
    """A row of `signals`: one signature of one resource, grouped by equal captures."""

    resource: str
    signal: str
    captures: dict[str, str]
    events: int
    invocations: int
    failed: int
    ok: int
    statuses: dict[str, int]
    loose: int
    unsettled: int
    environments: int
    origin: str
    first_us: int | None
    last_us: int | None
    examples: tuple[int, ...]  # ids of log_events
    last: tuple[int, int] | None = None  # input and line of the last event

    @property
    def name(self) -> str:
        """The signature's own name, without its check's id."""
        return self.signal.rpartition(".")[2]
