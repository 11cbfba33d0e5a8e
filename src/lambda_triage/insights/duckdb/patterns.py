"""The stage of `pattern`: messages masked in SQL, the few that then differ named in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.relation import Relation, ascending, column, descending
from lambda_triage.insights.duckdb.template import call, integer, sql, text
from lambda_triage.insights.pattern import DIGITS, HEX, IDENTIFIER, LONGEST

if TYPE_CHECKING:
    from lambda_triage.insights import plan
    from lambda_triage.insights.duckdb.compiler import Compiler

PATTERN = "insights_pattern"
SEVERITY = "insights_severity"


def patterns(stage: plan.Patterns, before: Relation, compiler: Compiler) -> Relation:
    """One row per pattern, the most frequent first; rows without a value are not counted."""
    value = call(
        "substr", compiler.printed(stage.value, before.columns), integer(1), integer(LONGEST)
    )
    for regex, alike in (IDENTIFIER, HEX, DIGITS):
        value = call("regexp_replace", value, text(regex), text(alike), text("g"))
    masked = exp.select(exp.alias_(value, "m"), sql("count(*)").as_("k")).from_(before.name)
    masked = masked.group_by("ALL")
    named = exp.select(
        exp.alias_(call(PATTERN, exp.column("m")), "p"), exp.alias_(sql("sum(k)"), "k")
    )
    named = named.from_(masked.subquery("v")).where(sql("m IS NOT NULL")).group_by("ALL")
    wanted = {
        stage.pattern.id: exp.column("p"),
        stage.count.id: sql("CAST(k AS DOUBLE)"),
        stage.ratio.id: sql("CAST(k AS DOUBLE) / CAST(sum(k) OVER () AS DOUBLE)"),
        stage.severity.id: call(SEVERITY, exp.column("p")),
    }
    names = compiler.ctes.fresh(wanted)
    shown = [exp.alias_(value, names[each]) for each, value in wanted.items()]
    name = compiler.ctes.add(exp.select(*shown).from_(named.subquery("n")))
    columns = {each: column(own) for each, own in names.items()}
    ties = (
        descending(columns[stage.count.id].copy()),
        ascending(columns[stage.pattern.id].copy()),
    )
    return Relation(name, columns, ties)
