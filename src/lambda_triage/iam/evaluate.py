"""AWS's evaluation logic: one request and the policies around it → one decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.iam.gates import applying, gates
from lambda_triage.iam.matching import asked, denies
from lambda_triage.iam.policies import EVERY, TITLES, Decision
from lambda_triage.iam.truth import all_of, any_of, unknown

if TYPE_CHECKING:
    from lambda_triage.iam.gates import Gate
    from lambda_triage.iam.matching import Answer, Asked
    from lambda_triage.iam.policies import Cited, Policies
    from lambda_triage.iam.request import Request
    from lambda_triage.iam.truth import Truth


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decide as AWS does: an explicit deny wins, then every kind of policy has to allow.

    Never says `allowed` while a policy, a context key or a rule of AWS's is not known.
    """
    put = asked(request)
    decision = _decide(put, policies)
    as_known = _decide(put, policies.assuming(EVERY)).outcome
    return replace(decision, as_known=as_known)


def _decide(put: Asked, policies: Policies) -> Decision:
    denied, statement = _explicit(put, policies)
    if denied.value:
        return Decision("explicit_deny", f"{_first(statement)} denies {_call(put)}", statement)
    passed = gates(put, policies)
    shut = next((gate for gate in passed if gate.truth.value is False), None)
    if shut:
        return Decision("implicit_deny", _refusal(shut, put), None, denied.why)
    whole = all_of(gate.truth for gate in passed)
    if denied.value is None or whole.value is None:
        why = tuple(dict.fromkeys(denied.why + whole.why))
        return Decision("unknown", f"Not known for {_call(put)}: {why[0]}", None, why)
    return Decision(
        "allowed", f"{_first(passed[-1].statement)} allows {_call(put)}", passed[-1].statement
    )


def _explicit(put: Asked, policies: Policies) -> tuple[Truth, Cited | None]:
    kinds = [kind for kind in applying(put.request) if kind != "kms_grants"]
    answers: list[Answer] = [denies(policies.of(kind), kind, put) for kind in kinds]
    for answer in answers:
        if answer.truth.value:
            return answer.truth, answer.statement
    missing = [
        unknown(f"{TITLES[kind]}: not all known") for kind in kinds if not policies.is_known(kind)
    ]
    return any_of([*missing, *(answer.truth for answer in answers)]), None


def _refusal(gate: Gate, put: Asked) -> str:
    title = TITLES[gate.kind]
    level = "" if gate.level is None else f" of level {gate.level + 1}"
    return f"No statement of the {title}{level} allows {_call(put)}"


def _first(statement: Cited | None) -> str:
    words = str(statement) if statement else "the root user's own right"
    return words[:1].upper() + words[1:]


def _call(put: Asked) -> str:
    request = put.request
    on = f" on {request.resource}" if request.resource not in (None, "*") else ""
    return f"{request.action}{on} to {request.principal.name}"
