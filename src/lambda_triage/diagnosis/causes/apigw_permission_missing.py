"""The API may not invoke its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.server_errors import PRIOR, where_possible
from lambda_triage.evidence.documents import ResourcePolicy
from lambda_triage.findings import GrantAction, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SLUG = "apigw_permission_missing"
API = "apigateway.amazonaws.com"


def weigh(facts: Facts) -> Iterator[Weight]:
    errors = yield from where_possible(facts, SLUG)
    if errors is None:
        return
    policies = facts.case.documents(ResourcePolicy)
    if any(f.cause == SLUG for f in facts.findings):
        return  # a check has read the policy, and against this very API
    if any(API in str(policy.document) for policy in policies):
        yield Weight(-2.5, f"the function's policy lets {API} in", "policy")


def summary(facts: Facts) -> str:
    return "Lambda refuses the API's calls: the API may not invoke its function."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    arn = facts.resource if facts.resource.startswith("arn:") else None
    return (
        GrantAction(
            ("lambda:InvokeFunction",),
            arn,
            API,
            "resource",
            "Allow the API in the policy of the function, version or alias that it calls, with"
            " the method's ARN as aws:SourceArn",
        ),
    )


APIGW_PERMISSION_MISSING = Hypothesis(
    SLUG,
    ("request",),
    PRIOR,
    weigh,
    summary,
    propose,
    (
        ("resource_policies", "whether the function's policy lets the API in"),
        ("integrations", "which function, version or alias the API calls, and with which role"),
    ),
)
