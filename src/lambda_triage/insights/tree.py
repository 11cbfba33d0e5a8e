"""What a query says, command by command, and where in the text it says it.

The tree is the text and nothing more: no name is looked up, no type is known, every synonym is
already its first spelling (`where` is a Filter, `head` a Limit, `==` is `=`). Spans count
characters from the start of the query; `end` is behind the last one.
"""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True):
    """Characters start..end of the query text."""

    start: int
    end: int


class Node(Struct, frozen=True, kw_only=True):
    """Anything that stands somewhere in the text. Equality is of the meaning and the place."""

    span: Span


# -- expressions


class Number(Node, frozen=True, kw_only=True):
    value: float
    text: str


class Text(Node, frozen=True, kw_only=True):
    """A quoted string, its escapes taken out."""

    value: str


class Truth(Node, frozen=True, kw_only=True):
    """The bare words true and false."""

    value: bool


class Regex(Node, frozen=True, kw_only=True):
    """Between slashes; `\\/` is already `/`, `(?<n>` already `(?P<n>`."""

    pattern: str


class Period(Node, frozen=True, kw_only=True):
    """`5m`, `90 seconds`. unit: ms s m h d w mo q y."""

    count: int
    unit: str


class Name(Node, frozen=True, kw_only=True):
    """A field or alias, without backticks. parts: split at dots outside of backticks."""

    name: str
    parts: tuple[str, ...]


class Call(Node, frozen=True, kw_only=True):
    """A function as written; star is `count(*)`."""

    function: str
    args: tuple[Expression, ...]
    star: bool = False


class Part(Node, frozen=True, kw_only=True):
    """`jsonParse(f).a.b`: steps into the map or list that a call gives."""

    operand: Call
    parts: tuple[str, ...]


class Unary(Node, frozen=True, kw_only=True):
    """operator: `-` or `not`."""

    operator: str
    operand: Expression


class Binary(Node, frozen=True, kw_only=True):
    """operator: or and = != < <= > >= + - * / % ^."""

    operator: str
    left: Expression
    right: Expression


class Like(Node, frozen=True, kw_only=True):
    """`like "text"`, `like /regex/`; `=~` and `~=` are the same."""

    operand: Expression
    pattern: Text | Regex
    negated: bool = False


class In(Node, frozen=True, kw_only=True):
    """`in [1, "b"]` or `in (SOURCE 'g' | fields k)`."""

    operand: Expression
    choices: tuple[Expression, ...] | Query
    negated: bool = False


Expression = (
    Number | Text | Truth | Regex | Period | Name | Call | Part | Unary | Binary | Like | In
)


class Item(Node, frozen=True, kw_only=True):
    """`expr as name`. text: the expression's own words, which name the column without alias."""

    value: Expression
    alias: Name | None
    text: str


class Key(Node, frozen=True, kw_only=True):
    """One key of a sort; descending None where the query does not say."""

    value: Expression
    descending: bool | None = None


# -- where the events come from


class Source(Node, frozen=True, kw_only=True):
    """`SOURCE 'a', 'b' start=-1d end=now` or `SOURCE logGroups(namePrefix: ['a'])`.

    start, end  as written, None where not given
    """

    groups: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    data_sources: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


# -- commands


class Fields(Node, frozen=True, kw_only=True):
    items: tuple[Item, ...]


class Display(Node, frozen=True, kw_only=True):
    items: tuple[Item, ...]


class Filter(Node, frozen=True, kw_only=True):
    """`filter`, `where`; `filterIndex` with indexed set."""

    condition: Expression
    indexed: bool = False


class Stats(Node, frozen=True, kw_only=True):
    items: tuple[Item, ...]
    keys: tuple[Item, ...] = ()
    offset: Period | None = None


class Sort(Node, frozen=True, kw_only=True):
    keys: tuple[Key, ...]


class Limit(Node, frozen=True, kw_only=True):
    count: int
    anywhere: bool = False


class Dedup(Node, frozen=True, kw_only=True):
    keys: tuple[Name, ...]


class ParseGlob(Node, frozen=True, kw_only=True):
    """operand None is @message; as many names as `*`."""

    operand: Expression | None
    pattern: Text
    names: tuple[Name, ...]


class ParseRegex(Node, frozen=True, kw_only=True):
    """names: those behind `as`, for groups without a name."""

    operand: Expression | None
    pattern: Regex
    names: tuple[Name, ...] = ()
    multi: bool = False


class Pattern(Node, frozen=True, kw_only=True):
    operand: Expression


class Unnest(Node, frozen=True, kw_only=True):
    """`unnest list into item`; `expand list` is an unnest into the same name."""

    operand: Name
    into: Name


class Join(Node, frozen=True, kw_only=True):
    """kind: inner or left. The keys are without their side's prefix."""

    kind: str
    left: Name
    right: Name
    left_key: Name
    right_key: Name
    source: Source


class Lookup(Node, frozen=True, kw_only=True):
    """`lookup t key as field OUTPUT c1, c2`; network: `cidrlookup`; fill: OUTPUTNEW.

    keys     (column of the table, field of the event)
    outputs  (column of the table, name it gets)
    """

    table: Name
    keys: tuple[tuple[Name, Name], ...]
    outputs: tuple[tuple[Name, Name], ...]
    network: bool = False
    fill: bool = False


class Unmask(Node, frozen=True, kw_only=True):
    operand: Expression


class AppendCols(Node, frozen=True, kw_only=True):
    query: Query
    override: bool = False
    most: int = 10_000


class RowCommand(Node, frozen=True, kw_only=True):
    """A command that rewrites columns over the rows as they are.

    command  addtotals accum autoregress filldown fillmissing outlier sessionize countFrequent
    names    fields in order, `*` allowed in them for filldown; empty: all
    options  as written, lower case name → word; fillmissing: name → text of the value
    alias    behind `as`
    """

    command: str
    names: tuple[Name, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    alias: Name | None = None
    maxspan: Period | None = None


class RelevantFields(Node, frozen=True, kw_only=True):
    """`relevantfields a, b where condition`; without names all fields are compared."""

    names: tuple[Name, ...]
    condition: Expression


class Estimate(Node, frozen=True, kw_only=True):
    """`estimate`: how many bytes the query would read."""


Command = (
    Fields
    | Display
    | Filter
    | Stats
    | Sort
    | Limit
    | Dedup
    | ParseGlob
    | ParseRegex
    | Pattern
    | Unnest
    | Join
    | Lookup
    | Unmask
    | AppendCols
    | RowCommand
    | RelevantFields
    | Estimate
)


class Query(Node, frozen=True, kw_only=True):
    text: str
    commands: tuple[Command, ...]
    source: Source | None = None
