"""Which answers make a case worth judging before the collection ends."""

from __future__ import annotations

import pytest

from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.deeper import Glance
from lambda_triage.sources.aws.want import Want

ORDERS = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
TRACED = "REPORT RequestId: 1 Duration: 1 ms\\tXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793"
REFUSED = "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: s3:GetObject on x"
JSON = '{"type":"platform.report","record":{"tracing":{"value":"Root=1-5759e988-bd862e3f"}}}'


def log(*messages: str) -> Answer:
    return Answer(
        Want.of("logs.FilterLogEvents", "orders"), {"events": [{"message": m} for m in messages]}
    )


def metric(label: str, values: list[float]) -> Answer:
    told = {"MetricDataResults": [{"Label": label, "Values": values}]}
    return Answer(Want.of("cloudwatch.GetMetricData", "orders"), told)


def function(role: str) -> Answer:
    return Answer(Want.of("lambda.GetFunction", "orders"), {"Configuration": {"Role": role}})


def trail(event: str) -> Answer:
    return Answer(
        Want.of("cloudtrail.LookupEvents", "orders"), {"Events": [{"CloudTrailEvent": event}]}
    )


PLAIN_ROLE = function("arn:aws:iam::123456789012:role/orders")
PATH_ROLE = function("arn:aws:iam::123456789012:role/service-role/orders")


def news(*answers: Answer) -> bool:
    glance = Glance()
    for answer in answers:
        glance.see(answer)
    return glance.news()


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([log(TRACED)], id="a trace that may explain a failure"),
        pytest.param([log(JSON)], id="the same in the platform's JSON"),
        pytest.param([metric(f"{ORDERS} Invocations Sum", [0.0])], id="a function that is still"),
        pytest.param([metric(f"{ORDERS} Invocations Sum", [])], id="one without a point"),
        pytest.param([PATH_ROLE, log(REFUSED)], id="a refusal whose role has a path"),
        pytest.param([log(REFUSED), PATH_ROLE], id="in any order"),
        pytest.param(
            [log(*(f"{REFUSED}{n}" for n in range(6)))], id="more than an answer leads to"
        ),
        pytest.param([trail('{"errorCode":"AccessDenied"}')], id="a refusal in the trail"),
    ],
)
def test_it_is_worth_judging_for(answers: list[Answer]) -> None:
    assert news(*answers)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(
            [log("START", "REPORT RequestId: 1 Duration: 1 ms")], id="a log without traces"
        ),
        pytest.param([metric(f"{ORDERS} Invocations Sum", [3.0])], id="a function that runs"),
        pytest.param([metric("arn:aws:sqs:eu-west-1:1:q Invocations Sum", [])], id="no function"),
        pytest.param([PLAIN_ROLE, log(REFUSED)], id="a refusal that the log itself leads on from"),
        pytest.param([trail('{"eventName":"UpdateFunctionCode20150331v2"}')], id="a change"),
        pytest.param(
            [log(), Answer(Want.of("logs.FilterLogEvents", "x"), {"events": 3})], id="odd"
        ),
    ],
)
def test_it_is_not_worth_judging_for(answers: list[Answer]) -> None:
    assert not news(*answers)


def test_it_is_judged_again_only_for_what_came_since() -> None:
    glance = Glance()
    glance.see(log(TRACED))
    before = glance.news()
    glance.see(metric(f"{ORDERS} Invocations Sum", [3.0]))

    assert (before, glance.news()) == (True, False)
