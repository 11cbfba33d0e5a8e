"""The rows where the binder stands: the names they have, what is shown of them, their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.insights.bind import kinds
from lambda_triage.insights.plan import Column, Field, Kind, OrderKey, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lambda_triage.insights.bind.clock import Clock
    from lambda_triage.insights.bind.sides import Side
    from lambda_triage.insights.plan import Expr, Order, Stage

_DEFAULT = (kinds.TIMESTAMP, kinds.MESSAGE)  # user guide: shown where a query chooses nothing


class Ids:
    """Names of columns that no field can have: `count(*)#2`."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("`", "")
        self._last = 0

    def column(self, name: str, kind: Kind) -> Column:
        self._last += 1
        while (made := f"{name}#{self._last}") in self._text:
            self._last += 1
        return Column(made, name, kind)


class Bin(Struct, frozen=True):
    """The key that bin() made in the last stats: every `count` of `unit`, moved by `offset` ms.

    keys  all keys of that stats, this one first
    """

    keys: tuple[Column, ...]
    count: float
    unit: str
    offset: float


class Rows:
    """What the commands so far have made of the rows.

    names      columns by the name that the query uses for them
    events     whether rows are log events, so that every name is a field
    after      the command that ended that
    words      columns of the last stats by the text that made them, blanks apart
    places     columns that are a place in a JSON value: the value and the path
    elements   columns of unnest, whose texts may be maps
    fresh      names that the command at hand makes
    projected  names that fields may not define again
    """

    def __init__(self, text: str, clock: Clock, ids: Ids, *, nested: bool = False) -> None:
        self.text = text
        self.clock = clock
        self.ids = ids
        self.nested = nested
        self.fields: dict[str, Field] = {}
        self.groups: tuple[str, ...] | None = None
        self.stages: list[Stage | Callable[[], Stage]] = []
        self.needed: set[str] = set()  # fields that are read though no expression names them
        self.limited = False
        self.estimate = False
        self.sides: dict[str, Side] = {}
        self._begin(_DEFAULT, "", events=True)

    def _begin(self, base: tuple[str, ...], after: str, *, events: bool) -> None:
        self.names: dict[str, Column] = {}
        self.events = events
        self.after = after
        self.order: Order = ()
        self.words: dict[str, Column] = {}
        self.places: dict[str, tuple[Expr, tuple[str, ...]]] = {}
        self.elements: set[str] = set()
        self.splits: set[str] = set()
        self.fresh: set[str] = set()
        self.projected: set[str] = set()
        self.bin: Bin | None = None
        self._base = base
        self._chosen: list[str] = []
        self._explicit = False
        self._displayed: tuple[str, ...] | None = None
        self._fields_shown: dict[str, tuple[str, ...]] = {each: (each,) for each in base}

    def replace(self, columns: Iterable[Column], after: str) -> None:
        """From here on these columns are all there is."""
        made = {each.name: each for each in columns}
        self._begin(tuple(made), after, events=False)
        self.names = made
        self.projected = set(made)
        self.sides = {}

    def field(self, name: str, parts: tuple[str, ...]) -> Column:
        """The column of a field of the event, needed from now on."""
        made = self.fields.get(name)
        if made is None or made.parts != parts:
            # a.`b.c` and a.b.c are two fields of one name
            key = name if made is None else f"{name} {parts!r}"
            made = self.fields.setdefault(
                key, Field(Column(key, name, kinds.of_field(name)), parts)
            )
        return made.column

    def make(self, name: str, kind: Kind) -> Column:
        """A new column of that name; one that had it is hidden."""
        column = self.ids.column(name, kind)
        self.names[name] = column
        return column

    def choose(self, name: str, parts: tuple[str, ...] | None = None) -> None:
        """Show it, wherever `display` does not say otherwise; parts are those of a field."""
        if name not in self._chosen:
            self._chosen.append(name)
        if parts is not None:
            self._fields_shown[name] = parts

    def choose_only(self) -> None:
        """What is shown is chosen by the query."""
        self._explicit = True

    def display(self, names: Iterable[str]) -> None:
        self._displayed = tuple(dict.fromkeys(names))

    def shown(self) -> tuple[Column, ...]:
        names = self._displayed
        if names is None:
            kept = () if self._explicit else self._base
            names = tuple(dict.fromkeys((*kept, *self._chosen)))
        return tuple(self._column(each) for each in names)

    def _column(self, name: str) -> Column:
        made = self.names.get(name)
        return made or self.field(name, self._fields_shown.get(name, (name,)))

    def sort(self, keys: Order) -> None:
        """These keys first; ties are as they were."""
        seen = {each.value for each in keys if isinstance(each.value, Ref)}
        late = (each for each in self.order if each.value not in seen)
        self.order = (*keys, *late)


def ascending(columns: Iterable[Column]) -> Order:
    return tuple(OrderKey(Ref(each), descending=False) for each in columns)
