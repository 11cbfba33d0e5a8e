"""What a value is, its place in a document tells; environments keep what diagnosis reads."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.redaction import Redactor
from lambda_triage.evidence.redaction.settings import secret_title
from lambda_triage.evidence.redaction.tokens import TOKEN
from lambda_triage.sources.secret_values import secret_settings, secrets_in
from tests.evidence.planted import KINDS, Maker

REDACTOR = Redactor()
RANDOM = "aB3dE6gH9jK2mN5pQ8sT"


def clean(body: object) -> object:
    """Redacted, with the kind of each token in place of the token."""
    once = REDACTOR.value(body)
    assert REDACTOR.value(once) == once
    return json.loads(TOKEN.sub(lambda hit: f"[{hit['kind']}]", json.dumps(once)))


def environment(name: str, value: str) -> str:
    return clean({"Environment": {"Variables": {name: value}}})["Environment"]["Variables"][name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "DEBUG"),
        ("TABLE", "claims-Table-1XYZ"),
        ("STACK_TABLE", "shop-OrdersTable-1A2B3C4D5E6F7"),
        ("QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/300400500604/orders"),
        ("TOPIC", "arn:aws:sns:eu-west-1:300400500604:orders"),
        ("DB_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:300400500604:secret:prod/db-AbC12x"),
        ("DB_SECRET", "ledger/ro"),
        ("DB_PASSWORD_PARAMETER", "/prod/db/password"),
        ("REDIS_HOST", "cart-redis.abc12x.0001.usw2.cache.amazonaws.com:6379"),
        ("DB", "tcp://db.corp.example:5432"),
        ("SUBNETS", "subnet-0a1b2c3d4e5f67890,subnet-0f9e8d7c6b5a43210"),
        ("TTL", "300"),
        ("RATE", "0.25"),
        ("WAIT", "30s"),
        ("ENABLED", "true"),
        ("TOKEN_TTL", "3600"),
        ("USE_TOKEN", "true"),
        ("NODE_OPTIONS", "--enable-source-maps --max-old-space-size=512"),
        ("JAVA_TOOL_OPTIONS", "-XX:+TieredCompilation -XX:TieredStopAtLevel=1"),
        ("AWS_LAMBDA_EXEC_WRAPPER", "/opt/bootstrap"),
        ("REGION", "eu-west-1"),
        ("EMPTY", ""),
        ("PASSWORD", "${DB_PASSWORD}"),
    ],
)
def test_harmless_settings_stay(name, value):
    assert environment(name, value) == value


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DB_PASSWORD", "hunter22", "[password]"),
        ("DB_PASS", "hunter22", "[value]"),
        ("API_TOKEN", RANDOM, "[key]"),
        ("STRIPE", "sk" + "_live_" + RANDOM, "[stripe]"),
        ("DATABASE_URL", "postgres://a:b9xyz@h.example:5432/db", "postgres://a:[url-password]@h.example:5432/db"),
        ("SFTP", "sftp://a:b9xyz@h.example/in", "sftp://a:[login]@h.example/in"),
        ("SALT", RANDOM * 2, "[value]"),
        ("GREETING", "Dear Mrs Miller", "[value]"),
        ("MAIL", "ops@example.com", "[email]"),
        ("CONFIG", '{"host":"db.example","password":"x1","level":"INFO"}', '{"host":"db.example","password":"[value]","level":"INFO"}'),
    ],
)  # fmt: skip
def test_other_settings_go(name, value, expected):
    assert environment(name, value) == expected


NAMES = st.sampled_from([
    "DB_PASSWORD", "PASSWORD", "API_KEY", "TOKEN", "CLIENT_SECRET", "SECRET", "URL", "X", "SALT",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "SMTP_PASS", "LOG_LEVEL", "PRIVATE_KEY",
])  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    NAMES, st.sampled_from(sorted(KINDS)), st.integers(0, 99), st.booleans(), st.text(max_size=12)
)
def test_a_redacted_setting_is_told_to_hold_what_it_held(name, kind, seed, bare, text):
    secret = KINDS[kind](Maker(seed))
    value = secret.value if bare else secret.before + secret.value + secret.after
    for held in (value, text):
        now = REDACTOR.value({"Environment": {"Variables": {name: held}}})
        assert secret_settings(now["Environment"]["Variables"]) == secret_settings({name: held})


@settings(max_examples=600, deadline=None)
@given(st.text("abXY019_-/. :@", max_size=30), NAMES)
def test_any_setting_is_told_to_hold_what_it_held(value, name):
    now = REDACTOR.value({"Environment": {"Variables": {name: value}}})

    assert secret_title(name, now["Environment"]["Variables"][name]) == secret_title(name, value)


def test_secrets_in_sources_are_found_after_redaction_too():
    text = "x\nkey = 'AK" + "IAQ3EGWV5X7YT2LBNM'\nurl = 'redis://:b9xyz@h/0'\n"

    assert secrets_in(REDACTOR.text(text)) == secrets_in(text)


def test_members_of_secret_names_go_and_all_else_stays():
    body = {
        "headers": {"Authorization": f"Bearer {RANDOM}", "X-Api-Key": "k1k1k1", "Accept": "*/*"},
        "multiValueHeaders": {"Cookie": ["a=b1", "c=d2"]},
        "requestContext": {
            "identity": {"apiKey": "abcd1234"},
            "requestId": "a1-b2",
            "accountId": "300400500604",
        },
        "authorization": {"type": "AWS_IAM"},
        "NextToken": "abc123def456ghi789",
        "Password": {"Ref": "DbPassword"},
        "n": [1, 2.5, None, True],
    }
    expected = {
        "headers": {"Authorization": "Bearer [token]", "X-Api-Key": "[secret]", "Accept": "*/*"},
        "multiValueHeaders": {"Cookie": ["[cookie]", "[cookie]"]},
        "requestContext": {
            "identity": {"apiKey": "[secret]"},
            "requestId": "a1-b2",
            "accountId": "300400500604",
        },
        "authorization": {"type": "AWS_IAM"},
        "NextToken": "abc123def456ghi789",
        "Password": {"Ref": "DbPassword"},
        "n": [1, 2.5, None, True],
    }

    assert clean(body) == expected


def test_a_name_beside_tells_what_the_value_is():
    body = [
        {"ParameterKey": "DbPassword", "ParameterValue": "swordfish"},
        {"ParameterKey": "Stage", "ParameterValue": "prod"},
        {"name": "Authorization", "value": f"Basic {RANDOM}"},
        {"Key": "Team", "Value": "orders"},
        {"id": "a1b2", "name": "partner", "value": RANDOM, "stageKeys": ["x/prod"]},
    ]
    values = [list(item.values())[1] for item in clean(body)[:4]]

    assert values == ["[password]", "prod", "Basic [authorization]", "orders"]
    assert clean(body)[4]["value"] == "[secret]"


def test_environments_of_containers_and_terraform_are_environments():
    body = {
        "containerDefinitions": [{"environment": [{"name": "SALT", "value": RANDOM * 2}, {"name": "TABLE", "value": "orders"}]}],
        "environment": [{"variables": {"SALT": RANDOM * 2, "TABLE": "orders"}}],
    }  # fmt: skip
    now = clean(body)

    assert [i["value"] for i in now["containerDefinitions"][0]["environment"]] == [
        "[value]",
        "orders",
    ]
    assert now["environment"][0]["variables"] == {"SALT": "[value]", "TABLE": "orders"}


def test_json_in_strings_keeps_how_it_is_written():
    for style in ({}, {"separators": (",", ":")}, {"indent": 2}, {"ensure_ascii": False}):
        inner = {"user": "a@b.example", "name": "ü", "n": 1, "t": {"password": "x y"}}
        now = REDACTOR.value({"Document": json.dumps(inner, **style)})["Document"]
        again = json.loads(now)
        assert now == json.dumps(again, **style)
        assert {**again, "user": 0, "t": 0} == {**inner, "user": 0, "t": 0}


def test_numbers_that_are_cards_go_and_others_stay():
    body = {"card": 4111111111111111, "time": 1718000000123, "id": 4111111111111111, "big": 10**30}

    assert clean(body) == {**body, "card": "[card]"}


def test_defaults_without_an_echo_go_and_yaml_stays_yaml():
    template = (
        "Parameters:\n  Db:\n    Type: String\n    NoEcho: true\n    Default: swordfish\n"
        "  Stage:\n    Type: String\n    Default: prod\nResources:\n  F:\n    Properties:\n"
        "      Environment:\n        Variables:\n          SALT: aB3dE6gH9jK2mN5pQ8sTaB3d\n"
        "          TABLE: !Ref Table\n      Endpoint: ops@example.com\n"
    )
    now = clean({"TemplateBody": template})["TemplateBody"]

    assert now == template.replace("swordfish", '"[password]"').replace(
        "aB3dE6gH9jK2mN5pQ8sTaB3d", '"[value]"'
    ).replace("ops@example.com", '"[email]"')
    assert clean({"NoEcho": True, "Default": "swordfish"}) == {
        "NoEcho": True,
        "Default": "[secret]",
    }


def test_depth_is_bounded():
    body: object = "password=hunter2"
    for _ in range(900):
        body = {"a": [body]}

    assert "hunter2" not in json.dumps(REDACTOR.value(body))
