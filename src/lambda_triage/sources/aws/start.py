"""The first wants of a target, which need no answer before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.events import reverse
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.sources.aws.scope import Scope


# Asked about every function, in this order.
FUNCTION = (
    "lambda", "iam", "events", "pipes", "logs", "cloudwatch", "cloudformation", "cloudtrail",
    "xray", "accessanalyzer", "compute-optimizer",
)  # fmt: skip


def services(functions: Sequence[str]) -> tuple[str, ...]:
    """Services that are asked in any case, in the order in which they are needed."""
    return FUNCTION if functions else ("cloudformation", *FUNCTION)


def start(scope: Scope) -> tuple[Want, ...]:
    """What to ask about the functions or the stack, most urgent first, each once."""
    wants = [want for reference in scope.functions for want in _function(reference, scope)]
    if scope.stack is not None:
        wants += asking.stack(scope.stack)
    wants.append(Want.of("lambda.GetAccountSettings", scope.account or "account"))
    return tuple(dict.fromkeys(wants))


def _function(reference: str, scope: Scope) -> Iterator[Want]:
    name = asking.function_name(reference)
    told = _told(reference, name, scope)
    qualifier = _qualifier(reference) or scope.qualifier
    yield Want.of("lambda.GetFunction", name, FunctionName=told, Qualifier=qualifier)
    arn = asking.unqualified(told) if told.startswith("arn:") else asking.function_arn(name, scope)
    yield from reverse(arn)
    if qualifier is not None and qualifier != "$LATEST":  # a rule names the alias that it invokes
        yield from reverse(f"{arn}:{qualifier}")


def _told(reference: str, name: str, scope: Scope) -> str:
    """The name, or the ARN of another account's function."""
    arn = Arn.of(reference)
    return name if arn is None or arn.is_own(scope) else asking.unqualified(reference)


def _qualifier(reference: str) -> str | None:
    """`prod` of `…:function:orders:prod` and of `orders:prod`."""
    _, found, rest = reference.partition("function:")
    return (rest if found else reference).partition(":")[2] or None
