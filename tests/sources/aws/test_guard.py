"""The guard lets exactly the listed reads leave the machine, whatever way a call is made."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore.config import Config

from lambda_triage.errors import ForbiddenCallError
from lambda_triage.sources.aws.guard import guard
from lambda_triage.sources.aws.reads import READS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from botocore.client import BaseClient

ROLE = "arn:aws:iam::123456789012:role/orders"
NOT_READS = (
    "lambda.Invoke", "lambda.InvokeAsync", "lambda.InvokeWithResponseStream",
    "lambda.UpdateFunctionCode", "lambda.PutFunctionConcurrency", "lambda.DeleteFunction",
    "lambda.CheckpointDurableExecution", "sqs.SendMessage", "sqs.ReceiveMessage", "sqs.PurgeQueue",
    "sqs.ChangeMessageVisibility", "s3.GetObject", "s3.PutObject", "s3.ListObjectsV2",
    "dynamodb.GetItem", "dynamodb.Query", "dynamodb.Scan", "dynamodbstreams.GetRecords",
    "kinesis.GetRecords", "kinesis.GetShardIterator", "secretsmanager.GetSecretValue",
    "secretsmanager.BatchGetSecretValue", "ssm.GetParameter", "ssm.GetParameters",
    "ssm.GetParametersByPath", "ssm.GetParameterHistory", "kms.Decrypt", "kms.GenerateDataKey",
    "stepfunctions.StartExecution", "events.PutEvents", "sns.Publish", "sts.AssumeRole",
    "sts.GetSessionToken", "sts.GetFederationToken", "iam.CreateAccessKey",
    "apigateway.GetApiKeys", "apigateway.TestInvokeMethod", "logs.StartQuery", "logs.PutLogEvents",
    "cloudformation.CreateChangeSet", "cloudformation.DetectStackDrift", "ecr.GetAuthorizationToken",
)  # fmt: skip


class Endpoint(ThreadingHTTPServer):
    """Counts requests, and answers each as AWS does who has nothing to say."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Answering(BaseHTTPRequestHandler):
    server: Endpoint

    def answer(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815  http.server's names

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def guarded() -> botocore.session.Session:
    session = botocore.session.Session()
    session.set_credentials("AKIDEXAMPLE", "secret")
    guard(session)
    return session


def client(service: str, endpoint: Endpoint) -> BaseClient:
    return guarded().create_client(
        service,
        region_name="eu-west-1",
        endpoint_url=endpoint.url,
        config=Config(retries={"total_max_attempts": 1}),
    )


def test_of_all_operations_of_botocore_exactly_the_reads_pass() -> None:
    session = guarded()
    emitter = session.get_component("event_emitter")
    let_through = set()
    for service in session.get_available_services():
        found = session.get_service_model(service)
        for name in found.operation_names:
            event = f"provide-client-params.{found.service_id.hyphenize()}.{name}"
            try:
                emitter.emit(event, params={}, model=found.operation_model(name), context={})
            except ForbiddenCallError:
                continue
            let_through.add(f"{service}.{name}")

    assert let_through == set(READS)


def test_what_is_said_to_be_refused_exists() -> None:
    session = botocore.session.Session()
    unknown = [
        one
        for one in NOT_READS
        if one.partition(".")[2]
        not in session.get_service_model(one.partition(".")[0]).operation_names
    ]

    assert unknown == []


@pytest.mark.parametrize(
    ("service", "call", "given"),
    [
        ("lambda", "invoke", {"FunctionName": "orders"}),
        ("lambda", "put_function_concurrency",
         {"FunctionName": "orders", "ReservedConcurrentExecutions": 0}),
        ("sqs", "send_message", {"QueueUrl": "https://sqs/1/orders", "MessageBody": "x"}),
        ("sqs", "receive_message", {"QueueUrl": "https://sqs/1/orders"}),
        ("s3", "get_object", {"Bucket": "orders", "Key": "a"}),
        ("s3", "head_bucket", {"Bucket": "orders"}),
        ("dynamodb", "scan", {"TableName": "orders"}),
        ("kms", "decrypt", {"CiphertextBlob": b"x"}),
        ("secretsmanager", "get_secret_value", {"SecretId": "orders"}),
        ("ssm", "get_parameter", {"Name": "orders"}),
        ("sts", "assume_role", {"RoleArn": ROLE, "RoleSessionName": "x"}),
        ("cognito-identity", "get_id", {"IdentityPoolId": "eu-west-1:1"}),  # is never signed
        ("lambda", "invoke", {"Unknown": 1}),  # refused before its parameters are looked at
    ],
)  # fmt: skip
def test_a_real_client_sends_nothing_for_what_is_not_a_read(
    endpoint: Endpoint, service: str, call: str, given: dict[str, object]
) -> None:
    with pytest.raises(ForbiddenCallError):
        getattr(client(service, endpoint), call)(**given)

    assert endpoint.asked == []


def test_a_read_is_sent(endpoint: Endpoint) -> None:
    client("lambda", endpoint).get_function(FunctionName="orders")

    assert endpoint.asked == ["GET /2015-03-31/functions/orders"]


def test_every_service_of_the_reads_can_be_asked(endpoint: Endpoint) -> None:
    """Each is signed under the name that its events have."""
    client("logs", endpoint).describe_log_groups()
    client("stepfunctions", endpoint).list_executions(stateMachineArn="x")
    client("apigatewayv2", endpoint).get_apis()
    client("service-quotas", endpoint).get_service_quota(ServiceCode="lambda", QuotaCode="L-1")

    assert len(endpoint.asked) == 4


@pytest.mark.parametrize(
    ("service", "method", "given"),
    [
        ("s3", "get_object", {"Bucket": "orders", "Key": "a"}),
        ("s3", "put_object", {"Bucket": "orders", "Key": "a"}),
        ("lambda", "invoke", {"FunctionName": "orders"}),
        ("sqs", "send_message", {"QueueUrl": "https://sqs/1/orders", "MessageBody": "x"}),
    ],
)
def test_a_presigned_url_is_refused_like_the_call(
    endpoint: Endpoint, service: str, method: str, given: dict[str, object]
) -> None:
    with pytest.raises(ForbiddenCallError):
        client(service, endpoint).generate_presigned_url(method, given)

    assert endpoint.asked == []


def test_a_read_may_be_presigned(endpoint: Endpoint) -> None:
    found = client("sts", endpoint).generate_presigned_url("get_caller_identity")

    assert "Action=GetCallerIdentity" in found


@pytest.mark.parametrize(
    ("service", "sign"),
    [
        ("s3", lambda it: it.generate_presigned_post("orders", "a")),
        ("rds", lambda it: it.generate_db_auth_token("db", 5432, "admin")),
        ("dsql", lambda it: it.generate_db_connect_admin_auth_token("db")),
    ],
)
def test_what_is_only_signed_is_refused_too(
    endpoint: Endpoint, service: str, sign: Callable[[BaseClient], object]
) -> None:
    with pytest.raises(ForbiddenCallError):
        sign(client(service, endpoint))

    assert endpoint.asked == []


def test_pages_and_waiters_pass_the_guard_for_reads_only(endpoint: Endpoint) -> None:
    list(client("lambda", endpoint).get_paginator("list_event_source_mappings").paginate())
    with pytest.raises(ForbiddenCallError):
        list(client("s3", endpoint).get_paginator("list_objects_v2").paginate(Bucket="orders"))
    with pytest.raises(ForbiddenCallError):
        client("s3", endpoint).get_waiter("object_exists").wait(Bucket="orders", Key="a")

    assert [one.partition("?")[0] for one in endpoint.asked] == [
        "GET /2015-03-31/event-source-mappings"
    ]


def test_guarding_twice_is_guarding_once(endpoint: Endpoint) -> None:
    session = guarded()
    guard(session)
    made = session.create_client("lambda", region_name="eu-west-1", endpoint_url=endpoint.url)
    made.get_function(FunctionName="orders")
    with pytest.raises(ForbiddenCallError):
        made.invoke(FunctionName="orders")

    assert len(endpoint.asked) == 1


def test_a_profile_that_assumes_a_role_still_signs_in(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role is assumed by a session apart, which is not guarded; the answer here is not XML."""
    config = tmp_path / "config"
    config.write_text(
        f"[profile work]\nrole_arn = {ROLE}\nsource_profile = base\nregion = eu-west-1\n"
        "[profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", endpoint.url)
    session = botocore.session.Session(profile="work")
    guard(session)
    with pytest.raises(botocore.parsers.ResponseParserError):
        session.create_client("lambda", endpoint_url=endpoint.url).get_function(FunctionName="a")

    assert endpoint.asked == ["POST /"]


@pytest.mark.parametrize("operation", NOT_READS)
def test_nothing_that_reads_contents_or_changes_things_is_listed(operation: str) -> None:
    assert operation not in READS
