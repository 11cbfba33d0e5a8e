"""A refusal → the simulation that is asked for, with the role's own ARN, and nothing else."""

from __future__ import annotations

import json

import pytest

from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.deeper import MOST_REFUSED, deeper
from lambda_triage.sources.aws.follow import follow
from lambda_triage.sources.aws.follow.simulating import MOST
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.collect import collect
from tests.sources.aws.shaped import faults

ACCOUNT, PLACE = "111122223333", "eu-west-1:111122223333"
SCOPE = Scope(ACCOUNT, "eu-west-1", "aws", 1_795_166_000_000, 1_795_170_000_000)
QUEUE = f"arn:aws:sqs:{PLACE}:parcels-out"
PLAIN, IN_PATH = (f"arn:aws:iam::{ACCOUNT}:role/{path}parcels-role" for path in ("", "service-role/"))  # fmt: skip


def sentence(resource=QUEUE, action="sqs:SendMessage", account=ACCOUNT):
    return (
        f"User: arn:aws:sts::{account}:assumed-role/parcels-role/parcels is not authorized to"
        f" perform: {action} on resource: {resource} because no identity-based policy allows it"
    )


def asked(*messages):
    events = [{"timestamp": 1, "message": message} for message in messages]
    log = Want.of("logs.FilterLogEvents", "parcels", logGroupName="/aws/lambda/parcels")
    leads = follow()[log.operation]
    return [one for lead in leads for one in lead(Answer(log, {"events": events}), SCOPE)]


def simulations(wants):
    return [one for one in wants if one.operation == "iam.SimulatePrincipalPolicy"]


def test_a_refusal_in_a_log_is_simulated_once() -> None:
    [want] = simulations(asked(sentence(), f"again: {sentence()}", "is not authorized to rest"))

    assert want.about == "parcels-role"
    assert want.parameters == {
        "PolicySourceArn": PLAIN,
        "ActionNames": ["sqs:SendMessage"],
        "ResourceArns": [QUEUE],
        "ContextEntries": [
            {"ContextKeyName": "aws:SecureTransport", "ContextKeyValues": ["true"],
             "ContextKeyType": "boolean"},
            {"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": ["eu-west-1"],
             "ContextKeyType": "string"},
        ],
    }  # fmt: skip
    assert faults(want) == ""


@pytest.mark.parametrize(
    "message",
    [
        sentence(account="999988887777"),
        sentence(resource="arn:aws:sqs:eu-west-1:*:parcels-*"),
        sentence().partition(" on resource")[0],
        "User: anonymous is not authorized to perform: sqs:SendMessage on resource: " + QUEUE,
        "not authorized to perform",
        None,
        7,
    ],
)
def test_what_does_not_tell_all_is_not_simulated(message) -> None:
    assert simulations(asked(message)) == []


def test_an_action_without_resources_is_simulated_on_everything() -> None:
    [want] = simulations(asked(sentence("*", "ec2:DescribeVpcs")))

    assert "ResourceArns" not in want.parameters


def test_one_answer_leads_to_few() -> None:
    many = [sentence(f"{QUEUE}-{number}") for number in range(50)]

    assert len(simulations(asked(*many))) == MOST


def judged(tmp_path, *lines: str, **answers: object) -> list[Want]:
    function = {"FunctionName": "parcels", "Runtime": "python3.13", "Handler": "app.handler",
                "FunctionArn": f"arn:aws:lambda:{PLACE}:function:parcels", "Role": IN_PATH}  # fmt: skip
    for name, body in ({"function": function} | answers).items():
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    if lines:
        (tmp_path / "parcels.log").write_text("\n".join(lines))
    case, _ = collect([str(tmp_path)], ())
    with case:
        return simulations(deeper(case, SCOPE))


def failing(number: int, text: str) -> list[str]:
    id = f"6f1c2d3e-1111-4222-8333-{number:012d}"
    at = f"2026-11-20T09:{number // 60:02d}:{number % 60:02d}"
    return [
        f"{at}.100Z START RequestId: {id} Version: $LATEST",
        f"{at}.400Z [ERROR] ClientError: An error occurred (AccessDenied): {text}",
        f"{at}.410Z END RequestId: {id}",
        f"{at}.410Z REPORT RequestId: {id}\tDuration: 310.00 ms\tBilled Duration: 310 ms\tStatus: error",
    ]


def test_a_judged_case_knows_the_path_of_the_role(tmp_path) -> None:
    [want] = judged(tmp_path, *failing(1, sentence()))

    assert want.parameters["PolicySourceArn"] == IN_PATH


def record(resource: str) -> dict[str, object]:
    return {
        "eventTime": "2026-11-20T09:15:01Z", "eventSource": "sqs.amazonaws.com",
        "eventName": "SendMessage", "errorCode": "AccessDenied",
        "errorMessage": sentence(resource),
        "userAgent": "Boto3/1.40 exec-env/AWS_Lambda_python3.13",
        "userIdentity": {"arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/parcels-role/parcels"},
        "requestParameters": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/" + resource.rpartition(":")[2]},
    }  # fmt: skip


def test_a_refusal_of_a_trail_is_simulated(tmp_path) -> None:
    [want] = judged(tmp_path, trail={"Records": [record(QUEUE)]})

    assert want.parameters["PolicySourceArn"] == IN_PATH
    assert want.parameters["ResourceArns"] == [QUEUE]


def test_a_judged_case_wants_few(tmp_path) -> None:
    many = [record(f"{QUEUE}-{number}") for number in range(40)]

    assert len(judged(tmp_path, trail={"Records": many})) == MOST_REFUSED
