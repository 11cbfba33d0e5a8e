"""Statements and policies against a request: who allows it, who denies it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.iam.conditions import met
from lambda_triage.iam.context import Context, context, resolve
from lambda_triage.iam.pattern import matches_action, matches_resource
from lambda_triage.iam.policies import TITLES, Cited
from lambda_triage.iam.reach import GRADES, hit, reach
from lambda_triage.iam.truth import NO, YES, Truth, all_of, any_of, negated, truth, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lambda_triage.iam.document import Effect, Policy, Selection, Statement
    from lambda_triage.iam.policies import Kind
    from lambda_triage.iam.reach import Grade
    from lambda_triage.iam.request import Request

WITH_PRINCIPAL: tuple[Kind, ...] = ("resource", "vpc_endpoint", "rcp")


class Answer(Struct, frozen=True):
    """Whether a statement is found that has its say, and the first that surely has."""

    truth: Truth
    statement: Cited | None = None


class Asked(Struct, frozen=True):
    """A request and its context, to be put to many statements."""

    request: Request
    context: Context


def asked(request: Request) -> Asked:
    """Prepare a request."""
    return Asked(request, context(request))


def denies(policies: Iterable[Policy], kind: Kind, asked: Asked) -> Answer:
    """Whether one of the policies denies explicitly."""
    return _search(policies, kind, "Deny", partial(_denied, kind, asked))


def allows(policies: Iterable[Policy], kind: Kind, asked: Asked) -> Answer:
    """Whether one of the policies allows, however directly."""
    return _search(policies, kind, "Allow", partial(_allowed, kind, asked))


def grants(policy: Policy | None, asked: Asked) -> dict[Grade, Answer]:
    """By grade, whether a resource-based policy allows."""
    return {
        grade: _search(
            [policy] if policy else [], "resource", "Allow", partial(_granted, grade, asked)
        )
        for grade in GRADES
    }


def _search(
    policies: Iterable[Policy], kind: Kind, effect: Effect, test: Callable[[Statement], Truth]
) -> Answer:
    truths = []
    for policy in policies:
        for statement in policy.statements:
            if statement.effect != effect:
                continue
            one = test(statement)
            if one.value:
                cited = Cited(kind, policy.name, statement.index, statement.sid)
                return Answer(YES, cited)
            truths.append(one)
    return Answer(any_of(truths))


def _denied(kind: Kind, asked: Asked, statement: Statement) -> Truth:
    who = _who(kind, statement)
    if who is None and statement.principals:
        who = hit(statement.principals, asked.request.principal, asked.context)
    return all_of([_subject(kind, asked, statement), who or YES])


def _allowed(kind: Kind, asked: Asked, statement: Statement) -> Truth:
    who = _who(kind, statement)
    if who is None and statement.principals:
        grades = reach(statement.principals, asked.request.principal, asked.context)
        who = any_of(grades.values())
    return all_of([_subject(kind, asked, statement), who or YES])


def _granted(grade: Grade, asked: Asked, statement: Statement) -> Truth:
    who = _who("resource", statement)
    if who is None and statement.principals:
        who = reach(statement.principals, asked.request.principal, asked.context)[grade]
    return all_of([_subject("resource", asked, statement), who or YES])


def _who(kind: Kind, statement: Statement) -> Truth | None:
    """Policies of the wrong grammar, which AWS does not take, are not guessed at."""
    if (statement.principals is None) == (kind in WITH_PRINCIPAL):
        has = "no" if statement.principals is None else "a"
        return unknown(f"how AWS reads {TITLES[kind]} with {has} Principal")
    return None


def _subject(kind: Kind, asked: Asked, statement: Statement) -> Truth:
    """Whether action, resource and conditions of a statement fit the request."""
    action = any_of(
        truth(matches_action(pattern, asked.request.action))
        for pattern in statement.actions.patterns
    )
    action = negated(action) if statement.actions.inverted else action
    if action.value is False:
        return NO
    resource = _resource(kind, asked, statement)
    return NO if resource.value is False else all_of([resource, met(statement, asked.context)])


def _resource(kind: Kind, asked: Asked, statement: Statement) -> Truth:
    wanted = statement.resources
    if wanted is None:
        # Trust and repository policies: the resource they are attached to is the resource.
        return YES if kind == "resource" else unknown("how AWS reads a statement without Resource")
    one = partial(_one_resource, asked, wanted, statement.variables)
    found = any_of(one(pattern) for pattern in wanted.patterns)
    return negated(found) if wanted.inverted else found


def _one_resource(asked: Asked, wanted: Selection, variables: bool, pattern: str) -> Truth:
    resource = asked.request.resource
    if pattern == "*":
        return YES
    if resource is None:
        return unknown("the resource of the request")
    resolved = resolve(pattern, asked.context, wild=True, variables=variables)
    if isinstance(resolved, str):
        return unknown(resolved)
    if resolved is None:
        absent = f"how AWS reads {pattern[:200]} without its context key"
        return unknown(absent) if wanted.inverted else NO
    return matches_resource(resolved, resource)
