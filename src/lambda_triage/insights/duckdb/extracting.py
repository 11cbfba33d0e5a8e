"""Stages that look into one value: groups of a regex, elements of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.relation import Relation, ascending, column
from lambda_triage.insights.duckdb.template import call, integer, sql, text, texts

if TYPE_CHECKING:
    from lambda_triage.insights import plan
    from lambda_triage.insights.duckdb.compiler import Compiler


def extract(stage: plan.Extract, before: Relation, compiler: Compiler) -> Relation:
    """Groups of the first match, or of every match, as new columns."""
    return (_every if stage.every else _first)(stage, before, compiler)


def _first(stage: plan.Extract, before: Relation, compiler: Compiler) -> Relation:
    """All groups in one search; only where one is empty, whether it took part is asked.

    regexp_extract gives an empty text for no match, for a group that took no part, and for an empty
    match; regexp_extract_all tells them apart, but looks for all matches: `.*` behind the pattern
    leaves it one.
    """
    value, groups = compiler.ctes.hidden(), compiler.ctes.hidden()
    searched = exp.select("*", exp.alias_(compiler.printed(stage.value, before.columns), value))
    inner = searched.from_(before.name).subquery("v")
    labels = [f"g{place}" for place in range(len(stage.columns))]
    found = call("regexp_extract", column(value), text(stage.pattern), texts(labels))
    inner = exp.select("*", exp.alias_(found, groups)).from_(inner).subquery("g")
    names = compiler.ctes.fresh([each.id for each in stage.columns])
    new = [
        exp.alias_(_group(place, label, stage.pattern, column(value), column(groups)), name)
        for place, (label, name) in enumerate(zip(labels, names.values(), strict=True), 1)
    ]
    name = compiler.ctes.add(exp.select("*", *new).from_(inner))
    columns = {**before.columns, **{each: column(name) for each, name in names.items()}}
    return Relation(name, columns, before.ties, before.time, before.lead)


def _group(place: int, label: str, pattern: str, value: exp.Expr, groups: exp.Expr) -> exp.Expr:
    once = f"(?:{pattern})(?s:.*)"
    return sql(
        "CASE WHEN :found <> '' THEN :found WHEN :matches THEN list_extract(:matched, 1) END",
        found=call("struct_extract", groups, text(label)),
        matches=call("regexp_matches", value, text(pattern)),
        matched=call("regexp_extract_all", value, text(once), integer(place)),
    )


def _every(stage: plan.Extract, before: Relation, compiler: Compiler) -> Relation:
    """One row for each match, and one with missing values where there is none."""
    value, place = compiler.ctes.hidden(), compiler.ctes.hidden()
    lists = [compiler.ctes.hidden() for _ in stage.columns]
    searched = exp.select("*", exp.alias_(compiler.printed(stage.value, before.columns), value))
    inner = searched.from_(before.name).subquery("v")
    found = [
        exp.alias_(
            call("regexp_extract_all", column(value), text(stage.pattern), integer(group)), name
        )
        for group, name in enumerate(lists, 1)
    ]
    inner = exp.select("*", *found).from_(inner).subquery("a")
    places = sql(
        "unnest(range(1, greatest(coalesce(len(:list), 0), 1) + 1))", list=column(lists[0])
    )
    inner = exp.select("*", exp.alias_(places, place)).from_(inner).subquery("p")
    names = compiler.ctes.fresh([each.id for each in stage.columns])
    new = [
        exp.alias_(call("list_extract", column(each), column(place)), name)
        for each, name in zip(lists, names.values(), strict=True)
    ]
    name = compiler.ctes.add(exp.select("*", *new).from_(inner))
    columns = {**before.columns, **{each: column(name) for each, name in names.items()}}
    return Relation(
        name, columns, (*before.ties, ascending(column(place))), before.time, before.lead
    )


def explode(stage: plan.Explode, before: Relation, compiler: Compiler) -> Relation:
    """One row for each element of a JSON list; any other value is the only element of one."""
    value, elements, place = (compiler.ctes.hidden() for _ in range(3))
    kept = exp.alias_(compiler.printed(stage.value, before.columns), value)
    inner = exp.select("*", kept).from_(before.name).subquery("v")
    listed = sql(
        """
        CASE WHEN starts_with(ltrim(:v), '[') AND json_valid(:v)
             THEN :list
             ELSE [:v] END
        """,
        v=column(value),
        list=sql(
            "CAST(:parts AS VARCHAR[])", parts=call("json_extract", column(value), text("$[*]"))
        ),
    )
    inner = exp.select("*", exp.alias_(listed, elements)).from_(inner).subquery("l")
    places = sql("unnest(range(1, len(:list) + 1))", list=column(elements))
    inner = exp.select("*", exp.alias_(places, place)).from_(inner).subquery("p")
    element = call("list_extract", column(elements), column(place))
    names = compiler.ctes.fresh([stage.into.id])
    new = exp.alias_(_unquoted(element, column(value)), names[stage.into.id])
    name = compiler.ctes.add(exp.select("*", new).from_(inner))
    columns = {**before.columns, stage.into.id: column(names[stage.into.id])}
    return Relation(
        name, columns, (*before.ties, ascending(column(place))), before.time, before.lead
    )


def _unquoted(element: exp.Expr, value: exp.Expr) -> exp.Expr:
    """An element of a list as a text: a map or list stays JSON, null is missing."""
    return sql(
        """
        CASE WHEN NOT (starts_with(ltrim(:v), '[') AND json_valid(:v)) THEN :element
             WHEN starts_with(:element, '"') THEN :bare
             WHEN :element <> 'null' THEN :element END
        """,
        v=value,
        element=element,
        bare=call("json_extract_string", element, text("$")),
    )
