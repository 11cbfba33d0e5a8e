"""A collection is judged before its end wherever that would lead to another call.

The answers of a recorded collection, with some removed and others changed, are read as a bundle: if
`deeper` wants what was not asked, `Glance` must have said that it may.
"""

from __future__ import annotations

import copy
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.recorded import Server, read
from lambda_triage.pipeline.live import collect as collected
from lambda_triage.pipeline.target import Access, Target, window
from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.deeper import Glance, deeper
from lambda_triage.sources.aws.follow import follow
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.start import start
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.bundle.store import Store
from lambda_triage.sources.collect import collect

ORDERS = Path(__file__).parents[3] / "benchmarks" / "answers" / "orders.json.gz"
ID = "5d1f8a4e-3c1b-4a43-9d0e-0000000000{:02d}"
TRACE = "1-5759e988-bd862e3fe1be46a9942727{:02d}"
ROLES = ("{role}", "other-role", "service-role-of-nobody")
START = "START RequestId: {id} Version: $LATEST\n"
END = "END RequestId: {id}\n"
REPORT = (
    "REPORT RequestId: {id}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB"
    "\tMax Memory Used: 40 MB\t{beside}\n"
)
DENIED = (
    "An error occurred (AccessDenied) when calling the PutItem operation: User: arn:aws:sts::"
    "{account}:assumed-role/{name}/orders is not authorized to perform: {action} on resource: "
    "arn:aws:dynamodb:{region}:{account}:table/t{n}"
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scope, list[Answer]]:
    """What was collected once, in the order of the manifest."""
    told = next(said for said in read(ORDERS) if said.asked == "window")
    start_ms, end_ms = window(None, told.body, datetime.now(UTC))
    folder = tmp_path_factory.mktemp("whole") / "bundle"
    with Server(ORDERS, 0.0) as url, pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_ENDPOINT_URL": url,
            "AWS_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        target = Target(start_ms, end_ms, (told.headers["function"],))
        collected(target, Access(), folder, budget=1000)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    scope = Scope(
        manifest["account"], manifest["region"], manifest["partition"], start_ms, end_ms,
        tuple(manifest["target"]["functions"]),
    )  # fmt: skip
    return scope, [
        Answer(Want(a["operation"], a["about"], a["asked"]), json.loads(Path(folder, a["file"]).read_bytes()))
        for a in manifest["answers"]
    ]  # fmt: skip


traced = st.sampled_from(
    ["", "XRAY TraceId: {trace}\tSegmentId: 1fd8e3ff3c0f2d4a\tSampled: true",
     "Status: timeout\tXRAY TraceId: {trace}\tSampled: true", "Status: timeout"]
)  # fmt: skip
said = st.sampled_from(
    ["Task timed out after 3.00 seconds\n", "[ERROR] KeyError: 'id'\n", "fine\n",
     '{{"level":"ERROR","message":"x","xray_trace_id":"{trace}"}}\n',
     ('{{"time":"2026-11-21T17:00:00.000Z","type":"platform.report","record":{{"requestId":"{id}",'
     '"status":"timeout","metrics":{{"durationMs":3000.0}},"tracing":{{"type":"X-Amzn-Trace-Id",'
     '"value":"Root={trace};Parent=1;Sampled=1"}}}}}}\n')]
)  # fmt: skip
refusals = st.lists(
    st.tuples(st.sampled_from(ROLES), st.sampled_from(["dynamodb:PutItem", "s3:GetObject"]),
              st.integers(0, 8)),
    max_size=8,
)  # fmt: skip
edits = st.fixed_dictionaries(
    {
        "removed": st.sets(st.integers(0, 60), max_size=12),
        "silent": st.booleans(),
        "invocations": st.lists(st.tuples(said, traced), max_size=3),
        "refusals": refusals,
        "values": st.sampled_from([None, [], [0.0, 0.0], [3.0]]),
        "path": st.booleans(),
        "trail": st.lists(
            st.tuples(
                st.sampled_from(["AccessDenied", "AccessDeniedException", "Throttling",
                                 "Client.UnauthorizedOperation", ""]),
                st.sampled_from(ROLES),
            ),
            max_size=3,
        ),
    }
)  # fmt: skip


def changed(scope: Scope, answers: list[Answer], edit: dict) -> list[Answer]:
    """The answers after an edit; each log event and trail event is told once."""
    left = copy.deepcopy([a for n, a in enumerate(answers) if n not in edit["removed"]])
    role = next(
        (str(a.body["Configuration"]["Role"]).rpartition("/")[2] for a in answers
         if a.want.operation == "lambda.GetFunction"), "role",
    )  # fmt: skip
    logs = [a for a in left if a.want.operation == "logs.FilterLogEvents"]
    for log in logs:
        if edit["silent"]:
            log.body["events"] = []
    if logs:
        logs[0].body["events"] += list(_events(scope, logs[0], edit, role))
    for answer in left:
        match answer.want.operation:
            case "lambda.GetFunction" if edit["path"]:
                told = answer.body["Configuration"]
                told["Role"] = told["Role"].replace(":role/", ":role/service-role/")
            case "cloudwatch.GetMetricData" if edit["values"] is not None:
                for one in answer.body["MetricDataResults"]:
                    one["Values"] = edit["values"][: len(one["Timestamps"])]
                    one["Timestamps"] = one["Timestamps"][: len(one["Values"])]
            case "cloudtrail.LookupEvents":
                answer.body.setdefault("Events", []).extend(_trail(scope, edit, role))
    return left


def _events(scope: Scope, log: Answer, edit: dict, role: str):
    at = log.want.parameters["startTime"] + 1_000
    stream = "2026/11/21/[$LATEST]" + "a" * 32
    for n, (line, beside) in enumerate(edit["invocations"]):
        words = {"id": ID.format(n), "trace": TRACE.format(n)}
        own = [_denied(scope, role, r) + "\n" for r in edit["refusals"]] if n == 0 else []
        report = REPORT.format(id=words["id"], beside=beside.format(**words))
        for text in (
            START.format(**words),
            *own,
            line.format(**words),
            END.format(**words),
            report,
        ):
            at += 1
            yield {"logStreamName": stream, "timestamp": at, "message": text,
                   "ingestionTime": at, "eventId": str(at)}  # fmt: skip


def _denied(scope: Scope, role: str, told: tuple[str, str, int]) -> str:
    name, action, n = told
    return DENIED.format(
        account=scope.account, region=scope.region, name=name.format(role=role), action=action, n=n
    )


def _trail(scope: Scope, edit: dict, role: str):
    for n, (code, name) in enumerate(edit["trail"]):
        own = name.format(role=role)
        issuer = {
            "type": "Role",
            "arn": f"arn:aws:iam::{scope.account}:role/{own}",
            "userName": own,
        }
        event = {
            "eventVersion": "1.09", "eventTime": "2026-11-21T17:00:00Z", "eventID": f"e{n}",
            "eventSource": "dynamodb.amazonaws.com", "eventName": "DescribeTable",
            "awsRegion": scope.region, "requestParameters": {"tableName": f"t{n}"},
            "userIdentity": {
                "type": "AssumedRole",
                "arn": f"arn:aws:sts::{scope.account}:assumed-role/{own}/orders",
                "accountId": scope.account, "sessionContext": {"sessionIssuer": issuer},
            },
        }  # fmt: skip
        if code:
            event |= {"errorCode": code, "errorMessage": _denied(scope, role, (name, "dynamodb:DescribeTable", n))}  # fmt: skip
        yield {"EventId": f"e{n}", "EventName": event["eventName"], "CloudTrailEvent": json.dumps(event)}  # fmt: skip


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edit=edits)
def test_a_glance_never_says_no_where_the_case_wants_more(
    whole: tuple[Scope, list[Answer]], edit: dict
) -> None:
    scope, answers = whole
    left = changed(scope, answers, edit)
    glance, asked = Glance(), set(start(scope)) | {a.want for a in answers}
    with tempfile.TemporaryDirectory() as folder:
        with Store(folder, lambda value: value) as store:
            store.begin(scope)
            for answer in left:
                glance.see(answer)
                asked.update(w for one in follow().get(answer.want.operation, ()) for w in one(answer, scope))  # fmt: skip
                store.keep(answer)
            store.finish()
        case, _ = collect([folder], ())
        with case:
            wanted = set(deeper(case, scope)) - asked

    assert not wanted or glance.news(), wanted
