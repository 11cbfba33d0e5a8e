"""A bundle that is diagnosed: the same bytes anywhere, and every missing answer a gap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from msgspec.structs import replace

from lambda_triage.evidence.documents import InvokeConfig, ResourcePolicy
from lambda_triage.evidence.gap import EVERYTHING
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.reports import json
from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.bundle.archive import pack
from lambda_triage.sources.collect import collect
from tests.sources.bundle.wants import (
    ARN,
    CONFIGURATION,
    REFUSAL,
    SCOPE,
    asks,
    logs,
    outcomes,
    stream,
    write,
)

CALLS = '{"kind":"lambda-triage call","operation":"s3.ListBuckets","error":"AccessDenied"}\n'


@pytest.fixture
def bundle(tmp_path):
    return write(tmp_path / "bundle", *outcomes())


def gaps(paths, tables):
    case, _ = collect([str(p) for p in paths], ())
    with case:
        return [(g.table, g.resource, g.reason) for g in case.gaps(tables)]


def test_the_report_does_not_depend_on_where_the_bundle_lies(bundle, tmp_path, monkeypatch):
    expected = json.render(diagnose([str(bundle)]))
    (bundle / "calls.jsonl").write_text(CALLS)
    elsewhere = tmp_path / "a folder" / "of another [name]"
    shutil.copytree(bundle, elsewhere)
    for ending in (".tar.gz", ".tar.zst"):
        pack(bundle, tmp_path / f"packed{ending}")
    pack(bundle, tmp_path / "calls.tgz", calls=True)

    answers = [json.render(diagnose([str(bundle)])), json.render(diagnose([str(elsewhere)]))]
    monkeypatch.chdir(tmp_path)
    answers += [
        json.render(diagnose([path]))
        for path in ("bundle", "bundle/", "packed.tar.gz", "packed.tar.zst", "calls.tgz")
    ]
    monkeypatch.chdir(elsewhere)
    answers.append(json.render(diagnose(["."])))

    assert set(answers) == {expected}


@pytest.mark.skipif(shutil.which("tar") is None, reason="needs tar")
def test_an_archive_made_by_hand_gives_the_same_report(bundle, tmp_path):
    subprocess.run(["tar", "czf", "by-hand.tgz", "bundle"], cwd=tmp_path, check=True)

    by_hand = diagnose([str(tmp_path / "by-hand.tgz")])

    assert json.render(by_hand) == json.render(diagnose([str(bundle)]))


def test_another_process_gives_the_same_bytes(bundle, tmp_path):
    program = "from lambda_triage.cli.app import run; run()"
    command = [sys.executable, "-c", program, "diagnose", "bundle", "--format", "json"]
    told = subprocess.run(
        command, cwd=tmp_path, capture_output=True, check=False,
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    )  # fmt: skip

    assert told.stdout == json.render(diagnose([str(bundle)]))


def test_citations_name_files_from_the_bundles_folder(bundle):
    report = diagnose([str(bundle)])

    sources = {e.source.partition("/")[0] for e in report.evidence.values()}
    assert sources <= {"documents", "logs", "computed from the log"}


def test_the_window_is_that_of_the_collection(bundle):
    window = diagnose([str(bundle)]).window

    assert (window.start, window.end) == ("2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z")


def test_a_record_of_calls_is_no_evidence(bundle, tmp_path):
    (bundle / "calls.jsonl").write_text(CALLS * 3)
    alone = tmp_path / "renamed.log"
    alone.write_text(CALLS * 3)

    beside, by_itself = diagnose([str(bundle)]), diagnose([str(alone)])

    assert beside.stats.unreadable == ()
    assert by_itself.findings == ()
    assert by_itself.stats.lines_by_kind == {"marker": 1}
    assert by_itself.stats.unreadable == ()


def test_a_denied_call_is_a_gap_that_names_the_permission(bundle):
    report = diagnose([str(bundle)])

    told = [g for g in report.gaps if g.needs == "resource_policies"]
    assert [g.why for g in told] == ["lambda:GetPolicy was denied for orders"]
    assert "allow lambda:GetPolicy " in told[0].collect
    assert "aws lambda get-policy --function-name orders" in told[0].collect
    assert any("lambda:GetPolicy was denied" in u.gap for u in report.unknown)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("denied", "was denied"), ("throttled", "was throttled"), ("unreachable", "not answered"),
        ("unsupported", "not available"), ("budget", "budget of calls"),
    ],
)  # fmt: skip
def test_every_reason_but_absence_is_a_gap(tmp_path, why, said):
    bundle = write(tmp_path / "b", *outcomes()[:2], Missing(asks("GetAlias"), why, "x"))

    ((table, resource, reason),) = gaps([bundle], ["aliases"])

    assert (table, resource) == ("aliases", EVERYTHING)  # nothing else of aliases was read
    assert said in reason
    assert "lambda:GetAlias" in reason


def test_a_refused_call_about_one_function_hides_no_other(tmp_path):
    policy = {"Policy": '{"Version":"2012-10-17","Statement":[]}', "RevisionId": "1"}
    bundle = write(
        tmp_path / "b",
        *outcomes()[:2],
        Answer(asks("GetPolicy", "billing"), policy),
        Missing(asks("GetPolicy"), "denied", REFUSAL),
    )

    found = gaps([bundle], ["resource_policies"])

    assert found == [("resource_policies", ARN, "lambda:GetPolicy was denied for orders")]


def test_what_aws_has_none_of_is_known_and_no_gap(tmp_path):
    missing = [
        Missing(asks(action), "absent", "x") for action in ("GetPolicy", "GetFunctionEventInvokeConfig")
    ]  # fmt: skip
    bundle = write(tmp_path / "b", *outcomes()[:2], *missing)

    case, _ = collect([str(bundle)], ())
    with case:
        policy, config = case.document(ResourcePolicy, ARN), case.document(InvokeConfig, ARN)
        found = case.gaps(["resource_policies", "invoke_configs"])

    assert policy is not None
    assert policy.document == {"Version": "2012-10-17", "Statement": []}
    assert config is not None
    assert config.retries == 2  # Lambda's default
    assert found == ()


def test_no_settings_of_one_alias_are_not_none_at_all(tmp_path):
    want = Want.of("lambda.GetPolicy", "orders", FunctionName="orders", Qualifier="live")
    bundle = write(tmp_path / "b", *outcomes()[:2], Missing(want, "absent", "x"))

    case, _ = collect([str(bundle)], ())
    with case:
        assert case.documents(ResourcePolicy) == ()


def test_an_answer_is_never_read_as_a_log(tmp_path):
    want = Want.of("xray.GetInsight", "orders")
    body = {"Other": {"Text": "x Task timed out after 3.00 seconds"}}
    bundle = write(tmp_path / "b", outcomes()[0], Answer(want, body))

    report = diagnose([str(bundle)])

    assert (report.incidents, report.stats.events) == ((), 0)


def test_missing_logs_never_read_as_health(tmp_path):
    want = logs("orders", stream("a")).want
    bundle = write(tmp_path / "b", outcomes()[0], Missing(want, "absent", "no such log group"))

    report = diagnose([str(bundle)])

    assert report.verdict == "inconclusive"
    assert "AWS says that there is none" in " ".join(g.why for g in report.gaps)


def test_denied_logs_are_asked_for_once_and_first(tmp_path):
    want = logs("orders", stream("a")).want
    bundle = write(tmp_path / "b", outcomes()[0], Missing(want, "denied", "no"))

    told = [g for g in diagnose([str(bundle)]).gaps if "logs:FilterLogEvents" in g.why]

    assert [g.needs for g in told] == ["log_events"]


def test_an_interrupted_collection_is_a_gap(bundle):
    path = bundle / "manifest.json"
    path.write_text(path.read_text().replace('"complete": true', '"complete": false'))

    report = diagnose([str(bundle)])

    assert "collection" in {g.needs for g in report.gaps}


def test_logs_of_each_function_are_told_apart_by_the_manifest(tmp_path):
    other = CONFIGURATION | {
        "FunctionName": "billing",
        "FunctionArn": ARN.replace("orders", "billing"),
    }
    bundle = write(
        tmp_path / "b",
        outcomes()[0],
        Answer(asks("GetFunctionConfiguration", "billing"), other),
        logs("orders", stream("a")),
        logs("billing", stream("b")),
        scope=replace(SCOPE, functions=("orders", "billing")),
    )

    report = diagnose([str(bundle)])

    assert {i.resource for i in report.incidents} == {ARN, ARN.replace("orders", "billing")}


def test_two_bundles_keep_the_names_of_their_folders(tmp_path):
    one, two = write(tmp_path / "one", *outcomes()), write(tmp_path / "two", *outcomes())

    report = diagnose([str(one), str(two)])

    assert all(
        str(tmp_path) in e.source for e in report.evidence.values() if "computed" not in e.source
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "lambda-triage bundle"}',
        '{"kind": "lambda-triage bundle", "schema": "one"}',
        '{"kind": 5}', "[]", "", "{", '{"kind": "lambda-triage bundle", "missing": [[[',
    ],
)  # fmt: skip
def test_a_broken_manifest_is_no_reason_to_stop(bundle, text):
    (bundle / "manifest.json").write_text(text)

    assert diagnose([str(bundle)]).verdict == "cause_found"


def test_what_a_later_version_added_is_said_and_the_rest_is_read(bundle):
    path = bundle / "manifest.json"
    told = path.read_text().replace('"schema": 1', '"schema": 2, "added": {"x": 1}')
    path.write_text(told)

    report = diagnose([str(bundle)])

    assert report.verdict == "cause_found"
    assert "later version" in " ".join(report.stats.unreadable)
