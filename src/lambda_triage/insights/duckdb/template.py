"""SQL as trees: constant text with named holes, and the few nodes that holes are filled with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSED = (exp.Column, exp.Literal, exp.Func, exp.Paren, exp.Null, exp.Array)


def sql(template: str, **parts: exp.Expr) -> exp.Expr:
    """The tree of a template of this package; `:name` in it is the part of that name."""
    tree = _parsed(template).copy()
    for hole in list(tree.find_all(exp.Placeholder)):
        part = parts[hole.name].copy()
        if hole is tree:
            return part
        hole.replace(part if isinstance(part, _CLOSED) else exp.paren(part))
    return tree


def call(name: str, *args: exp.Expr) -> exp.Expr:
    """A function of DuckDB by its own name."""
    return exp.Anonymous(this=name, expressions=[each.copy() for each in args])


def text(value: str) -> exp.Expr:
    return exp.Literal.string(value)


def integer(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def texts(values: Sequence[str]) -> exp.Expr:
    """A list of texts."""
    return exp.Array(expressions=[text(each) for each in values])


@lru_cache(maxsize=256)
def _parsed(template: str) -> exp.Expr:
    return sqlglot.parse_one(template, dialect="duckdb")
