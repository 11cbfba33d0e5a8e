"""Event sources of another account whose reading one of two sides does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.grants import grant_remedies
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import account, held, principal_of, readable, resource_policy
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Mapping, Queue
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Role, Severity
from lambda_triage.iam.matching import asked, grants
from lambda_triage.iam.policies import Policies
from lambda_triage.iam.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.policies_of import Held
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place
    from lambda_triage.iam.document import Policy

READS = {"sqs": "sqs:ReceiveMessage", "kinesis": "kinesis:GetRecords"}
PROBLEM = "PROBLEM"  # how Lambda begins a LastProcessingResult that is not good


@check(
    id="rights/cross-account-one-sided",
    title="One of two accounts does not let the source be read",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "functions", "policies"),
    cause="access_denied_resource_policy",
)
def cross_account_one_sided(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        function = scene.function(scene.key(mapping.function)) if mapping.function else None
        role, source = (function.role if function else None) or "", mapping.source or ""
        who, action = principal_of(role), READS.get(mapping.service or "")
        if not who or not action or account(source) in ("", who.account):
            continue
        known, given = held(scene, role), _own_policy(scene, source)
        result = mapping.last_result or PROBLEM
        if function is None or known is None or given is None or not result.startswith(PROBLEM):
            continue
        request = Request(action, source, who)
        opened = [a.truth.value for a in grants(given[0], asked(request)).values()]
        refused = bool(lacking(known, (action,), source))
        if all(o is False for o in opened) is not refused:
            yield _finding(function.resource, request, known, given, by_role=refused)


def _own_policy(scene: Scene, source: str) -> tuple[Policy, Place] | None:
    """The policy on the queue or stream, in its attributes or by itself."""
    told = resource_policy(scene, source)
    if told is not None:
        return told[0], told[1].place("document")
    queue = scene.case.document(Queue, source)
    policy = readable(queue.policy, f"the policy of {queue.name}") if queue else None
    return (policy, queue.place("policy")) if queue and policy else None


def _finding(
    function: str, request: Request, known: Held, given: tuple[Policy, Place], *, by_role: bool
) -> Finding:
    source, policies = str(request.resource), Policies(identity=known.policies, resource=given[0])
    side = f"role {name(known.role)}" if by_role else given[0].name
    text = f"{side} does not allow {request.action}, and between accounts both sides have to"
    return Finding(
        resource=function,
        summary=f"The trigger cannot read {name(source)} of account {account(source)}: {text}",
        key=source,
        citations=(Citation(place=known.place("") if by_role else given[1], text=text),),
        cause="access_denied_identity" if by_role else "access_denied_resource_policy",
        weight=STRONG,
        explains=("not_triggered", "backlog", "lag"),
        remedies=grant_remedies(request, policies, only=("identity", "resource")),
    )
