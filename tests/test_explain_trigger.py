"""For a sample event, every recorded way to a function is decided edge by edge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.errors import FormatError, UsageError
from lambda_triage.patterns.routes import choose_route, match_route
from lambda_triage.pipeline.trigger import explain_trigger

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.pipeline.trigger import Explained

ACCOUNT = "eu-west-1:123456789012"
SHIP = f"arn:aws:lambda:{ACCOUNT}:function:ship"
QUEUE = f"arn:aws:sqs:{ACCOUNT}:orders"
RULE = f"arn:aws:events:{ACCOUNT}:rule/paid"
TOPIC = f"arn:aws:sns:{ACCOUNT}:news"
FUNCTION = {
    "FunctionName": "ship",
    "FunctionArn": SHIP,
    "Runtime": "python3.13",
    "Handler": "app.handler",
    "Timeout": 30,
    "MemorySize": 256,
    "State": "Active",
}
MAPPING = {
    "UUID": "8c1f5a1e-0b52-4f5e-9f9f-1f0f8a2b7c11",
    "EventSourceArn": QUEUE,
    "FunctionArn": SHIP,
    "State": "Enabled",
    "FilterCriteria": {"Filters": [{"Pattern": '{"body":{"kind":["paid"]}}'}]},
}
BRIDGE = {
    "version": "0",
    "id": "1",
    "detail-type": "Order",
    "source": "shop",
    "account": "123456789012",
    "time": "2026-03-01T10:00:00Z",
    "region": "eu-west-1",
    "resources": [],
    "detail": {"status": "paid"},
}


def policy(service: str, source: str) -> dict[str, object]:
    statement = {
        "Sid": "let-in",
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "lambda:InvokeFunction",
        "Resource": SHIP,
        "Condition": {"ArnLike": {"AWS:SourceArn": source}},
    }
    return {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


def asked(folder: Path, sample: object, **documents: object) -> Explained:
    (folder / "function.json").write_text(json.dumps(FUNCTION))
    for name, body in documents.items():
        (folder / f"{name.replace('_', '-')}.json").write_text(json.dumps(body))
    return explain_trigger(json.dumps(sample), [str(folder)])


def message(**body: object) -> dict[str, object]:
    return {"Messages": [{"MessageId": "m-1", "ReceiptHandle": "r", "Body": json.dumps(body)}]}


def test_a_message_that_the_filter_takes_would_have_invoked(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        message(kind="paid"),
        list_event_source_mappings={"EventSourceMappings": [MAPPING]},
    )
    assert found.answer == "yes"


def test_a_refused_message_names_the_first_clause(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        message(type="paid"),
        list_event_source_mappings={"EventSourceMappings": [MAPPING]},
    )
    step = found.ways[0].first
    assert step is not None
    assert (found.answer, step.what, step.clause) == ("no", "filter", "$.body.kind")


def test_a_disabled_mapping_closes_the_way_before_its_filter(tmp_path: Path) -> None:
    off = {**MAPPING, "State": "Disabled"}
    found = asked(
        tmp_path, message(kind="paid"), list_event_source_mappings={"EventSourceMappings": [off]}
    )
    step = found.ways[0].first
    assert step is not None
    assert (found.answer, step.what) == ("no", "state")


@pytest.mark.parametrize(
    ("state", "allowed", "answer", "edge"),
    [
        ("ENABLED", RULE, "yes", None),
        ("DISABLED", RULE, "no", "state"),
        ("ENABLED", f"arn:aws:events:{ACCOUNT}:rule/other", "no", "permission"),
    ],
)
def test_a_rule_is_decided_at_its_state_pattern_and_permission(
    tmp_path: Path, state: str, allowed: str, answer: str, edge: str | None
) -> None:
    rule = {
        "Name": "paid",
        "Arn": RULE,
        "EventPattern": '{"source":["shop"],"detail":{"status":["paid"]}}',
        "State": state,
        "EventBusName": "default",
    }
    found = asked(
        tmp_path,
        BRIDGE,
        describe_rule=rule,
        list_targets_by_rule={"Targets": [{"Id": "1", "Arn": SHIP}]},
        get_policy=policy("events.amazonaws.com", allowed),
    )
    first = found.ways[0].first
    assert (found.answer, first.what if first else None) == (answer, edge)


def test_a_policy_that_is_not_at_hand_leaves_the_answer_open(tmp_path: Path) -> None:
    rule = {"Name": "paid", "Arn": RULE, "EventPattern": '{"source":["shop"]}', "State": "ENABLED"}
    found = asked(
        tmp_path,
        BRIDGE,
        describe_rule=rule,
        list_targets_by_rule={"Targets": [{"Id": "1", "Arn": SHIP}]},
    )
    assert found.answer == "unknown"


def test_an_object_is_held_against_the_notifications_prefix(tmp_path: Path) -> None:
    rules = [{"Name": "prefix", "Value": "in/"}]
    told = {
        "LambdaFunctionConfigurations": [
            {
                "LambdaFunctionArn": SHIP,
                "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": rules}},
            }
        ]
    }
    sample = {
        "Records": [
            {
                "eventSource": "aws:s3",
                "eventName": "ObjectCreated:Put",
                "s3": {"bucket": {"name": "files"}, "object": {"key": "out/a+b.csv"}},
            }
        ]
    }
    found = asked(tmp_path, sample, get_bucket_notification_configuration=told)
    assert found.ways[0].answer == "no"


def test_a_function_without_concurrency_is_a_closed_end(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        message(kind="paid"),
        list_event_source_mappings={"EventSourceMappings": [MAPPING]},
        get_function_concurrency={"ReservedConcurrentExecutions": 0},
    )
    step = found.ways[0].first
    assert step is not None
    assert (found.answer, step.what) == ("no", "function")


def test_nothing_that_carries_the_event_is_no_answer(tmp_path: Path) -> None:
    assert asked(tmp_path, BRIDGE).answer == "unknown"


def test_text_that_is_no_event_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        explain_trigger("not json", [str(tmp_path)])


def test_an_unknown_carrier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        explain_trigger("{}", [str(tmp_path)], carrier="pigeon")


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("/orders", "GET /orders"),
        ("/orders/7", "GET /orders/{id}"),
        ("/orders/7/lines", "ANY /{proxy+}"),
        ("/", "$default"),
    ],
)
def test_the_most_specific_route_is_taken(path: str, chosen: str) -> None:
    keys = ["$default", "ANY /{proxy+}", "GET /orders/{id}", "GET /orders"]
    assert choose_route(keys, "GET", path) == chosen


def test_a_route_of_another_method_names_the_method() -> None:
    assert match_route("POST /orders", "GET", "/orders").clause == "$.method"


API = "a1b2c3d4e5"
EXECUTE = f"arn:aws:execute-api:{ACCOUNT}:{API}"
ORDER: dict[str, object] = {
    "version": "2.0",
    "rawPath": "/orders",
    "headers": {"accept": "*/*"},
    "requestContext": {"apiId": API, "stage": "live", "http": {"method": "POST"}},
}
ROUTE: dict[str, object] = {
    "RouteId": "r1",
    "RouteKey": "POST /orders",
    "Target": "integrations/i1",
}
STAGES: dict[str, object] = {
    "Items": [{"StageName": "live", "DeploymentId": "d1", "AutoDeploy": True}]
}


def requested(
    folder: Path,
    source: str = f"{EXECUTE}/*/*/orders",
    sample: dict[str, object] = ORDER,
    route: dict[str, object] = ROUTE,
    stages: dict[str, object] = STAGES,
    authorizers: list[object] | None = None,
) -> tuple[str, str | None]:
    """The answer, and the edge that decides it."""
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{SHIP}/invocations"
    integration = {"IntegrationId": "i1", "IntegrationType": "AWS_PROXY", "IntegrationUri": uri}
    bodies = {
        f"get-routes.{API}": {"Items": [route]},
        f"get-integrations.{API}": {"Items": [{**integration, "PayloadFormatVersion": "2.0"}]},
        f"get-stages.{API}": stages,
        f"get-authorizers.{API}": {"Items": authorizers or []},
        "get-policy": policy("apigateway.amazonaws.com", source),
    }
    found = asked(folder, sample, **bodies)
    first = found.ways[0].first if found.ways else None
    return found.answer, first.what if first else None


@pytest.mark.parametrize(
    ("tail", "decided"),
    [
        ("/*/*/orders", ("yes", None)),
        ("/*", ("yes", None)),
        ("/live/POST/orders", ("yes", None)),
        ("/*/*/other", ("no", "permission")),
        ("/test/POST/orders", ("no", "permission")),
        ("/*/GET/orders", ("no", "permission")),
    ],
)
def test_the_whole_arn_of_a_request_is_held_against_the_policy(
    tmp_path: Path, tail: str, decided: tuple[str, str | None]
) -> None:
    assert requested(tmp_path, EXECUTE + tail) == decided


def test_how_aws_writes_a_path_with_variables_is_left_open(tmp_path: Path) -> None:
    sample = {**ORDER, "rawPath": "/orders/7"}
    route = {**ROUTE, "RouteKey": "POST /orders/{id}"}
    source = f"{EXECUTE}/*/*/orders/{{id}}"
    assert requested(tmp_path, source, sample, route) == ("unknown", "permission")


def test_an_unknown_stage_leaves_a_policy_for_one_stage_open(tmp_path: Path) -> None:
    sample = {**ORDER, "requestContext": {"apiId": API, "http": {"method": "POST"}}}
    two: dict[str, object] = {
        "Items": [{"StageName": n, "AutoDeploy": True} for n in ("live", "test")]
    }
    found = requested(tmp_path, f"{EXECUTE}/live/*/orders", sample, stages=two)
    assert found == ("unknown", "stage")


@pytest.mark.parametrize(
    ("stages", "decided"),
    [
        ({"Items": [{"StageName": "other", "AutoDeploy": True}]}, ("no", "stage")),
        ({"Items": [{"StageName": "live", "AutoDeploy": False}]}, ("no", "stage")),
        ({"Items": [{"StageName": "live", "DeploymentId": "d"}]}, ("yes", None)),
    ],
)
def test_a_stage_must_be_there_and_deployed(
    tmp_path: Path, stages: dict[str, object], decided: tuple[str, str | None]
) -> None:
    assert requested(tmp_path, stages=stages) == decided


@pytest.mark.parametrize(
    ("wanted", "decided"),
    [
        ({"AuthorizationType": "AWS_IAM"}, ("no", "authorizer")),
        ({"AuthorizationType": "JWT", "AuthorizerId": "au1"}, ("no", "authorizer")),
        ({"AuthorizationType": "CUSTOM", "AuthorizerId": "unread"}, ("unknown", "authorizer")),
        ({"ApiKeyRequired": True}, ("no", "authorizer")),
        ({"AuthorizationType": "NONE"}, ("yes", None)),
    ],
)
def test_a_request_without_credentials_stops_at_the_authorizer(
    tmp_path: Path, wanted: dict[str, object], decided: tuple[str, str | None]
) -> None:
    jwt = {
        "AuthorizerId": "au1",
        "AuthorizerType": "JWT",
        "Name": "users",
        "IdentitySource": ["$request.header.Authorization"],
        "JwtConfiguration": {"Issuer": "https://id.example.com", "Audience": ["shop"]},
    }
    assert requested(tmp_path, route={**ROUTE, **wanted}, authorizers=[jwt]) == decided


@pytest.mark.parametrize(
    ("scope", "decided"),
    [("orders:write", ("yes", None)), ("orders:read", ("no", "authorizer"))],
)
def test_a_token_that_was_let_in_must_have_a_scope_of_the_route(
    tmp_path: Path, scope: str, decided: tuple[str, str | None]
) -> None:
    context = {
        "apiId": API,
        "stage": "live",
        "http": {"method": "POST"},
        "authorizer": {"jwt": {"claims": {"scope": scope}, "scopes": None}},
    }
    route = {**ROUTE, "AuthorizationType": "JWT", "AuthorizationScopes": ["orders:write"]}
    assert requested(tmp_path, sample={**ORDER, "requestContext": context}, route=route) == decided
