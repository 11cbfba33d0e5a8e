"""Which function a configuration is about, and whether it is one of the target's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.body import text
from lambda_triage.sources.documents.build import walk

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope


class Asked(Struct, frozen=True):
    """One function of the target, or one that is only called.

    told       how calls name it: by name, or by ARN where another account has it
    arn        without version or alias; None where the answer tells none
    qualifier  version or alias that was asked for
    target     whether the collection is about it
    """

    name: str
    told: str
    arn: str | None
    qualifier: str | None
    target: bool
    configuration: dict[str, Json]


def asked(answer: Answer, scope: Scope) -> Asked | None:
    """GetFunction is asked of targets, and GetFunctionConfiguration of whatever they call, too."""
    whole = answer.want.action == "GetFunction"
    body: dict[str, Json] = answer.body
    configuration = inside(body, "Configuration") if whole else body
    whose = text(configuration, "FunctionArn")
    name = text(configuration, "FunctionName") or (whose and asking.function_name(whose))
    if not name:
        return None
    name = asking.function_name(name)
    arn = Arn.of(whose and asking.unqualified(whose))
    own = arn is None or arn.is_own(scope)
    known = {asking.function_name(f) for f in scope.functions}
    qualifier = answer.want.parameters.get("Qualifier")
    return Asked(
        name,
        name if own or arn is None else arn.text,
        arn.text if arn else None,
        qualifier if isinstance(qualifier, str) else None,
        whole or name in known,
        configuration,
    )


def target(answer: Answer, scope: Scope) -> Asked | None:
    """The same, of a function that the collection is about."""
    found = asked(answer, scope)
    return found if found and found.target else None


def inside(body: Json, path: str) -> dict[str, Json]:
    """The object at `A.B`, else an empty one."""
    found = walk(body, path)
    return found if isinstance(found, dict) else {}
