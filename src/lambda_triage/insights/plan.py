"""What a query means, stage by stage, without a word about who will run it.

Every name is a column with a kind, every period a number, every rule of order has been checked.
A stage takes rows in and gives rows out; a plan is the list of them. Rows have an order: newest
first until a sort says otherwise, then that of the keys, ties as before; `order` of a stage is what
holds when it runs.

Values are: missing (None), text, finite numbers, truth values, times in milliseconds, and JSON.

kind     value                          printed
TEXT     str, as it stood in the log     itself
NUMBER   float                           an integer without point, else 4 decimals at most
DOUBLE   float, discovered by Lambda     as Java prints a double: 1395.0, 1.28E8
TRUTH    bool                            1 or 0
TIME     milliseconds since the epoch    2023-01-01 00:00:00.000
JSON     a map or a list                 compact JSON

The *numeric view* of a value is the number itself; of a text that is a decimal number in whole
(sign, point and exponent allowed, no blanks) that number; of the texts `true` and `false` and of
truth values 1 and 0; of a time its milliseconds; of anything else, missing.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a column holds; every value may be missing."""

    TEXT = "text"
    NUMBER = "number"
    DOUBLE = "double"
    TRUTH = "truth"
    TIME = "time"
    JSON = "json"


NUMERIC = frozenset((Kind.NUMBER, Kind.DOUBLE))


class Column(Struct, frozen=True):
    """A column of rows. id is unique in the plan; name is what the user calls it."""

    id: str
    name: str
    kind: Kind


# -- expressions


class Constant(Struct, frozen=True):
    value: str | float | bool | None
    kind: Kind


class Ref(Struct, frozen=True):
    """The value of a column in this row."""

    column: Column

    @property
    def kind(self) -> Kind:
        return self.column.kind


class Apply(Struct, frozen=True):
    """A function or operator on values.

    function  canonical name of vocabulary.py; operators are there too:
              or and not = != < <= > >= + - * / % ^ negate like matches in get
              `like`: args (value, Constant text); `matches`: (value, Constant RE2 pattern);
              `in`: (value, choice, …); `get`: (JSON value, Constant path part, …) → TEXT, or JSON
              where the place holds a map or list
    periods   are two Constants: count of milliseconds, or of months, and the unit `ms` or `mo`
    """

    function: str
    args: tuple[Expr, ...]
    kind: Kind


class Within(Struct, frozen=True):
    """Whether the value is among those of the one column of another plan."""

    value: Expr
    plan: Plan
    kind: Kind = Kind.TRUTH


Expr = Constant | Ref | Apply | Within


class Measure(Struct, frozen=True):
    """An aggregate over the rows of a group; args are of the rows before."""

    function: str
    args: tuple[Expr, ...]
    kind: Kind


class OrderKey(Struct, frozen=True):
    """Natural order: missing, texts chunk by chunk, numbers; descending is its reverse."""

    value: Expr
    descending: bool


Order = tuple[OrderKey, ...]  # empty: as the rows came, newest first


# -- stages


class Scan(Struct, frozen=True):
    """The events; only `fields` are needed. A column's id and name are those of the field.

    A field is a system field (`@timestamp`, `@message` …), a discovered one, or a path into the
    JSON of the message; `parts` says for a path which dots are steps (see fields.py).
    groups  of SOURCE, None for all that was given
    """

    fields: tuple[Field, ...]
    groups: tuple[str, ...] | None = None


class Field(Struct, frozen=True):
    column: Column
    parts: tuple[str, ...]


class Extend(Struct, frozen=True):
    """New columns; they see the rows before, not one another."""

    columns: tuple[tuple[Column, Expr], ...]


class Where(Struct, frozen=True):
    """Rows of which the condition is true; missing is not true."""

    condition: Expr


class Extract(Struct, frozen=True):
    """Text groups of the first match of an RE2 pattern; none match: all missing.

    pattern  numbered groups in the order of `columns`
    every    one row for each match; a row without a match stays, with missing
    """

    value: Expr
    pattern: str
    columns: tuple[Column, ...]
    every: bool = False


class Aggregate(Struct, frozen=True):
    """One row per group; without keys exactly one. Missing is a group of its own.

    `after` are expressions over measures and keys, and over one another in order (aliases may be
    used in the list they stand in): arithmetic on aggregates ends up there.
    """

    keys: tuple[tuple[Column, Expr], ...]
    measures: tuple[tuple[Column, Measure], ...]
    after: tuple[tuple[Column, Expr], ...] = ()
    order: Order = ()  # before, for sortsFirst and sortsLast


class Sort(Struct, frozen=True):
    """From here on rows are in this order; `keys` are already the whole order."""

    keys: Order


class Limit(Struct, frozen=True):
    count: int
    order: Order


class Dedup(Struct, frozen=True):
    """The first row of each combination; rows with a missing key all stay."""

    keys: tuple[Column, ...]
    order: Order


class Explode(Struct, frozen=True):
    """One row per element of a JSON list; any other value is a list of itself, missing stays."""

    value: Expr
    into: Column


class Patterns(Struct, frozen=True):
    """Rows become one per pattern of the text: pattern.py says what a token is."""

    value: Expr
    pattern: Column
    count: Column
    ratio: Column
    severity: Column


class Relevance(Struct, frozen=True):
    """Rows become one per field: how far its values tell where the condition holds.

    columns  are compared, as texts, numbers or times
    message  where not None, every field that it holds is compared as well, but for
    without  names
    """

    condition: Expr
    columns: tuple[Column, ...]
    message: Column | None
    without: tuple[str, ...]
    field: Column
    score: Column
    contributors: Column
    conditional: Column
    baseline: Column

    @property
    def outputs(self) -> tuple[Column, ...]:
        return (self.field, self.score, self.contributors, self.conditional, self.baseline)


class Match(Struct, frozen=True):
    """Join on equality of texts; `kind` inner or left; columns of the right are added."""

    kind: str
    left: Expr
    right: Plan
    right_key: Column
    columns: tuple[Column, ...]


class LookUp(Struct, frozen=True):
    """Columns out of a named CSV table, by equality, or by CIDR where `network`.

    keys     (column of the table, value of the row)
    outputs  (column of the table, new column, old value kept where it is there)
    """

    table: str
    keys: tuple[tuple[str, Expr], ...]
    outputs: tuple[tuple[str, Column, Expr | None], ...]
    network: bool = False


class Beside(Struct, frozen=True):
    """Columns of another plan by position of the row."""

    plan: Plan
    columns: tuple[tuple[Column, Column], ...]  # (of the other plan, new here)
    order: Order
    most: int


class Reshape(Struct, frozen=True):
    """A command over the rows as they are ordered: see rows.py for each.

    command  addtotals accum autoregress filldown fillmissing outlier sessionize countfrequent
    inputs, outputs  columns, their meaning by command
    options  typed by the binder
    """

    command: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    options: tuple[tuple[str, str | float | bool | None], ...]
    order: Order


Stage = (
    Extend
    | Where
    | Extract
    | Aggregate
    | Sort
    | Limit
    | Dedup
    | Explode
    | Patterns
    | Relevance
    | Match
    | LookUp
    | Beside
    | Reshape
)


class Plan(Struct, frozen=True):
    """A bound query.

    shown   columns of the result, in order, with the name of each
    order   of the result
    events  whether rows are still log events, so that `@ptr` belongs to them
    """

    scan: Scan
    stages: tuple[Stage, ...]
    shown: tuple[Column, ...]
    order: Order
    events: bool
    estimate: bool = False
