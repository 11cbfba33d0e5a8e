"""Whatever AWS answers, what is asked next is a call that may be made and that AWS's model takes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import follow
from lambda_triage.sources.aws.reads import READS
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.start import start
from lambda_triage.sources.aws.want import Want
from tests.sources.aws.shapes import ACCOUNT, REGION, bodies, broken, faults, junk

MOST = 3_000  # wants after one answer: a stack has 500 resources with some four calls each
FUNCTIONS = Scope(
    account=ACCOUNT, region=REGION, partition="aws", start_ms=1_767_225_600_000,
    end_ms=1_798_761_600_000, functions=("orders", "pay:live"), qualifier="live",
)  # fmt: skip
STACK = Scope(
    account=ACCOUNT, region=REGION, partition="aws", start_ms=1_767_225_600_000,
    end_ms=1_798_761_600_000, stack="shop",
)  # fmt: skip
SCOPES = (FUNCTIONS, STACK)
OPERATIONS = sorted(follow())
ASKED = {
    "apigateway.GetResources": {"restApiId": "abcde12345"},
    "events.ListRuleNamesByTarget": {"EventBusName": "shop"},
    "cloudformation.DescribeStackEvents": {"StackName": "shop"},
}

WHOLE = {operation: next(bodies(operation)) for operation in OPERATIONS}


def answered(operation: str, body: dict) -> Answer:
    return Answer(Want.of(operation, "orders", **ASKED.get(operation, {})), body)


def wanted(operation: str, body: dict, scope: Scope) -> list[Want]:
    answer = answered(operation, body)
    return [want for one in follow()[operation] for want in one(answer, scope)]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_leads_to_calls_that_the_model_takes(operation: str) -> None:
    wants = {w for body in bodies(operation) for s in SCOPES for w in wanted(operation, body, s)}

    assert {w: fault for w in wants if (fault := faults(w))} == {}
    assert {w.operation for w in wants} <= READS.keys()
    assert len(wants) < MOST


@pytest.mark.parametrize("scope", SCOPES)
def test_a_collection_starts_with_calls_that_the_model_takes(scope: Scope) -> None:
    wants = start(scope)

    assert {w: fault for w in wants if (fault := faults(w))} == {}
    assert {w.operation for w in wants} <= READS.keys()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_answer_is_too_odd(data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    whole = WHOLE[operation]
    body = data.draw(broken(whole) | st.dictionaries(st.sampled_from(list(whole)), junk()))
    wants = [w for scope in SCOPES for w in wanted(operation, body, scope)]

    assert {w: fault for w in wants if (fault := faults(w))} == {}
