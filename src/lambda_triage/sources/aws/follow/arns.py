"""A resource that a policy, a destination or a variable names → the wants that describe it.

A policy's patterns are taken where they stand for the parts of one resource: objects of a bucket,
indexes of a table, versions of a function. Of secrets and parameters only whether they exist is
asked, and of a called function only its configuration.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking, linked
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.sources.aws.scope import Scope

MOST = 30  # resources that are described for one policy or function
# The resource itself, and what may follow it in a statement; the rest is a pattern for many.
FORMS = {
    "dynamodb": re.compile(r"(table/[\w.-]{1,255})(?:/.*)?"),
    "kinesis": re.compile(r"(stream/[\w.-]{1,128})(?:/.*)?"),
    "kms": re.compile(r"(key/[\w-]{1,128})"),
    "lambda": re.compile(r"(function:[\w-]{1,64})(?::.*)?"),
    "s3": re.compile(r"([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/.*)?"),  # bucket naming rules
    # Secrets Manager appends six characters to the name, which a policy cannot know.
    "secretsmanager": re.compile(r"(secret:[\w/+=.@!-]{1,519}?)(?:-\?{6})?"),
    "sns": re.compile(r"([\w-]{1,256}(?:\.fifo)?)(?::.*)?"),
    "sqs": re.compile(r"([\w-]{1,80}(?:\.fifo)?)"),
    "ssm": re.compile(r"(parameter/[\w./-]{1,1010})"),
    "states": re.compile(r"(stateMachine:[\w-]{1,80})(?::.*)?"),
}


def described(arns: Iterable[object], scope: Scope) -> Iterator[Want]:
    """What describes the resources, each want once, of at most MOST resources."""
    seen: set[Want] = set()
    resources = 0
    for arn in arns:
        new = [want for want in describe(arn, scope) if want not in seen]
        resources += bool(new)
        if resources > MOST:
            return
        seen.update(new)
        yield from new


def describe(told: object, scope: Scope) -> tuple[Want, ...]:
    """The same of one ARN; none for a pattern, another account's, or any other text."""
    arn = Arn.of(told) if isinstance(told, str) else None
    form = FORMS.get(arn.service) if arn else None
    if arn is None or form is None or not arn.is_own(scope):
        return ()
    found = form.fullmatch(arn.resource)
    if found is None:
        return ()
    if arn.service == "lambda":
        return tuple(called(found[1].removeprefix("function:"), scope))
    return tuple(linked.about(arn.text[: -len(arn.resource)] + found[1], scope))


def called(name: str, scope: Scope) -> Iterator[Want]:
    """A function that is only called: by this operation it is known as no target."""
    if name not in map(asking.function_name, scope.functions):
        yield Want.of("lambda.GetFunctionConfiguration", name, FunctionName=name)
