"""The stage of `relevantfields`: every value of every field counted on both sides of a condition.

Two measures, of which the larger counts, each less what chance gives and so that a field that
tells everything has 1. a rows have the condition and b have not.

values   Cramér's V of the table of values and condition, corrected for its bias (Bergsma 2013,
         "A bias-correction for Cramér's V and Tschuprow's T"); not there is a value as well. An
         identifier, of which every row has its own, thereby tells nothing.
numbers  of a field that holds nothing else, |2 AUC - 1|: how far a number with the condition is
         more often larger, or more often smaller, than one without; its square less its variance
         by chance, (a + b + 1) / 3ab (Mann and Whitney 1947).

Counts are added as integers, so that the order of rows decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb.fields import embedded_object
from lambda_triage.insights.duckdb.relation import Relation, ascending, column, descending
from lambda_triage.insights.duckdb.template import call, sql, text, texts
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from lambda_triage.insights.duckdb.compiler import Compiler

DISCOVERED = "insights_discovered"  # name of the Python function for the fields of a message
MOST_CONTRIBUTORS = 5
LONGEST = 100  # characters of a value among the contributors
_FINE = 2**40  # parts of one in which shares are added


def _percent(part: str, whole: str) -> str:
    """With one decimal, of integers."""
    thousandths = f"((2000 * {part} + {whole}) // nullif(2 * {whole}, 0))"
    return f"({thousandths} // 10) || '.' || ({thousandths} % 10)"


# p: the pairs of a row, [name, value], and '' behind those that are columns
_PAIRS = "SELECT c, unnest(p) AS p FROM {rows}"
_VALUES = """
SELECT c, p[1] AS f, p[2] AS v, {number} AS x,
    regexp_full_match(p[2], 'true|false') AS flag
FROM {pairs} WHERE p[2] IS NOT NULL AND (len(p) = 3 OR NOT list_contains({without}, p[1]))
"""
_COUNTED = """
SELECT f, v, x, flag, count(*) FILTER (WHERE c) AS a, count(*) FILTER (WHERE NOT c) AS b
FROM {values} GROUP BY f, v, x, flag
"""
_TOTALS = """
SELECT count(*) FILTER (WHERE c) AS ta, count(*) FILTER (WHERE NOT c) AS tb FROM {rows}
"""
_MISSING = """
SELECT f, NULL AS v, NULL AS x, NULL AS flag, ta - sum(a) AS a, tb - sum(b) AS b
FROM {counted}, {totals} GROUP BY f, ta, tb HAVING ta + tb > sum(a) + sum(b)
"""
_RANKED = """
SELECT f, v, x, flag, ta, tb, CAST(a AS HUGEINT) AS a, CAST(b AS HUGEINT) AS b,
    CAST(sum(b) OVER (PARTITION BY f ORDER BY x) AS HUGEINT) AS upto,
    CAST(sum(b) OVER (PARTITION BY f, x) AS HUGEINT) AS same,
    row_number() OVER (PARTITION BY f ORDER BY abs(a * tb - b * ta) DESC, v NULLS FIRST) AS place
FROM (SELECT * FROM {counted} UNION ALL SELECT * FROM {missing}) AS u, {totals}
"""
_SUMMED = f"""
SELECT f, ta, tb, CAST(ta + tb AS DOUBLE) AS n, CAST(count(*) AS DOUBLE) AS k,
    bool_and(x IS NOT NULL AND NOT flag) FILTER (WHERE v IS NOT NULL) AS numeric_,
    CAST(sum(a) FILTER (WHERE v IS NOT NULL) AS DOUBLE) AS na,
    CAST(sum(b) FILTER (WHERE v IS NOT NULL) AS DOUBLE) AS nb,
    CAST(sum(a * (2 * upto - same)) FILTER (WHERE x IS NOT NULL) AS DOUBLE) AS below,
    CAST(sum((a * a * {_FINE}) // (a + b))
         - (CAST(ta AS HUGEINT) * ta * {_FINE}) // (ta + tb) AS DOUBLE) / {_FINE} AS shift,
    array_to_string(list_transform(
        list(struct_pack(v := v, a := a, b := b) ORDER BY place)
            FILTER (WHERE place <= {MOST_CONTRIBUTORS}),
        LAMBDA e : coalesce(substr(e.v, 1, {LONGEST}), '(missing)')
            || ': ' || {_percent("e.a", "ta")} || '% (baseline ' || {_percent("e.b", "tb")}
            || '%)'), '; ') AS contributors
FROM {{ranked}} GROUP BY f, ta, tb
"""
_MEASURED = """
SELECT f, n, k, ta, tb, numeric_, contributors,
    greatest(0, shift * n / (CAST(ta AS DOUBLE) * tb) - (k - 1) / (n - 1)) AS phi,
    least(k - (k - 1) * (k - 1) / (n - 1) - 1, 1 - 1 / (n - 1)) AS most,
    CASE WHEN numeric_ AND na > 0 AND nb > 0 THEN
        (below / (na * nb) - 1) * (below / (na * nb) - 1) END AS delta,
    CASE WHEN numeric_ AND na > 0 AND nb > 0 THEN (na + nb + 1) / (3 * na * nb) END AS chance
FROM {summed}
"""
_SCORED = """
SELECT f, numeric_, contributors,
    CASE WHEN ta > 0 AND tb > 0 THEN least(1, round(greatest(
        CASE WHEN most > 0 THEN sqrt(phi / most) ELSE 0 END,
        CASE WHEN chance < 1 THEN sqrt(greatest(0, delta - chance) / (1 - chance)) ELSE 0 END), 4))
    END AS score
FROM {measured}
"""
_MEDIANS = """
SELECT f, quantile_cont(x, 0.5) FILTER (WHERE c) AS yes,
    quantile_cont(x, 0.5) FILTER (WHERE NOT c) AS no
FROM {values} GROUP BY f
"""
_RESULT = """
SELECT s.f AS {field}, s.score AS {score},
    CASE WHEN NOT s.numeric_ THEN s.contributors END AS {contributors},
    CASE WHEN s.numeric_ THEN m.yes END AS {yes}, CASE WHEN s.numeric_ THEN m.no END AS {no}
FROM {scored} AS s, {medians} AS m WHERE s.f = m.f
"""


def relevance(stage: plan.Relevance, before: Relation, compiler: Compiler) -> Relation:
    """One row for each field that any row has, the one that tells most first."""
    condition = exp.func("coalesce", compiler.truth(stage.condition, before.columns), exp.false())
    paired = exp.select(
        exp.alias_(condition, "c"), exp.alias_(_pairs(stage, before, compiler), "p")
    )
    rows = compiler.ctes.add(paired.from_(before.name))

    def add(template: str, **names: str) -> str:
        made = sqlglot.parse_one(template.format(**names), dialect="duckdb")
        assert isinstance(made, exp.Query)
        return compiler.ctes.add(made)

    pairs = add(_PAIRS, rows=rows)
    value = plan.Ref(plan.Column("v", "v", Kind.TEXT))
    number = compiler.sql(plan.Apply("toNumber", (value,), Kind.NUMBER), {"v": sql("p[2]")})
    values = add(
        _VALUES,
        pairs=pairs,
        number=number.sql("duckdb"),
        without=texts(stage.without).sql("duckdb") if stage.without else "CAST([] AS VARCHAR[])",
    )
    counted = add(_COUNTED, values=values)
    totals = add(_TOTALS, rows=rows)
    missing = add(_MISSING, counted=counted, totals=totals)
    ranked = add(_RANKED, counted=counted, missing=missing, totals=totals)
    measured = add(_MEASURED, summed=add(_SUMMED, ranked=ranked))
    scored = add(_SCORED, measured=measured)
    medians = add(_MEDIANS, values=values)
    names = compiler.ctes.fresh([each.id for each in stage.outputs])
    shown = dict(zip(("field", "score", "contributors", "yes", "no"), names.values(), strict=True))
    result = add(_RESULT, scored=scored, medians=medians, **shown)
    columns: dict[str, exp.Expr] = {each: column(name) for each, name in names.items()}
    ties = (
        descending(columns[stage.score.id].copy()),
        ascending(columns[stage.field.id].copy()),
    )
    return Relation(result, columns, ties)


def _pairs(stage: plan.Relevance, before: Relation, compiler: Compiler) -> exp.Expr:
    """The values of a row with their names: those of the columns, then those of the message."""
    own = exp.Array(
        expressions=[
            exp.Array(expressions=[text(each.name), _printed(each, before, compiler), text("")])
            for each in stage.columns
        ]
    )
    listed: exp.Expr = exp.cast(own, "VARCHAR[][]")
    if stage.message is None:
        return listed
    message = before.columns[stage.message.id]
    held = call("coalesce", embedded_object(message), message)
    found = call("try", call("from_json", call(DISCOVERED, held), text('[["VARCHAR"]]')))
    return call("list_concat", listed, found)


def _printed(each: plan.Column, before: Relation, compiler: Compiler) -> exp.Expr:
    value: plan.Expr = plan.Ref(each)
    if each.kind is Kind.TIME:
        value = plan.Apply("toMillis", (value,), Kind.NUMBER)
    return compiler.printed(value, before.columns)
