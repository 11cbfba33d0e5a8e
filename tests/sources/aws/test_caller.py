"""What the caller promises: whole bodies in AWS's shape, reasons where there are none, a record."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime

import pytest

from lambda_triage.errors import AccessError, ForbiddenCallError
from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.caller import Caller
from lambda_triage.sources.aws.reads import READS
from lambda_triage.sources.aws.session import Session
from lambda_triage.sources.aws.want import Want
from tests.sources.aws.service import CUT, RESET, THROTTLED, Refusal, Service, model

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
POLICY = Want.of("lambda.GetPolicy", "orders", FunctionName="orders")
MAPPINGS = Want.of("lambda.ListEventSourceMappings", "mappings")
TIME = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
# What each operation answers, page by page: the next page is asked for by its number.
PAGES = {
    "lambda.GetPolicy": [{"Policy": '{"Statement":[]}', "RevisionId": "1"}],
    "lambda.ListEventSourceMappings": [
        {"EventSourceMappings": [{"UUID": f"f{n}"}], "NextMarker": str(n + 1)} for n in range(3)
    ]
    + [{"EventSourceMappings": []}],
    "apigateway.GetResources": [
        {"items": [{"id": "a", "path": "/"}], "position": "1"},
        {"items": [{"id": "b", "path": "/b"}]},
    ],
    "events.ListArchives": [
        {"Archives": [{"ArchiveName": "a", "CreationTime": TIME}], "NextToken": "1"},
        {"Archives": [{"ArchiveName": "b", "CreationTime": TIME.replace(microsecond=0)}]},
    ],
    "logs.FilterLogEvents": [
        {"events": [], "nextToken": "1"},
        {"events": [{"eventId": "1", "timestamp": 5, "message": "a"}], "nextToken": "2"},
        {"events": [{"eventId": "2", "timestamp": 6, "message": "b"}]},
    ],
    "iam.ListRolePolicies": [
        {"PolicyNames": ["a"], "IsTruncated": True, "Marker": "1"},
        {"PolicyNames": ["b"], "IsTruncated": False},
    ],
    "iam.GetRole": [
        {
            "Role": {
                "Path": "/",
                "RoleName": "orders",
                "RoleId": "x",
                "Arn": "arn:aws:iam::123456789012:role/orders",
                "CreateDate": TIME,
                "AssumeRolePolicyDocument": "%7B%22Version%22%3A%222012-10-17%22%7D",
            }
        }
    ],
    "sqs.GetQueueAttributes": [{"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:1:q"}}],
    "stepfunctions.ListExecutions": [
        {
            "executions": [
                {
                    "executionArn": f"e{n}",
                    "stateMachineArn": "m",
                    "name": "n",
                    "status": "FAILED",
                    "startDate": TIME,
                }
            ],
            "nextToken": str(n + 1),
        }
        for n in range(30)
    ]
    + [{"executions": []}],
}
THROTTLED_QUEUE = Refusal(400, "AWS.SimpleQueueService.ThrottlingException")
HTML = b"<html>sign in</html>"
ASKS = ("Marker", "NextToken", "nextToken", "position")


def paged(operation: str, parameters: dict):
    number = next((parameters[name] for name in ASKS if parameters.get(name)), "0")
    return PAGES[operation][int(number)]


def caller(service: Service, monkeypatch, calls=None, **limits) -> Caller:
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", service.url)
    return Caller(Session(), (calls if calls is not None else []).append, **limits)


def ask(monkeypatch, said, want=POLICY, calls=None, **limits):
    answer = said if callable(said) else lambda *_: said
    with Service(answer) as service:
        return caller(service, monkeypatch, calls, **limits).ask(want)


def missing(monkeypatch, said, want=POLICY) -> tuple[str, str]:
    outcome = ask(monkeypatch, said, want)
    return outcome.why, outcome.detail


@pytest.fixture(autouse=True)
def _keys(keys):
    """All tests here have keys."""


@pytest.mark.parametrize(
    ("want", "expected"),
    [
        (POLICY, {"Policy": '{"Statement":[]}', "RevisionId": "1"}),
        (MAPPINGS, {"EventSourceMappings": [{"UUID": f"f{n}"} for n in range(3)]}),
        (
            Want.of("apigateway.GetResources", "api", restApiId="api"),
            {"items": [{"id": "a", "path": "/"}, {"id": "b", "path": "/b"}]},
        ),
        (
            Want.of("events.ListArchives", "bus"),
            {
                "Archives": [
                    {"ArchiveName": "a", "CreationTime": "2026-01-31T12:00:00.123Z"},
                    {"ArchiveName": "b", "CreationTime": "2026-01-31T12:00:00Z"},
                ]
            },
        ),
        (
            Want.of("logs.FilterLogEvents", "g", logGroupName="/aws/lambda/g", startTime=1),
            {
                "events": [
                    {"eventId": "1", "timestamp": 5, "message": "a"},
                    {"eventId": "2", "timestamp": 6, "message": "b"},
                ]
            },
        ),
        (Want.of("iam.ListRolePolicies", "r", RoleName="r"), {"PolicyNames": ["a", "b"]}),
        (
            Want.of("iam.GetRole", "orders", RoleName="orders"),
            {
                "Role": {
                    "Path": "/",
                    "RoleName": "orders",
                    "RoleId": "x",
                    "Arn": "arn:aws:iam::123456789012:role/orders",
                    "CreateDate": "2026-01-31T12:00:00.123Z",
                    "AssumeRolePolicyDocument": {"Version": "2012-10-17"},
                }
            },
        ),
        (
            Want.of("sqs.GetQueueAttributes", "q", QueueUrl="http://q", AttributeNames=["All"]),
            {"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:1:q"}},
        ),
    ],
    ids=lambda value: value.operation if isinstance(value, Want) else "",
)
def test_all_pages_are_one_body_in_the_shape_of_the_service(monkeypatch, want, expected):
    actual = ask(monkeypatch, paged, want)
    assert actual == Answer(want, expected)
    assert json.loads(json.dumps(actual.body)) == expected


EVENTS = Want.of("logs.FilterLogEvents", "g", logGroupName="/aws/lambda/g")


def test_nothing_is_kept_of_more_than_a_page_that_others_bring(monkeypatch):
    with Service(paged) as service:
        asker = caller(service, monkeypatch, splits=lambda want: "split")
        actual = asker.ask(EVENTS)
        whole = asker.ask(POLICY)

    assert actual == Answer(EVENTS, {"events": [], "searchedLogStreams": []}, "split")
    assert whole.cut == ""


WANTS = (
    POLICY,
    MAPPINGS,
    Want.of("apigateway.GetResources", "api", restApiId="api"),
    Want.of("events.ListArchives", "bus"),
    Want.of("logs.FilterLogEvents", "g", logGroupName="/aws/lambda/g"),
    Want.of("iam.ListRolePolicies", "r", RoleName="r"),
    Want.of("iam.GetRole", "orders", RoleName="orders"),
    *(Want.of("lambda.GetPolicy", f"f{n}", FunctionName=f"f{n}") for n in range(40)),
)


@pytest.mark.parametrize("seed", range(4))
def test_bodies_are_the_same_with_throttling_and_resets(monkeypatch, seed):
    with Service(paged) as calm:
        asker = caller(calm, monkeypatch)
        expected = [asker.ask(want) for want in WANTS]
    with Service(paged, faults=0.05, seed=seed) as rough:
        asker = caller(rough, monkeypatch)
        actual = [asker.ask(want) for want in WANTS]
    assert actual == expected
    assert len(rough.asked) > len(calm.asked)


def test_threads_that_share_a_caller_get_their_own_answers_and_records(monkeypatch):
    def own(_, parameters):
        return {"Policy": parameters["FunctionName"]}

    wants = [Want.of("lambda.GetPolicy", f"f{n}", FunctionName=f"f{n}") for n in range(48)]
    calls, found = [], {}
    with Service(own, faults=0.05, seed=7) as service:
        asker = caller(service, monkeypatch, calls)

        def some(part):
            for want in part:
                found[want] = asker.ask(want)

        threads = [threading.Thread(target=some, args=(wants[n::8],)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {want: Answer(want, {"Policy": want.about}) for want in wants}
    assert sorted(c.about for c in calls if c.status == 200) == sorted(w.about for w in wants)


BECAUSE = (
    f"User: arn:aws:iam::1:user/a is not authorized to perform: lambda:GetPolicy on resource: {ARN}"
)


@pytest.mark.parametrize(
    ("want", "said", "expected"),
    [
        (
            POLICY,
            Refusal(403, "AccessDeniedException", f"{BECAUSE} because no identity-based policy allows the lambda:GetPolicy action"),
            ("denied", f"lambda:GetPolicy on {ARN}"),
        ),
        (
            POLICY,
            Refusal(403, "AccessDeniedException", f"{BECAUSE} with an explicit deny in a service control policy"),
            ("denied", f"lambda:GetPolicy on {ARN} (explicit deny in a service control policy)"),
        ),
        (POLICY, Refusal(403, "AccessDeniedException", ""), ("denied", "lambda:GetPolicy")),
        (
            Want.of("iam.GetRole", "orders", RoleName="orders"),
            Refusal(403, "AccessDenied", "User: u is not authorized to perform: iam:GetRole on resource: role orders because no identity-based policy allows it"),
            ("denied", "iam:GetRole on role orders"),
        ),
        (
            Want.of("sqs.GetQueueAttributes", "q", QueueUrl="http://q"),
            Refusal(403, "AccessDenied", "User: u is not authorized to perform: sqs:getqueueattributes on resource: arn:aws:sqs:eu-west-1:1:q because no"),
            ("denied", "sqs:GetQueueAttributes on arn:aws:sqs:eu-west-1:1:q"),
        ),
        (POLICY, Refusal(403, "UnrecognizedClientException", "planted"), ("denied", "lambda.GetPolicy: AWS does not accept the credentials here (UnrecognizedClientException)")),
        (
            POLICY,
            Refusal(404, "ResourceNotFoundException", "No policy is associated with the given resource."),
            ("absent", "lambda.GetPolicy: ResourceNotFoundException: No policy is associated with the given resource."),
        ),
        (
            Want.of("cloudformation.DescribeStacks", "shop", StackName="shop"),
            Refusal(400, "ValidationError", "Stack with id shop does not exist"),
            ("absent", "cloudformation.DescribeStacks: ValidationError: Stack with id shop does not exist"),
        ),
        (
            Want.of("iam.GetRole", "orders", RoleName="orders"),
            Refusal(404, "NoSuchEntity", "The role cannot be found."),
            ("absent", "iam.GetRole: NoSuchEntity: The role cannot be found."),
        ),
        (
            Want.of("sqs.GetQueueAttributes", "q", QueueUrl="http://q"),
            Refusal(400, "AWS.SimpleQueueService.NonExistentQueue", "gone"),
            ("absent", "sqs.GetQueueAttributes: AWS.SimpleQueueService.NonExistentQueue: gone"),
        ),
        (POLICY, Refusal(501, "NotImplemented", "no"), ("unsupported", "lambda.GetPolicy: NotImplemented: no")),
        (POLICY, Refusal(400, "InvalidParameterValueException", "bad\n\tname"), ("unsupported", "lambda.GetPolicy: InvalidParameterValueException: bad name")),
    ],
)  # fmt: skip
def test_refusals_say_why_and_which_permission_is_missing(monkeypatch, want, said, expected):
    assert missing(monkeypatch, said, want) == expected


def test_parameter_that_botocore_refuses_is_unsupported_and_not_sent(monkeypatch):
    want = Want.of("lambda.GetPolicy", "orders", Nonsense="x")
    with Service(paged) as service:
        actual = caller(service, monkeypatch).ask(want)
    assert (actual.why, service.asked) == ("unsupported", [])


def test_operation_that_is_no_listed_read_is_refused(monkeypatch):
    with Service(paged) as service, pytest.raises(ForbiddenCallError):
        caller(service, monkeypatch).ask(Want.of("lambda.GetNothingOfThisKind", "orders"))


def test_credentials_that_expire_on_the_way_end_the_crawl_in_one_line(monkeypatch):
    with pytest.raises(AccessError) as caught:
        ask(monkeypatch, Refusal(403, "ExpiredTokenException", "planted-secret"))
    expected = (
        "the credentials of the default profile have expired; renew them,"
        " then run the same command again"
    )
    assert str(caught.value) == expected


def test_endpoint_where_nobody_listens_is_unreachable(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://anna:planted@127.0.0.1:{port}")
    calls = []
    actual = Caller(Session(), calls.append).ask(POLICY)
    detail = f"lambda.GetPolicy: 127.0.0.1:{port}: EndpointConnectionError"
    assert actual == Missing(POLICY, "unreachable", detail)
    assert {(c.status, c.error) for c in calls} == {(None, "EndpointConnectionError")}


def test_service_that_the_region_lacks_is_unsupported(monkeypatch):
    want = Want.of("xray.GetTraceSummaries", "orders", StartTime=0, EndTime=1)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_REGION", "us-nowhere-7")
    actual = Caller(Session(), [].append).ask(want)
    assert actual == Missing(want, "unsupported", "xray is not in us-nowhere-7")


def test_throttling_without_end_is_throttled_once_it_was_stopped(monkeypatch):
    with Service(lambda *_: THROTTLED) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        session = Session()
        session.stop()
        actual = Caller(session, [].append).ask(POLICY)
    expected = Missing(
        POLICY, "throttled", "lambda.GetPolicy: ThrottlingException after all attempts"
    )
    assert actual == expected


@pytest.mark.parametrize(
    "broken",
    [RESET, CUT, HTML, Refusal(500, "ServiceException", "planted"), THROTTLED, THROTTLED_QUEUE],
)
def test_what_breaks_twice_is_asked_until_it_answers(monkeypatch, broken):
    said = iter([broken, broken, {"Policy": "p"}])
    assert ask(monkeypatch, lambda *_: next(said)) == Answer(POLICY, {"Policy": "p"})


def test_page_of_a_proxy_is_no_answer(monkeypatch):
    with Service(lambda *_: HTML) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        session = Session()
        session.stop()
        actual = Caller(session, [].append).ask(POLICY)
    detail = "lambda.GetPolicy: BrokenAnswer after all attempts"
    assert actual == Missing(POLICY, "unreachable", detail)


def test_page_of_a_proxy_is_no_answer_of_a_service_that_speaks_xml(monkeypatch):
    want = Want.of("iam.GetRole", "orders", RoleName="orders")
    expected = ("unreachable", "iam.GetRole: the answer cannot be read (KeyError)")
    assert missing(monkeypatch, HTML, want) == expected


def test_answer_in_xml_that_ends_early_is_asked_again(monkeypatch):
    want = Want.of("iam.ListRolePolicies", "r", RoleName="r")
    said = iter([CUT, {"PolicyNames": ["a"], "IsTruncated": False}])
    assert ask(monkeypatch, lambda *_: next(said), want) == Answer(want, {"PolicyNames": ["a"]})


def test_pages_before_a_refusal_are_kept_and_the_answer_is_said_to_be_cut(monkeypatch):
    def second_denied(operation, parameters):
        return (
            Refusal(403, "AccessDenied", "") if parameters.get("Marker") else paged(operation, {})
        )

    actual = ask(monkeypatch, second_denied, MAPPINGS)
    body = {"EventSourceMappings": [{"UUID": "f0"}]}
    assert actual == Answer(MAPPINGS, body, "denied after 1 pages: lambda:ListEventSourceMappings")


def test_pages_beyond_the_bound_are_left_out_and_the_answer_is_said_to_be_cut(monkeypatch):
    actual = ask(monkeypatch, paged, MAPPINGS, most_pages=2)
    body = {"EventSourceMappings": [{"UUID": "f0"}, {"UUID": "f1"}]}
    assert actual == Answer(MAPPINGS, body, "more than 2 pages")


def test_bytes_beyond_the_bound_end_the_answer_which_is_said_to_be_cut(monkeypatch):
    actual = ask(monkeypatch, paged, MAPPINGS, most_bytes=10)
    body = {"EventSourceMappings": [{"UUID": "f0"}]}
    assert actual == Answer(MAPPINGS, body, "more than 10 bytes")


def test_executions_are_bounded_sooner_than_other_lists(monkeypatch):
    want = Want.of("stepfunctions.ListExecutions", "m", stateMachineArn="m")
    actual = ask(monkeypatch, paged, want)
    assert (len(actual.body["executions"]), actual.cut) == (20, "more than 20 pages")


def test_token_that_is_repeated_ends_the_answer(monkeypatch):
    want = Want.of("events.ListArchives", "bus")
    page = {"Archives": [{"ArchiveName": "a"}], "NextToken": "same"}
    actual = ask(monkeypatch, page, want)
    assert actual == Answer(
        want, {"Archives": [{"ArchiveName": "a"}] * 2}, "page 2 leads to itself"
    )


def test_record_has_one_entry_per_attempt_and_nothing_that_was_said(monkeypatch):
    said = iter(
        [
            THROTTLED,
            RESET,
            {"EventSourceMappings": [], "NextMarker": "1"},
            {"EventSourceMappings": []},
        ]
    )
    calls = []
    ask(monkeypatch, lambda *_: next(said), MAPPINGS, calls)
    actual = [(c.operation, c.about, c.page, c.attempt, c.status, c.error) for c in calls]
    expected = [
        ("lambda.ListEventSourceMappings", "mappings", 1, 1, 400, "ThrottlingException"),
        ("lambda.ListEventSourceMappings", "mappings", 1, 2, None, "ConnectionClosedError"),
        ("lambda.ListEventSourceMappings", "mappings", 1, 3, 200, None),
        ("lambda.ListEventSourceMappings", "mappings", 2, 1, 200, None),
    ]
    assert actual == expected


def test_record_has_time_and_duration_of_each_attempt(monkeypatch):
    calls = []
    ask(monkeypatch, paged, POLICY, calls)
    began = datetime.fromisoformat(calls[0].when)
    assert abs((datetime.now(UTC) - began).total_seconds()) < 60
    assert 0 < calls[0].duration_ms < 60_000


def test_no_listed_read_streams_its_answer():
    """Streams are neither bounded nor looked at before they are parsed."""
    models = {name: model(name.partition(".")[0]) for name in READS}
    operations = [m.operation_model(name.partition(".")[2]) for name, m in models.items()]
    assert [o.name for o in operations if o.has_streaming_output or o.has_event_stream_output] == []


def test_session_asks_who_it_is_without_a_record(monkeypatch):
    calls = []
    with Service(lambda *_: {"Account": "1", "Arn": "arn:aws:iam::1:user/a"}) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        session = Session()
        Caller(session, calls.append).ask(Want.of("sts.GetCallerIdentity", "me"))
        _ = session.identity
    assert len(calls) == 1
