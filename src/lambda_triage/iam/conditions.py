"""The `Condition` element: whether a request's context meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.iam.context import resolve
from lambda_triage.iam.operators import operator
from lambda_triage.iam.truth import NO, YES, Truth, all_of, any_of, negated, truth, unknown

if TYPE_CHECKING:
    from lambda_triage.iam.context import Context
    from lambda_triage.iam.document import Condition, Statement
    from lambda_triage.iam.operators import Fit, Operator


def met(statement: Statement, known: Context) -> Truth:
    """Whether every condition of the statement holds."""
    return all_of(_holds(one, known, statement.variables) for one in statement.conditions)


def _holds(condition: Condition, known: Context, variables: bool) -> Truth:
    how = operator(condition.operator)
    if how is None:
        return unknown(f"what the condition operator {condition.operator[:80]} does")
    values = known.get(condition.key)
    if values is None:
        return unknown(f"context key {condition.key}")
    if how.fit is None:
        return _null(condition, present=bool(values))
    if not values:
        return _without_key(how, how.fit, condition)
    tests = [_test(how.fit, condition, value, known, variables) for value in values]
    if how.quantifier == "foranyvalue":
        return any_of(tests)
    if how.quantifier == "forallvalues" or len(tests) == 1:
        return all_of(tests)
    return unknown(f"how AWS compares the {len(values)} values of {condition.key} as one")


def _null(condition: Condition, *, present: bool) -> Truth:
    wanted = {value.lower() for value in condition.values}
    if not wanted <= {"true", "false"}:
        return unknown(f"whether Null of {condition.key} wants true or false")
    return truth(("false" if present else "true") in wanted)


def _without_key(how: Operator, fit: Fit, condition: Condition) -> Truth:
    """IAM guide, "Condition operators" and "Multivalued context keys", 2026."""
    if how.quantifier == "forallvalues":
        return YES
    if how.quantifier == "foranyvalue":
        # The guide calls IfExists true and ForAnyValue false; what both say together it does not.
        return unknown(f"{condition.operator} without {condition.key}") if how.if_exists else NO
    return truth(how.if_exists or fit.negated)


def _test(fit: Fit, condition: Condition, value: str, known: Context, variables: bool) -> Truth:
    """Whether one value of the request fits any value of the policy, or none if negated."""
    fits = any_of(_one(fit, text, value, known, variables) for text in condition.values)
    return negated(fits) if fit.negated else fits


def _one(fit: Fit, text: str, value: str, known: Context, variables: bool) -> Truth:
    pattern = resolve(text, known, wild=fit.wild, variables=variables)
    if isinstance(pattern, str):
        return unknown(pattern)
    if pattern is None:
        # A comparison with an absent key fails; whether a negated one then holds is not told.
        return unknown(f"{text[:100]} without its context key") if fit.negated else NO
    return fit.test(pattern, value)
