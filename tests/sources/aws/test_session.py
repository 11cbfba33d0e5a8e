"""What a session promises: the right region and account, and one line when AWS cannot be asked."""

from __future__ import annotations

import socket
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.exceptions import DataNotFoundError
from botocore.session import Session as Botocore

from lambda_triage.errors import AccessError, ForbiddenCallError, UsageError
from lambda_triage.sources.aws.models import share
from lambda_triage.sources.aws.session import Identity, Session
from tests.sources.aws.service import Refusal, Service

ROLE = "arn:aws:iam::210987654321:role/reader"
CONFIG = """
[default]
region = us-west-2
[profile paris]
region = eu-west-3
aws_access_key_id = AKIAPARIS
aws_secret_access_key = planted-secret-of-paris
[profile bare]
[profile sso]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = reader
region = eu-west-1
"""


@pytest.fixture
def profiles(tmp_path: Path):
    (tmp_path / "config").write_text(CONFIG, encoding="utf-8")


def sts(operation: str, parameters: dict):
    if operation == "sts.AssumeRole":
        return {
            "Credentials": {
                "AccessKeyId": "ASIAROLE",
                "SecretAccessKey": "planted-secret-of-the-role",
                "SessionToken": "planted-token-of-the-role",
                "Expiration": datetime.now(UTC) + timedelta(hours=1),
            },
            "AssumedRoleUser": {"AssumedRoleId": "x:y", "Arn": parameters["RoleArn"]},
        }
    return {"Account": "123456789012", "Arn": "arn:aws-cn:iam::123456789012:user/anna"}


def refused(said) -> str:
    """The line that a session refuses with when sts answers *said*."""
    with Service(lambda *_: said) as service, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_STS", service.url)
        with pytest.raises(AccessError) as caught:
            _ = Session(role_arn=None).identity
    return str(caught.value)


def test_account_and_partition_are_those_that_sts_tells(keys, monkeypatch):
    with Service(sts) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        actual = Session().identity
    expected = Identity("123456789012", "aws-cn", "arn:aws-cn:iam::123456789012:user/anna")
    assert actual == expected


@pytest.mark.parametrize(
    ("profile", "region", "environment", "expected"),
    [
        ("paris", "eu-north-1", {"AWS_REGION": "us-east-1"}, "eu-north-1"),
        ("paris", None, {"AWS_REGION": "us-east-1"}, "eu-west-3"),
        (None, None, {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-2"}, "us-east-1"),
        (None, None, {"AWS_DEFAULT_REGION": "us-east-2"}, "us-east-2"),
        (None, None, {}, "us-west-2"),
        (None, None, {"AWS_PROFILE": "paris"}, "eu-west-3"),
    ],
)
def test_region_is_the_nearest_that_is_named(
    profiles, monkeypatch, profile, region, environment, expected
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Session(profile, region).region == expected


def test_role_is_assumed_once_and_asks_from_then_on(keys, monkeypatch):
    with Service(sts) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        session = Session(role_arn=ROLE)
        _ = session.identity
        session.client("sts").get_caller_identity()
        actual = list(zip(service.asked, service.keys, strict=True))
    expected = [
        ("sts.AssumeRole", "AKIAIOSFODNN7EXAMPLE"),
        ("sts.GetCallerIdentity", "ASIAROLE"),
        ("sts.GetCallerIdentity", "ASIAROLE"),
    ]
    assert actual == expected


def test_role_of_a_profile_is_assumed_outside_the_guard(tmp_path, monkeypatch):
    (tmp_path / "config").write_text(
        CONFIG + f"[profile role]\nrole_arn = {ROLE}\nsource_profile = paris\nregion = eu-west-3\n",
        encoding="utf-8",
    )
    with Service(sts) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        _ = Session("role").identity
        actual = list(zip(service.asked, service.keys, strict=True))
    assert actual == [("sts.AssumeRole", "AKIAPARIS"), ("sts.GetCallerIdentity", "ASIAROLE")]


def test_clients_pass_nothing_but_reads(keys):
    with pytest.raises(ForbiddenCallError):
        Session(region="eu-west-1").client("lambda").delete_function(FunctionName="orders")


def test_one_client_is_made_per_service_for_all_threads(keys):
    session, found = Session(), []
    threads = [
        threading.Thread(target=lambda: found.append(session.client("lambda"))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(map(id, found)))) == (16, 1)


def test_endpoint_of_one_service_wins_over_that_of_all(keys, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_XRAY", "http://127.0.0.1:2")
    session = Session()
    actual = [session.client(name).meta.endpoint_url for name in ("lambda", "xray")]
    assert actual == ["http://127.0.0.1:1", "http://127.0.0.1:2"]


def test_no_credentials_names_the_next_step(monkeypatch):
    with pytest.raises(AccessError) as caught:
        _ = Session(region="eu-west-1").identity
    expected = (
        "no AWS credentials; name a profile with --profile, run `aws sso login`,"
        " or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )
    assert str(caught.value) == expected


def test_profile_without_credentials_names_the_next_step(profiles):
    with pytest.raises(AccessError) as caught:
        _ = Session("bare", "eu-west-1").identity
    expected = (
        "profile 'bare' has no credentials; run `aws configure --profile bare`"
        " or `aws sso login --profile bare`"
    )
    assert str(caught.value) == expected


def test_unknown_profile_names_those_that_there_are(profiles):
    with pytest.raises(AccessError) as caught:
        Session("london")
    expected = "profile 'london' is not in ~/.aws/config; configured are: default, paris, bare, sso"
    assert str(caught.value) == expected


def test_sign_in_that_has_expired_names_the_command(profiles):
    with pytest.raises(AccessError) as caught:
        _ = Session("sso").identity
    expected = "the sign-in of profile 'sso' has expired; run `aws sso login --profile sso`"
    assert str(caught.value) == expected


def test_no_region_names_the_next_step(keys, monkeypatch):
    monkeypatch.delenv("AWS_REGION")
    with pytest.raises(AccessError) as caught:
        Session()
    expected = "no region: the default profile has none; pass --region, or set AWS_REGION"
    assert str(caught.value) == expected


def test_region_that_cannot_be_one_is_refused_before_anything_is_sent(keys):
    with pytest.raises(AccessError) as caught:
        Session(region="evil.example/#")
    expected = "'evil.example/#' is not the name of a region; an example: eu-west-1"
    assert str(caught.value) == expected


def test_role_that_cannot_be_one_is_refused(keys):
    with pytest.raises(UsageError) as caught:
        Session(role_arn="reader")
    expected = "'reader' is not the ARN of a role: arn:aws:iam::<account>:role/<name>"
    assert str(caught.value) == expected


def test_broken_config_file_is_one_line(tmp_path):
    (tmp_path / "config").write_text("aws_secret_access_key = planted\n[", encoding="utf-8")
    with pytest.raises(AccessError) as caught:
        Session(region="eu-west-1")
    assert str(caught.value) == "the AWS config file cannot be parsed; see `aws configure list`"


def test_what_a_failing_credential_process_prints_is_not_repeated(tmp_path):
    script = tmp_path / "process.py"
    script.write_text("import sys; sys.exit('planted-secret-of-a-process')", encoding="utf-8")
    process = f"{Path(sys.executable).as_posix()} {script.as_posix()}"
    text = f"[profile made]\nregion = eu-west-1\ncredential_process = {process}\n"
    (tmp_path / "config").write_text(text, encoding="utf-8")
    with pytest.raises(AccessError) as caught:
        _ = Session("made").identity
    expected = (
        "the credentials of profile 'made' cannot be loaded (CredentialRetrievalError);"
        " check with `aws sts get-caller-identity --profile made`"
    )
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            Refusal(403, "ExpiredToken", "The token planted-secret-key-0123456789 has expired"),
            (
                "the credentials of the default profile have expired; renew them,"
                " then run the same command again"
            ),
        ),
        (
            Refusal(403, "SignatureDoesNotMatch", "x-amz-security-token:planted-secret"),
            (
                "AWS does not accept the credentials of the default profile in eu-west-1"
                " (SignatureDoesNotMatch); check the key, and that the account has enabled this region"
            ),
        ),
        (
            Refusal(403, "InvalidClientTokenId", "The security token is invalid"),
            (
                "AWS does not accept the credentials of the default profile in eu-west-1"
                " (InvalidClientTokenId); check the key, and that the account has enabled this region"
            ),
        ),
        (
            Refusal(400, "RequestExpired", "Request has expired"),
            "AWS refuses the time of the request; set the clock of this machine",
        ),
        (
            {"UserId": "x"},
            "sts answered without an account; check AWS_ENDPOINT_URL, which it was asked at",
        ),
    ],
)
def test_credentials_that_sts_refuses_are_one_line_without_secrets(keys, said, expected):
    assert refused(said) == expected


def test_role_that_may_not_be_assumed_names_both_policies(keys, monkeypatch):
    with Service(lambda *_: Refusal(403, "AccessDenied", "planted")) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        with pytest.raises(AccessError) as caught:
            _ = Session(role_arn=ROLE).identity
    expected = f"may not assume {ROLE}; allow sts:AssumeRole on it, and in its trust policy"
    assert str(caught.value) == expected


def test_endpoint_where_nobody_listens_is_named_without_its_password(keys, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://anna:planted@127.0.0.1:{port}")
    with pytest.raises(AccessError) as caught:
        _ = Session().identity
    expected = (
        f"cannot reach 127.0.0.1:{port} for eu-west-1 (EndpointConnectionError);"
        " check the region's name, the network and proxy, and AWS_ENDPOINT_URL"
    )
    assert str(caught.value) == expected


@pytest.mark.parametrize("name", ["endpoints", "lambda", "ec2"])
def test_models_are_read_as_botocore_reads_them(name):
    plain, shared = Botocore(), Botocore()
    share(shared)
    expected, actual = (
        session.get_component("data_loader").load_data(name)
        if name == "endpoints"
        else session.get_service_model(name)._service_description
        for session in (plain, shared)
    )
    assert actual == expected


def test_clients_that_are_made_aside_are_those_that_calls_use(keys):
    session = Session()
    session.prepare(("sqs", "nosuch", "sns"))
    until(lambda: {"sqs", "sns"} <= session._clients.keys())
    made = dict(session._clients)

    assert {name: session.client(name) for name in made} == made


def test_who_needs_a_client_does_not_wait_for_those_made_aside(keys):
    session = Session()
    session.prepare(("sqs", "sns", "pipes", "scheduler", "kms", "ssm", "ec2", "iam"))
    session.client("lambda")

    assert "iam" not in session._clients


def test_a_service_that_botocore_does_not_know_stays_unknown(keys):
    with pytest.raises(DataNotFoundError):
        Session().client("nosuch")


def until(holds) -> None:
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
