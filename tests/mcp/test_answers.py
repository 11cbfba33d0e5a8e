"""Every tool answers from the same pipeline as the command line, by the official client."""

from __future__ import annotations

import pytest

from tests.mcp.conversing import ask, converse, evidence

DENIED = (
    "An error occurred (AccessDeniedException) when calling the GetItem operation: User:"
    " arn:aws:sts::123456789012:assumed-role/orders-role/orders is not authorized to perform:"
    " dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders because"
    " no identity-based policy allows the dynamodb:GetItem action"
)
RULE = """{"Rules": [{"Name": "orders", "EventPattern": "{\\"source\\": [\\"shop\\"]}",
 "State": "ENABLED", "Arn": "arn:aws:events:eu-west-1:111122223333:rule/orders"}]}"""
TARGETS = """{"Targets": [{"Id": "1",
 "Arn": "arn:aws:lambda:eu-west-1:111122223333:function:orders"}]}"""


def test_diagnose_names_cause_proof_and_fix(url):
    found = ask(url, "diagnose", paths=[evidence("dns-failure-01")])

    first = found["items"][0]
    assert (found["verdict"], first["kind"], first["name"]) == (
        "cause_found", "cause", "dns_failure",
    )  # fmt: skip
    assert "ENOTFOUND" in first["proof"][0]
    assert first["fixes"][0]["do"]


def test_diagnose_takes_pasted_lines(url):
    found = ask(url, "diagnose", text="[ERROR] Runtime.ImportModuleError: Unable to import module"
                " 'app': No module named 'requests'")  # fmt: skip

    assert found["items"][0]["name"] == "import_module_missing"


def test_explain_error_knows_lines_names_and_what_it_does_not_know(url):
    line = ask(url, "explain_error", error="Task timed out after 3.00 seconds")
    name = ask(url, "explain_error", error="timeouts/timed-out")
    other = ask(url, "explain_error", error="hello")

    assert line["items"][0]["name"] == "timeout_default_3s"
    assert "stopped" in name["page"]
    assert other["known"] is False


def test_next_evidence_names_the_call_that_decides(url):
    found = ask(url, "next_evidence", text="Task timed out after 3.00 seconds")

    assert "aws lambda get-function-configuration" in found["items"][0]["collect"]


def test_next_evidence_takes_a_kept_report(url):
    async def talk(client):
        first = await client.call_tool("diagnose", {"paths": [evidence("dns-failure-01")]})
        report = first.structured_content["report"]
        return report, (await client.call_tool("next_evidence", {"report": report}))

    report, found = converse(url, talk)

    assert found.structured_content["report"] == report


def test_list_checks_searches(url):
    found = ask(url, "list_checks", words="visibility", family="queues")

    assert "queues/visibility-margin" in {check["id"] for check in found["items"]}


def test_limits_have_value_unit_and_source(url):
    found = ask(url, "limits", words="payload asynchronous")

    assert [(one["value"], one["unit"]) for one in found["items"]] == [(1, "MB")]
    assert found["items"][0]["source"] == "Lambda quotas"


@pytest.fixture
def rule(tmp_path):
    (tmp_path / "rules.json").write_text(RULE)
    (tmp_path / "targets.json").write_text(TARGETS)
    return str(tmp_path)


def test_explain_trigger_names_the_closed_edge(url, rule):
    event = {"source": "warehouse", "detail-type": "Placed", "detail": {}, "version": "0",
             "id": "1", "time": "2026-01-01T00:00:00Z", "account": "111122223333",
             "region": "eu-west-1", "resources": []}  # fmt: skip

    found = ask(url, "explain_trigger", event=event, paths=[rule])

    steps = {step["what"]: step["answer"] for way in found["items"] for step in way["steps"]}
    assert (found["answer"], steps["filter"]) == ("no", "no")


def test_explain_access_gives_the_statement(url):
    found = ask(url, "explain_access", text=DENIED)

    fix = found["items"][0]["fixes"][0]
    assert found["answer"] == "refused"
    assert fix["data"]["actions"] == ["dynamodb:GetItem"]
    assert fix["data"]["resource"] == "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


def test_explain_access_says_when_there_is_no_refusal(url):
    assert ask(url, "explain_access", text="hello")["answer"] == "not_seen"


def test_compare_bundles_takes_a_path_and_a_report(url):
    async def talk(client):
        here = evidence("dns-failure-01")
        first = await client.call_tool("diagnose", {"paths": [here]})
        report = first.structured_content["report"]
        return await client.call_tool("compare_bundles", {"before": report, "after": here})

    found = converse(url, talk).structured_content

    causes = {one["name"]: one["state"] for one in found["items"] if one["kind"] == "cause"}
    assert (found["result"], causes) == ("problems", {"dns_failure": "present"})


def test_query_logs_counts(url):
    found = ask(url, "query_logs", paths=[evidence("dns-failure-01")],
                query="filter @message like /ENOTFOUND/ | stats count(*) as n")  # fmt: skip

    assert (found["columns"], found["items"]) == (["n"], [{"cells": ["9"]}])


def test_get_logs_finds_events_by_text(url):
    found = ask(url, "get_logs", paths=[evidence("dns-failure-01")], contains="ENOTFOUND", limit=2)

    assert [("ENOTFOUND" in row["cells"][1]) for row in found["items"]] == [True, True]


def test_get_traces_follows_an_id(url):
    found = ask(url, "get_traces", paths=[evidence("dns-failure-01")],
                id="0660320e-276b-48f6-adca-0bb6c72ae16e")  # fmt: skip

    assert (found["found"], found["items"][0]["outcome"]) == (1, "error")


def test_text_and_structure_say_the_same(url):
    async def talk(client):
        return await client.call_tool("limits", {"words": "payload asynchronous"})

    result = converse(url, talk)

    one = result.structured_content["items"][0]
    assert all(str(one[name]) in result.content[0].text for name in ("name", "applies", "source"))


def test_get_metrics_gives_levels_and_a_baseline(url):
    found = ask(url, "get_metrics", paths=[evidence("event-filter-mismatch-01")],
                metrics=["Invocations"])  # fmt: skip

    (one,) = found["items"]
    assert (one["metric"], one["source"], one["points"]) == ("Invocations", "CloudWatch", 5)
    assert (one["baseline"], one["recent"], one["ratio"]) == (511.0, 0.0, 0.0)


def test_get_metrics_splits_at_a_change(url):
    found = ask(url, "get_metrics", paths=[evidence("dns-failure-01")], metrics=["Failed"],
                split="2026-04-14T08:05:52Z")  # fmt: skip

    (one,) = found["items"]
    assert (one["source"], one["baseline"], one["recent"]) == ("REPORT", 0.0, 1.0)
