"""relevantfields: every value of every field counted on both sides, then the two measures."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import Kind
from tests.insights.reference.aggregates import quantile
from tests.insights.reference.expressions import evaluate
from tests.insights.reference.fields import names_in
from tests.insights.reference.rows import Row
from tests.insights.reference.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.plan import Relevance
    from tests.insights.reference.run import World

    Told = tuple[bool, str | None]  # whether the condition holds, and the value


def relevance(stage: Relevance, rows: list[Row], world: World) -> list[Row]:
    held = [bool(evaluate(stage.condition, row, world.ask).condition) for row in rows]
    found = [_of_row(stage, row) for row in rows]
    names = sorted({name for each in found for name in each})
    made = [
        _row(stage, name, [(h, each.get(name)) for h, each in zip(held, found, strict=True)])
        for name in names
    ]

    def score(row: Row) -> float:
        value = row.values[stage.score.id]
        return float("inf") if value is None else -float(value)

    return sorted(made, key=score)


def _of_row(stage: Relevance, row: Row) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in stage.columns:
        value = Value(row.values.get(each.id), each.kind)
        if each.kind is Kind.TIME and value.value is not None:
            value = Value(float(value.value), Kind.NUMBER)
        if value.text is not None:
            found[each.name] = value.text
    if stage.message is not None:
        message = str(row.values.get(stage.message.id) or "")
        for name, text in names_in(message).items():
            if name not in stage.without and name not in found:
                found[name] = text
    return found


def _row(stage: Relevance, name: str, told: list[Told]) -> Row:
    numbers = [(held, Value(text, Kind.TEXT).number) for held, text in told if text is not None]
    numeric = all(number is not None for _, number in numbers) and not any(
        text in ("true", "false") for _, text in told
    )
    sides = {
        side: [number for held, number in numbers if held is side and number is not None]
        for side in (True, False)
    }
    return Row(
        {
            stage.field.id: name,
            stage.score.id: _score(told, sides if numeric else None),
            stage.contributors.id: None if numeric else _contributors(told),
            stage.conditional.id: _median(sides[True]) if numeric else None,
            stage.baseline.id: _median(sides[False]) if numeric else None,
        }
    )


def _median(numbers: list[float]) -> float | None:
    return quantile(numbers, 0.5) if numbers else None


def _score(told: list[Told], sides: Mapping[bool, list[float]] | None) -> float | None:
    n, yes = len(told), sum(held for held, _ in told)
    no = n - yes
    if not yes or not no:
        return None
    return min(1.0, round(max(_cramer(told, yes, no), _rank(sides) if sides else 0.0), 4))


def _cramer(told: list[Told], yes: int, no: int) -> float:
    """Bergsma 2013, for two columns."""
    n = yes + no
    counts = Counter(value for _, value in told)
    both = Counter(value for held, value in told if held)
    shift = sum(Fraction(both[each] ** 2, counts[each]) for each in counts) - Fraction(yes**2, n)
    k = len(counts)
    phi = max(0.0, float(shift * n / (yes * no) - Fraction(k - 1, n - 1)))
    most = min(k - Fraction((k - 1) ** 2, n - 1) - 1, 1 - Fraction(1, n - 1))
    return sqrt(phi / float(most)) if most > 0 else 0.0


def _rank(sides: Mapping[bool, list[float]]) -> float:
    """|2 AUC - 1| by comparing each with each."""
    a, b = len(sides[True]), len(sides[False])
    if not a or not b:
        return 0.0
    above = sum((x > y) - (x < y) for x in sides[True] for y in sides[False])
    chance = Fraction(a + b + 1, 3 * a * b)
    if chance >= 1:
        return 0.0
    return sqrt(max(0.0, float((Fraction(above, a * b) ** 2 - chance) / (1 - chance))))


def _contributors(told: list[Told]) -> str | None:
    n, yes = len(told), sum(held for held, _ in told)
    no = n - yes
    if not yes or not no:
        return None
    with_ = Counter(value for held, value in told if held)
    without = Counter(value for held, value in told if not held)
    values = sorted(
        {value for _, value in told},
        key=lambda each: (
            -abs(Fraction(with_[each], yes) - Fraction(without[each], no)),
            each is not None,
            each or "",
        ),
    )
    return "; ".join(
        f"{'(missing)' if each is None else each[:100]}: {_percent(with_[each], yes)}%"
        f" (baseline {_percent(without[each], no)}%)"
        for each in values[:5]
    )


def _percent(part: int, whole: int) -> str:
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"
