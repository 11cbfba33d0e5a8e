"""SQL trees from SQL text of this package: a template is parsed once, its names are its holes."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

if TYPE_CHECKING:
    from collections.abc import Callable

_SHORT = 200  # characters of a literal that may be written twice
_SMALL = 12  # nodes of a tree that is cheaper to write twice than to bind to a name

# What needs no parentheses when it stands inside of something else.
_CLOSED = (
    exp.Anonymous,
    exp.Bracket,
    exp.Boolean,
    exp.Case,
    exp.Cast,
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Null,
    exp.Paren,
)


class _Plain(DuckDB):
    """DuckDB without sqlglot's knowledge of functions: what is written is what runs."""

    class Parser(DuckDB.Parser):  # type: ignore[valid-type,misc]  # sqlglot assigns it
        FUNCTIONS: ClassVar[dict[str, object]] = {}
        NO_PAREN_FUNCTIONS: ClassVar[dict[object, object]] = {}


@lru_cache(maxsize=512)
def _parsed(template: str) -> exp.Expr:
    return sqlglot.parse_one(template, dialect=_Plain)


def build(template: str, **parts: exp.Expr) -> exp.Expr:
    """The tree of a template, each name in it replaced by the part of that name.

    >>> build("isfinite(a) AND b", a=number(1.5), b=exp.column("x")).sql("duckdb")
    "ISFINITE(CAST('1.5' AS DOUBLE)) AND x"
    """
    tree = _parsed(template).copy()
    for hole in [*tree.find_all(exp.Column)]:
        part = _own(parts[hole.name])
        if hole is tree:
            return part
        hole.replace(part if isinstance(part, _CLOSED) else exp.Paren(this=part))
    return tree


def call(name: str, *args: exp.Expr) -> exp.Expr:
    """A function of DuckDB by its name there."""
    return exp.Anonymous(this=name, expressions=[_own(each) for each in args])


def text(value: str) -> exp.Expr:
    return exp.Literal.string(value)


def number(value: float) -> exp.Expr:
    """A DOUBLE; through its text, as a bare 1.5 would be a DECIMAL."""
    return exp.Cast(this=exp.Literal.string(repr(float(value))), to=exp.DataType.build("DOUBLE"))


def integer(value: int) -> exp.Expr:
    """A BIGINT."""
    return exp.Cast(this=exp.Literal.string(str(value)), to=exp.DataType.build("BIGINT"))


def once(value: exp.Expr, body: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """A tree that uses a value several times but computes it once.

    DuckDB does not share what stands in branches of CASE, so writing it twice at every level would
    make the work grow by powers of two; a list of one with a lambda costs 10 ns a row instead. The
    name is that of the content: equal names mean equal values, so that nesting cannot confuse them.
    """
    if _small(value):
        return body(value)
    name = "v" + sha256(value.sql("duckdb").encode("utf-8", "surrogatepass")).hexdigest()[:10]
    function = exp.Lambda(this=body(exp.to_identifier(name)), expressions=[exp.to_identifier(name)])
    listed = exp.Anonymous(
        this="list_transform", expressions=[exp.Array(expressions=[_own(value)]), function]
    )
    return exp.Anonymous(this="list_extract", expressions=[listed, exp.Literal.number(1)])


def _own(part: exp.Expr) -> exp.Expr:
    """The part itself where it stands nowhere yet, else a copy: trees do not share nodes."""
    return part if part.parent is None else part.copy()


def _small(value: exp.Expr) -> bool:
    return all(
        count <= _SMALL and not (isinstance(node, exp.Literal) and len(node.name) > _SHORT)
        for count, node in enumerate(value.walk(), 1)
    )
