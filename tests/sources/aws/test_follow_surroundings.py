"""What is asked around a function: analyzers of its access, AWS's own issues, usage plans."""

from __future__ import annotations

from msgspec.structs import replace

from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import apis, changes, functions
from lambda_triage.sources.aws.want import Want
from tests.sources.aws.test_follow_functions import ANSWERS, SCOPE

ANALYZER = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/outside"


def analyzers(scope=SCOPE, **changed):
    told = {"arn": ANALYZER, "name": "outside", "type": "ACCOUNT", "status": "ACTIVE"} | changed
    answer = Answer(Want.of("accessanalyzer.ListAnalyzers", "analyzers"), {"analyzers": [told]})
    return list(functions.of_analyzers(answer, scope))


def test_an_analyzer_is_asked_about_the_functions_alone() -> None:
    (want,) = analyzers()

    arn = f"arn:aws:lambda:{SCOPE.region}:{SCOPE.account}:function:orders"
    assert want.operation == "accessanalyzer.ListFindings"
    assert want.parameters["filter"] == {"status": {"eq": ["ACTIVE"]}, "resource": {"eq": [arn]}}


def test_of_a_stack_it_is_asked_about_all_functions() -> None:
    (want,) = analyzers(replace(SCOPE, functions=(), stack="shop"))

    assert want.parameters["filter"]["resourceType"] == {"eq": ["AWS::Lambda::Function"]}


def test_an_analyzer_that_does_not_work_is_not_asked() -> None:
    assert analyzers(status="FAILED") == []


def test_issues_of_aws_are_asked_once_for_all_functions() -> None:
    answer = Answer(Want.of("lambda.GetFunction", "orders"), ANSWERS["lambda.GetFunction"])
    first = [w for w in changes.of_function(answer, SCOPE) if w.service == "health"]
    again = [w for w in changes.of_function(answer, SCOPE) if w.service == "health"]

    assert first == again
    assert first[0].parameters["filter"]["regions"] == [SCOPE.region]


def test_usage_plans_are_asked_and_never_their_keys() -> None:
    answer = Answer(
        Want.of("apigateway.GetRestApi", "a1b2c3", restApiId="a1b2c3"), {"id": "a1b2c3"}
    )
    asked = {w.action for w in apis.rest_api(answer, SCOPE)}

    assert "GetUsagePlans" in asked
    assert not any("Key" in action for action in asked)
