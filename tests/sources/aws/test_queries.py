"""`query --live` asks the service what it is told to, and nothing else that is billed or changes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lambda_triage.cli.query import query
from lambda_triage.errors import AccessError, ForbiddenCallError, InputError
from lambda_triage.facts.aws_queries import QUERIES
from lambda_triage.insights.error import QueryError
from lambda_triage.pipeline.permissions import policy
from lambda_triage.pipeline.query import Asked
from lambda_triage.pipeline.query_live import ask_live
from lambda_triage.pipeline.target import Access
from lambda_triage.sources.aws.guard import permit
from lambda_triage.sources.aws.queries import run_query
from lambda_triage.sources.aws.session import Session
from tests.sources.aws.service import Refusal, Service

pytestmark = pytest.mark.usefixtures("keys")
ROW = [
    {"field": "@message", "value": "user=someone@corp.example.com"},
    {"field": "@ptr", "value": "CmEK"},
]
DONE = {
    "status": "Complete",
    "results": [ROW],
    "statistics": {"recordsMatched": 1.0, "bytesScanned": 2.0},
}


class Slow:
    """A query that is running until it was asked for three times."""

    def __init__(self, last=DONE) -> None:
        self.last, self.asked, self.parameters = last, 0, {}

    def __call__(self, operation, parameters):
        if operation == "logs.StartQuery":
            self.parameters = parameters
            return {"queryId": "q-1"}
        if operation == "logs.StopQuery":
            return {"success": True}
        self.asked += 1
        return self.last if self.asked > 2 else {"status": "Running", "results": []}


def ask(monkeypatch, answer, sleep=lambda _: None, groups=("/aws/lambda/orders",)):
    with Service(answer) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        try:
            return run_query(Session(), "fields @message", groups, (10, 20), sleep), service.asked
        except BaseException as error:
            error.asked = service.asked
            raise


def test_rows_come_when_the_query_is_complete(monkeypatch):
    waits = []
    found, asked = ask(monkeypatch, Slow(), waits.append)

    assert found.rows == [[("@message", "user=someone@corp.example.com"), ("@ptr", "CmEK")]]
    assert asked == ["logs.StartQuery", *["logs.GetQueryResults"] * 3]
    assert waits == [0.3, pytest.approx(0.45)]


def test_the_query_goes_out_as_it_is_written(monkeypatch):
    answer = Slow()
    ask(monkeypatch, answer)

    assert answer.parameters == {
        "queryString": "fields @message", "startTime": 10, "endTime": 20,
        "logGroupNames": ["/aws/lambda/orders"],
    }  # fmt: skip


def test_a_query_that_nobody_waits_for_is_stopped(monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        ask(monkeypatch, Slow(), interrupt)

    assert caught.value.asked[-1] == "logs.StopQuery"


def test_a_query_that_does_not_compile_is_a_query_error(monkeypatch):
    with pytest.raises(QueryError, match="unexpected symbol found sort"):
        ask(
            monkeypatch,
            lambda *_: Refusal(400, "MalformedQueryException", "unexpected symbol found sort"),
        )


def test_a_failed_query_is_told(monkeypatch):
    with pytest.raises(InputError, match="ended as Timeout"):
        ask(monkeypatch, Slow({"status": "Timeout", "results": []}))


def test_a_refusal_names_the_policy(monkeypatch):
    with pytest.raises(AccessError, match="iam-policy --with queries"):
        ask(monkeypatch, lambda *_: Refusal(400, "AccessDeniedException", "no"))


def test_credentials_that_are_not_accepted_are_no_matter_of_a_policy(monkeypatch):
    with pytest.raises(AccessError, match="check --profile"):
        ask(monkeypatch, lambda *_: Refusal(400, "UnrecognizedClientException", "invalid"))


def test_a_group_that_is_not_there_is_told_with_the_next_step(monkeypatch):
    with pytest.raises(InputError, match="check the name and --region"):
        ask(monkeypatch, lambda *_: Refusal(400, "ResourceNotFoundException", "Log group 'x'"))


def test_what_is_billed_is_told_before_and_after(monkeypatch):
    said = []
    with Service(Slow()) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        asked = Asked("fields @message", "2h")
        answer = ask_live(asked, ["/g"], Access(), sleep=lambda _: None, say=said.append)

    assert said == ["asking /g for 2 h, billed per GB that this scans; Ctrl-C ends it"]
    assert answer.notes == ("2e-09 GB scanned, which is billed",)


def test_no_other_client_may_begin_a_query(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")

    with pytest.raises(ForbiddenCallError):
        Session().client("logs").start_query(queryString="", startTime=0, endTime=1)


def test_what_may_query_may_not_change_anything(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    client = Session().client("logs")
    permit(client, frozenset(each.operation for each in QUERIES))

    with pytest.raises(ForbiddenCallError):
        client.delete_log_group(logGroupName="g")
    with pytest.raises(ForbiddenCallError):
        client.generate_presigned_url("delete_log_group", {"logGroupName": "g"})


def test_the_policy_has_queries_only_where_they_are_asked_for():
    assert "logs:StartQuery" not in json.dumps(policy())
    assert "logs:StartQuery" in json.dumps(policy(extra=("queries",)))


def test_the_command_prints_the_same_shape_redacted(monkeypatch):
    with Service(lambda o, p: {"queryId": "q"} if o == "logs.StartQuery" else DONE) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        done = CliRunner().invoke(
            query, ["fields @message", "--live", "--log-group", "g", "-f", "json"]
        )
    told = json.loads(done.stdout)

    assert [[each["field"] for each in row] for row in told["results"]] == [["@message", "@ptr"]]
    assert (told["status"], told["statistics"]["bytesScanned"]) == ("Complete", 2.0)
    assert "someone@corp" not in done.stdout
