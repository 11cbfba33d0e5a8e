"""The statements of functions' own policies that let somebody in, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.policies_of import readable
from lambda_triage.evidence.documents import ResourcePolicy
from lambda_triage.evidence.naming import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place
    from lambda_triage.iam.document import Statement

FORMS = "a service with aws:SourceArn, an account or an organisation"


class Admitted(Struct, frozen=True):
    """One Allow of a function's policy.

    function    key of the function
    label       the statement, for a sentence
    principals  (type, name) as written; none where it names whom it leaves out
    """

    function: str
    statement: Statement
    label: str
    principals: tuple[tuple[str, str], ...]
    place: Place


def statements(scene: Scene) -> Iterator[Admitted]:
    """Every Allow in the policies of functions that AWS answered."""
    for document in scene.case.documents(ResourcePolicy):
        policy = readable(document.document, f"the policy of {name(document.resource)}")
        if not document.complete or ":function:" not in document.resource or policy is None:
            continue
        for statement in policy.statements:
            who = statement.principals
            if statement.effect != "Allow" or who is None:
                continue
            label = f"statement {statement.sid or statement.index + 1}"
            named = () if who.inverted else who.named
            function = scene.key(document.resource)
            yield Admitted(function, statement, label, named, document.place("document"))
