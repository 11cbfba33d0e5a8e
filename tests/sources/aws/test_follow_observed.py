"""What is asked of logs, metrics, traces and changes is what AWS takes and what the reader reads."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import lambda_triage
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.function import FunctionConfiguration
from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import changes, logs, metrics, traces
from lambda_triage.sources.aws.follow.series import MOST_POINTS, MOST_QUERIES, period_of
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.bundle.store import Store
from lambda_triage.sources.collect import collect
from lambda_triage.sources.metrics import STATISTICS, WRITTEN, read_metric_data
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.evidence.documents import Json

ACCOUNT, REGION = "123456789012", "eu-west-1"
ARN = f"arn:aws:%s:{REGION}:{ACCOUNT}:%s"
START_MS = 1_772_359_200_000  # 2026-03-01T10:00:00Z
HOUR_MS = 3_600_000
SCOPE = Scope(ACCOUNT, REGION, "aws", START_MS, START_MS + 3 * HOUR_MS, ("orders", "Ship"))
MODULES = (logs, metrics, traces, changes)
RID = "6f1d2c3b-0000-4000-8000-00000000000{}"
TRACE = "1-58406520-a006649127e371903a2de97{}"


def function_arn(name: str) -> str:
    return ARN % ("lambda", f"function:{name}")


def configuration(name: str = "orders", **more: Json) -> dict[str, Json]:
    return {
        "FunctionName": name, "FunctionArn": function_arn(name), "Runtime": "python3.13",
        "Timeout": 3, "MemorySize": 128, "Handler": "app.handler", "PackageType": "Zip",
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}, **more,
    }  # fmt: skip


def of_function(name: str = "orders", **more: Json) -> Answer:
    want = Want.of("lambda.GetFunction", name, FunctionName=name)
    return Answer(want, {"Configuration": configuration(name, **more)})


def follow(answer: Answer, scope: Scope = SCOPE) -> list[Want]:
    found = [m.FOLLOW[answer.want.operation] for m in MODULES if answer.want.operation in m.FOLLOW]
    return list(dict.fromkeys(want for one in found for want in one(answer, scope)))


def of(wants: Iterable[Want], action: str) -> list[Want]:
    return [want for want in wants if want.action == action]


def queries(wants: Iterable[Want]) -> Iterator[dict[str, Json]]:
    for want in of(wants, "GetMetricData"):
        yield from want.parameters["MetricDataQueries"]  # type: ignore[misc]


@cache
def _model(service: str) -> botocore.model.ServiceModel:
    return botocore.session.get_session().get_service_model(service)


def refused(want: Want) -> str:
    """What botocore has against the parameters."""
    shape = _model(want.service).operation_model(want.action).input_shape
    return str(ParamValidator().validate(want.parameters, shape).generate_report())


def answered(operation: str, about: str, body: dict[str, Json], **asked: Json) -> Answer:
    """A made answer, which has the shape of AWS's own."""
    service, _, action = operation.partition(".")
    shape = _model(service).operation_model(action).output_shape
    report = ParamValidator().validate(body, shape).generate_report()
    assert report == ""
    return Answer(Want.of(operation, about, **asked), body)


ANSWERS = (
    of_function(
        Layers=[{"Arn": "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53"}],
        DeadLetterConfig={"TargetArn": ARN % ("sqs", "parcels-dlq")},
        Environment={"Variables": {"TABLE": ARN % ("dynamodb", "table/stock")}},
    ),
    answered("lambda.ListProvisionedConcurrencyConfigs", "orders", {
        "ProvisionedConcurrencyConfigs": [{"FunctionArn": function_arn("orders") + ":live"}]}),
    answered("lambda.ListFunctionUrlConfigs", "orders", {"FunctionUrlConfigs": [{
        "FunctionArn": function_arn("orders"), "FunctionUrl": "https://abcdefgh.lambda-url.eu-west-1.on.aws/",
        "CreationTime": "2026-01-01", "LastModifiedTime": "2026-01-01", "AuthType": "NONE"}]}),
    answered("lambda.ListEventSourceMappings", "orders", {"EventSourceMappings": [
        {"UUID": RID.format(1), "FunctionArn": function_arn("orders"),
         "EventSourceArn": ARN % ("sqs", "parcels.fifo"),
         "MetricsConfig": {"Metrics": ["EventCount"]}},
        {"UUID": RID.format(2), "FunctionArn": function_arn("orders"), "Topics": ["paid"],
         "EventSourceArn": ARN % ("kafka", "cluster/feed/0f2d-1"),
         "AmazonManagedKafkaEventSourceConfig": {"ConsumerGroupId": "g"}},
        {"UUID": RID.format(3), "FunctionArn": function_arn("orders"),
         "EventSourceArn": ARN % ("dynamodb", "table/stock/stream/2026-01-01T00:00:00.000")}]}),
    answered("lambda.GetPolicy", "orders", {"Policy": json.dumps({"Statement": [
        {"Condition": {"ArnLike": {"AWS:SourceArn": ARN % ("events", "rule/shop/paid")}}},
        {"Condition": {"ArnLike": {"AWS:SourceArn": ARN % ("sns", "parcels")}}},
        {"Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::inbox"}}}]})}),
    answered("kinesis.DescribeStream", "clicks", {"StreamDescription": {
        "StreamName": "clicks", "StreamARN": ARN % ("kinesis", "stream/clicks"),
        "StreamStatus": "ACTIVE", "HasMoreShards": False, "RetentionPeriodHours": 24,
        "StreamCreationTimestamp": "2026-01-01",
        "EnhancedMonitoring": [{"ShardLevelMetrics": ["ALL"]}],
        "Shards": [{"ShardId": "shardId-000000000000",
                    "HashKeyRange": {"StartingHashKey": "0", "EndingHashKey": "1"},
                    "SequenceNumberRange": {"StartingSequenceNumber": "0"}}]}}),
    answered("dynamodb.DescribeTable", "stock", {"Table": {
        "TableName": "stock", "TableArn": ARN % ("dynamodb", "table/stock"),
        "GlobalSecondaryIndexes": [{"IndexName": "by-day"}]}}),
    answered("scheduler.GetSchedule", "nightly", {
        "Arn": ARN % ("scheduler", "schedule/default/nightly"), "GroupName": "default"}),
    answered("pipes.DescribePipe", "feed", {"Arn": ARN % ("pipes", "pipe/feed")}),
    answered("stepfunctions.DescribeStateMachine", "checkout", {
        "stateMachineArn": ARN % ("states", "stateMachine:checkout"), "name": "checkout",
        "definition": "{}", "roleArn": "arn:aws:iam::123456789012:role/r", "type": "STANDARD",
        "creationDate": "2026-01-01", "loggingConfiguration": {"destinations": [
            {"cloudWatchLogsLogGroup": {
                "logGroupArn": ARN % ("logs", "log-group:/aws/vendedlogs/states/x:*")}}]}}),
    answered("iam.GetRolePolicy", "orders-role", {
        "RoleName": "orders-role", "PolicyName": "all", "PolicyDocument": json.dumps(
            {"Statement": [{"Resource": [
                ARN % ("es", "domain/search"), "arn:aws:bedrock:eu-west-1::foundation-model/m-1",
                ARN % ("sqs", "all-*")]}]})}),
    answered("apigateway.GetRestApi", "a1", {"id": "a1", "name": "Shop API"}),
    answered("apigatewayv2.GetApi", "h1", {
        "ApiId": "h1", "Name": "x", "ProtocolType": "HTTP", "RouteSelectionExpression": "x"}),
    answered("apigatewayv2.GetApi", "w1", {
        "ApiId": "w1", "Name": "x", "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "x"}),
    answered("apigateway.GetStages", "a1", {"item": [{
        "stageName": "prod", "methodSettings": {"*/*": {"loggingLevel": "ERROR"}},
        "accessLogSettings": {"destinationArn": ARN % ("logs", "log-group:api-access")}}]},
        restApiId="a1"),
    answered("apigatewayv2.GetStages", "h1", {"Items": [{
        "StageName": "$default",
        "AccessLogSettings": {"DestinationArn": ARN % ("logs", "log-group:/shop/api:*")}}]},
        ApiId="h1"),
    answered("elbv2.DescribeTargetGroups", "web", {"TargetGroups": [{
        "TargetGroupArn": ARN % ("elasticloadbalancing", "targetgroup/web/12ab"),
        "LoadBalancerArns": [ARN % ("elasticloadbalancing", "loadbalancer/app/web/34cd")]}]}),
    answered("ec2.DescribeNatGateways", "vpc", {"NatGateways": [{"NatGatewayId": "nat-0a1"}]}),
    answered("rds.DescribeDBInstances", "orders-db", {"DBInstances": [
        {"DBInstanceArn": ARN % ("rds", "db:orders-db")}]}),
    answered("rds.DescribeDBProxies", "p", {"DBProxies": [
        {"DBProxyName": "pool", "DBProxyArn": ARN % ("rds", "db-proxy:prx-1")}]}),
    answered("elasticache.DescribeCacheClusters", "c", {"CacheClusters": [
        {"ARN": ARN % ("elasticache", "cluster:sessions")}]}),
    answered("xray.GetTraceSummaries", "orders", {"TraceSummaries": [
        {"Id": TRACE.format(n), "Duration": n, "HasFault": n > 2,
         "ServiceIds": [{"Name": "orders", "Type": "AWS::Lambda::Function"},
                        *([{"Name": "Ship", "Type": "AWS::Lambda::Function"}] if n == 9 else [])]}
        for n in range(10)]}, FilterExpression="x", Sampling=False),
)  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: a.want.operation)
def test_asks_only_what_aws_takes(answer: Answer) -> None:
    wants = follow(answer)

    assert wants
    assert [refused(want) for want in wants] == ["" for _ in wants]


def _junk() -> st.SearchStrategy[Json]:
    leaf = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([
        ARN % ("sqs", "q"), ARN % ("dynamodb", "table/"), ARN % ("events", "rule/"),
        ARN % ("kinesis", "stream"), "arn:aws:s3:::", "arn:", "${x}", '{"a": ["arn:aws:s3:::b"]}',
        "\x00", "é" * 3_000,
    ])  # fmt: skip
    names = st.sampled_from([
        "Configuration", "FunctionName", "FunctionArn", "LoggingConfig", "LogGroup", "Layers",
        "Arn", "events", "timestamp", "message", "TraceSummaries", "Id", "Duration", "ServiceIds",
        "item", "Items", "stageName", "methodSettings", "accessLogSettings", "destinationArn",
        "EventSourceMappings", "UUID", "MetricsConfig", "Metrics", "EventSourceArn", "Topics",
        "StreamDescription", "Table", "TableName", "TableArn", "TargetGroups", "TargetGroupArn",
    ])  # fmt: skip
    return st.recursive(
        leaf,
        lambda x: st.lists(x, max_size=3) | st.dictionaries(names, x, max_size=5),
        max_leaves=12,
    )


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(
    ["Configuration", "FunctionName", "FunctionArn", "events", "TraceSummaries", "item", "Table",
     "EventSourceMappings", "StreamDescription", "TargetGroups", "a"]), _junk(), max_size=4),
    st.integers(-(1 << 62), 1 << 62), st.integers(-(1 << 62), 1 << 62))  # fmt: skip
def test_never_fails_on_odd_answers_nor_asks_what_aws_refuses(
    body: dict[str, Json], start_ms: int, end_ms: int
) -> None:
    scope = replace(SCOPE, start_ms=start_ms, end_ms=end_ms)

    for operation in {name for module in MODULES for name in module.FOLLOW}:
        want = Want.of(operation, "x", logGroupName="x", startTime=1, endTime=2, restApiId="a")
        for next_ in follow(Answer(want, body, "cut"), scope):
            assert refused(next_) == ""


READERS = ("counts", "levels", "rates", "points", "cited")  # of one metric, named in their call


def _read_metrics() -> set[str]:
    """Names of metrics in the SQL of checks and causes, and in the calls that read a series."""
    found: set[str] = set()
    root = Path(lambda_triage.__file__).parent
    for file in [*root.glob("checks/**/*.py"), *root.glob("diagnosis/**/*.py")]:
        source = file.read_text(encoding="utf-8")
        for told in re.findall(r"\bmetric (?:=|IN) *(\([^)]*\)|'[^']*')", source):
            found |= set(re.findall(r"'([^']+)'", told))
        if any(f"{reader}(" in source for reader in READERS) or "metric=METRIC" in source:
            parts = file.relative_to(root.parent).with_suffix("").parts
            found |= set(_named(ast.parse(source), vars(import_module(".".join(parts)))))
    return found


def _named(tree: ast.Module, constants: dict[str, object]) -> Iterator[str]:
    """What stands for a metric in the calls of a module: a text, a constant, or one of several."""
    loops: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            for target in ast.walk(node.target):
                if isinstance(target, ast.Name):
                    loops.setdefault(target.id, []).append(node.iter)
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        reads = getattr(call.func, "id", "") in READERS
        told = [*call.args[1:]] if reads else [k.value for k in call.keywords if k.arg == "metric"]
        for expression in told:
            for one in [expression, *loops.get(getattr(expression, "id", ""), ())]:
                yield from _texts(one, constants)


def _texts(expression: ast.expr, constants: dict[str, object]) -> Iterator[str]:
    """Of constants alone; what only a run could choose from a constant counts with all of it."""
    try:
        yield from _flat(eval(ast.unparse(expression), {"__builtins__": {}}, constants))
    except Exception:  # noqa: BLE001  whatever a constant is asked for in vain
        names = [n.id for n in ast.walk(expression) if isinstance(n, ast.Name)]
        for one in names:
            yield from _flat(constants.get(one))


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _flat([*value, *value.values()])
    elif isinstance(value, list | tuple | type({}.items())):
        for one in value:
            yield from _flat(one)


def _is_metric(name: str) -> bool:
    return (name[:1].isupper() and name not in STATISTICS) or name[:1] in "45"


def test_every_metric_that_a_check_reads_is_asked_for() -> None:
    asked = {q["Label"].split()[-2] for a in ANSWERS for q in queries(follow(a))}  # type: ignore[union-attr]

    assert len(_read_metrics()) > 80
    assert set(filter(_is_metric, _read_metrics())) - asked == set()


def test_every_metric_in_the_examples_of_the_pages_is_asked_for() -> None:
    root = Path(lambda_triage.__file__).parent
    pages = "\n".join(p.read_text(encoding="utf-8") for p in root.glob("**/*.md"))
    labels = re.findall(r'"Label": *"([^"]+)"', pages)
    asked = {q["Label"].split()[-2] for a in ANSWERS for q in queries(follow(a))}  # type: ignore[union-attr]

    unasked = [label for label in labels if not asked & set(label.split())]
    assert unasked == []


def test_labels_are_read_back_exactly() -> None:
    case = Case()
    case.add_function(FunctionConfiguration(function_arn("orders"), True, name="orders"))
    told = [q["Label"] for a in ANSWERS for q in queries(follow(a))]
    body = {
        "MetricDataResults": [
            {"Label": label, "StatusCode": "Complete", "Values": [1.0],
             "Timestamps": ["2026-03-01T10:00:00Z"]} for label in told
        ]
    }  # fmt: skip

    read_metric_data(case, body, 0)
    rows = case.execute("SELECT DISTINCT resource, metric, statistic FROM metrics")

    written = {tuple(label.rsplit(" ", 2)) for label in told}  # type: ignore[union-attr]
    assert {tuple(map(str, row)) for row in rows} == written
    assert all(WRITTEN.fullmatch(str(label)) for label in told)


@pytest.mark.parametrize(
    ("label", "resource", "metric"),
    [
        ("?:Orders-API Invocations Sum", "?:Orders-API", "Invocations"),
        ("?:orders Invocations Sum", function_arn("orders"), "Invocations"),
        (f"{function_arn('orders')}:live Errors Sum", function_arn("orders"), "Errors"),
        (ARN % ("sqs", "orders.fifo") + " NumberOfMessagesSent Sum", ARN % ("sqs", "orders.fifo"),
         "NumberOfMessagesSent"),
        ("orders Throttles Sum", function_arn("orders"), "Throttles"),
        ("nat-0a1 ErrorPortAllocation Sum", "?:nat-0a1", "ErrorPortAllocation"),
    ],
)  # fmt: skip
def test_a_label_names_its_resource(label: str, resource: str, metric: str) -> None:
    case = Case()
    case.add_function(FunctionConfiguration(function_arn("orders"), True, name="orders"))
    case.add_function(FunctionConfiguration(function_arn("Ship"), True, name="Ship"))
    result = {"Label": label, "Values": [2], "Timestamps": ["2026-03-01T10:00:00Z"]}

    read_metric_data(case, {"MetricDataResults": [result]}, 0)

    assert case.execute("SELECT resource, metric FROM metrics") == [(resource, metric)]


def test_a_resource_is_asked_about_once_whatever_names_it() -> None:
    queue = ARN % ("sqs", "parcels")
    one = answered("sqs.GetQueueAttributes", "parcels", {"Attributes": {"QueueArn": queue}})
    other = of_function(DeadLetterConfig={"TargetArn": queue})

    again = set(follow(one)) & set(follow(other))

    assert [want.about for want in again] == ["parcels"]
    labels = [q["Label"] for q in queries({w for a in ANSWERS for w in follow(a)})]
    named = [label for label in labels if "SuccessfulRequestLatency" not in str(label)
             and "ThrottledRequests" not in str(label) and "MessagesInPerSec" not in str(label)]  # fmt: skip
    assert len(named) == len(set(named))


def test_what_is_only_called_is_not_looked_into() -> None:
    want = Want.of("lambda.GetFunctionConfiguration", "helper", FunctionName="helper")

    assert follow(Answer(want, configuration("helper"))) == []


@pytest.mark.parametrize(
    ("hours", "seconds"), [(1, 60), (3, 60), (4, 300), (48, 300), (72, 900), (24 * 30, 3600)]
)
def test_the_period_follows_the_window(hours: int, seconds: int) -> None:
    scope = replace(SCOPE, start_ms=SCOPE.end_ms - hours * HOUR_MS)

    period = period_of(scope)

    assert period is not None
    assert period[2] == seconds
    for want in of(follow(of_function(), scope), "GetMetricData"):
        number = len(list(queries([want])))
        assert number <= MOST_QUERIES
        assert number * (period[1] - period[0]) // seconds <= MOST_POINTS


def test_slices_cover_the_window_once_and_stay_when_it_is_moved() -> None:
    scope = replace(SCOPE, start_ms=START_MS + 90_123, end_ms=START_MS + 3 * HOUR_MS + 7)
    later = replace(scope, start_ms=scope.start_ms + 1_000, end_ms=scope.end_ms + 1_000)

    found = logs.slices(scope, 12)

    assert (found[0][0], found[-1][1]) == (scope.start_ms, scope.end_ms)
    assert all(b[0] == a[1] + 1 for a, b in pairwise(found))
    assert found[1:-1] == logs.slices(later, 12)[1:-1]
    assert len(found) <= 13


def test_the_budget_is_shared_by_slices() -> None:
    wants = of(follow(of_function()), "FilterLogEvents")

    assert sum(logs.share(w, SCOPE) or 0 for w in wants) <= SCOPE.log_bytes
    assert logs.share(Want.of("lambda.GetPolicy", "orders"), SCOPE) is None


def event(at_ms: int, message: str, stream: str = "2026/03/01/[$LATEST]" + "a" * 32) -> Json:
    return {"logStreamName": stream, "timestamp": at_ms, "message": message,
            "ingestionTime": at_ms, "eventId": str(at_ms)}  # fmt: skip


def narrow() -> Want:
    """The first of the slices that a wide one with more than a page is asked for in."""
    first = of(follow(of_function()), "FilterLogEvents")[0]
    return follow(Answer(first, {"events": []}, logs.SPLIT))[0]


def spans(wants: list[Want]) -> list[tuple[Json, Json]]:
    return [(w.parameters["startTime"], w.parameters["endTime"]) for w in wants]


def test_a_wide_slice_with_more_than_a_page_is_asked_for_in_narrow_ones() -> None:
    wide = of(follow(of_function()), "FilterLogEvents")

    found = [w for one in wide for w in follow(Answer(one, {"events": []}, logs.SPLIT))]

    assert len(wide) <= logs.FEW + 1
    assert spans(found) == logs.slices(SCOPE, logs.SLICES)
    assert [logs.splits(w, SCOPE) for w in (*wide, *found)] == [
        *(True for _ in wide),
        *(False for _ in found),
    ]


@pytest.mark.parametrize("days", [0.001, 0.01, 1, 20, 40, 80, 200])
def test_narrow_slices_cover_a_wide_one_once(days: float) -> None:
    scope = replace(SCOPE, start_ms=SCOPE.end_ms - int(days * 24 * HOUR_MS) - 12_345)
    wide = of(follow(of_function(), scope), "FilterLogEvents")

    found = [
        spans(list(follow(Answer(one, {"events": []}, logs.SPLIT), scope)))
        if logs.splits(one, scope)
        else spans([one])
        for one in wide
    ]

    flat = [span for own in found for span in own]
    assert (flat[0][0], flat[-1][1]) == (scope.start_ms, scope.end_ms)
    assert all(int(str(b[0])) == int(str(a[1])) + 1 for a, b in pairwise(flat))
    assert [(own[0][0], own[-1][1]) for own in found] == spans(wide)


def test_what_is_asked_with_a_pattern_is_not_split() -> None:
    want = narrow()
    rest = follow(Answer(want, {"events": [event(START_MS, "a")]}, "cut"))

    assert [logs.splits(w, SCOPE) for w in rest] == [False]
    assert not logs.splits(Want.of("lambda.GetPolicy", "orders"), SCOPE)


def test_the_rest_of_a_large_slice_is_asked_for_with_a_pattern() -> None:
    first = narrow()
    body: dict[str, Json] = {"events": [event(START_MS + 5, "a"), event(START_MS + 9, "b")]}

    rest = follow(Answer(first, body, "more than 5 MB"))

    asked = rest[0].parameters
    assert (asked["startTime"], asked["endTime"]) == (START_MS + 10, first.parameters["endTime"])
    assert '?"REPORT RequestId:"' in str(asked["filterPattern"])
    assert refused(rest[0]) == ""
    assert follow(Answer(first, body)) == []


def test_the_other_lines_of_failed_invocations_are_asked_for_without_those_at_hand() -> None:
    rest = follow(Answer(narrow(), {"events": [event(START_MS, "a")]}, "cut"))[0]
    lines = [event(START_MS + n, f"RequestId: {RID.format(n)} Task timed out") for n in range(1, 9)]

    own = follow(Answer(rest, {"events": lines}))

    patterns = [str(w.parameters["filterPattern"]) for w in own]
    assert [p.split()[0].strip('"') for p in patterns] == [RID.format(n) for n in (1, 2, 3)]
    assert all('-"REPORT RequestId:"' in p and len(p) <= 1_024 for p in patterns)
    assert [follow(Answer(w, {"events": lines})) for w in own] == [[], [], []]


def test_groups_that_are_no_functions_are_not_taken_for_one() -> None:
    wants = [w for a in ANSWERS for w in of(follow(a), "FilterLogEvents")]

    others = {w.about for w in wants} - {"orders"}
    assert "log-group/api-access" in others
    assert all("/" in about for about in others)


def test_the_worst_traces_come_in_full_and_each_of_them_once() -> None:
    summaries = ANSWERS[-1]
    sampled = replace(summaries, want=Want.of("xray.GetTraceSummaries", "orders", Sampling=True))

    bad, others = follow(summaries), follow(sampled)

    asked = [id for w in (*bad, *others) for id in w.parameters["TraceIds"]]  # type: ignore[union-attr]
    assert len(asked) == len(set(asked)) == 10
    assert bad[0] == Want.of("xray.BatchGetTraces", TRACE.format(9), TraceIds=[TRACE.format(9)])
    assert bad[1].parameters["TraceIds"] == [TRACE.format(n) for n in (8, 7, 6, 5, 4)]


def test_made_answers_become_rows_of_the_right_functions(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    with Store(bundle, lambda value: value) as store:
        store.begin(SCOPE)
        waiting = [of_function("orders"), of_function("Ship")]
        for answer in waiting:
            store.keep(answer)
            waiting += [a for want in follow(answer) if (a := _aws(want)) is not None]
        store.finish()

    case, _ = collect([str(bundle)], ())

    with case:
        for table in ("invocations", "metrics", "spans", "changes"):
            rows = case.execute(f"SELECT resource, count(*) FROM {table} GROUP BY ALL ORDER BY ALL")
            own = {str(r): n for r, n in rows if r != "?:account"}
            assert set(own) <= {function_arn("orders"), function_arn("Ship")}, table
            assert len(own) == 2, table
        ended = case.execute(
            "SELECT resource, status, duration_us FROM invocations ORDER BY ALL"
        )  # one of them begins in one slice and ends in the next
    assert ended == [
        (function_arn("Ship"), "ok", 2_000),
        (function_arn("Ship"), "ok", 1_200_000),
        (function_arn("orders"), "ok", 2_000),
        (function_arn("orders"), "ok", 1_200_000),
    ]


def _aws(want: Want) -> Answer | None:
    """What a small account answers."""
    match want.operation:
        case "logs.FilterLogEvents":
            return _logged(want)
        case "cloudwatch.GetMetricData":
            body: dict[str, Json] = {"MetricDataResults": [
                {"Id": q["Id"], "Label": q["Label"], "StatusCode": "Complete", "Values": [1.0],
                 "Timestamps": ["2026-03-01T10:00:00Z"]} for q in queries([want])]}  # fmt: skip
        case "xray.GetTraceSummaries":
            number = 1 if want.about == "orders" else 2
            body = {"TraceSummaries": [] if want.parameters.get("Sampling") else [
                {"Id": TRACE.format(number), "HasFault": True}]}  # fmt: skip
        case "xray.BatchGetTraces":
            ids = want.parameters["TraceIds"]
            assert isinstance(ids, list)
            body = {"Traces": [{"Id": id, "Segments": [{"Id": "0f", "Document": json.dumps(
                {"id": "0f", "name": "x", "trace_id": id, "start_time": 1772359200.0,
                 "origin": "AWS::Lambda::Function", "aws": {"function_arn": function_arn(
                     "orders" if str(id).endswith("1") else "Ship")}})}]} for id in ids]}  # fmt: skip
        case "cloudtrail.LookupEvents":
            record = {"eventName": "UpdateFunctionCode20150331v2", "eventTime": "2026-03-01T09:00:00Z",
                      "eventSource": "lambda.amazonaws.com",
                      "requestParameters": {"functionName": function_arn(want.about)}}  # fmt: skip
            body = {"Events": [{"EventName": "UpdateFunctionCode20150331v2",
                                "CloudTrailEvent": json.dumps(record)}]}  # fmt: skip
        case _:
            return None
    return answered(want.operation, want.about, body, **want.parameters)


def _logged(want: Want) -> Answer:
    """One invocation in the first ms of the second slice's begin, and one over its bound."""
    asked = want.parameters
    first, last = asked["startTime"], asked["endTime"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    bound = START_MS + 15 * 60_000
    stream = "2026/03/01/[$LATEST]" + ("a" if want.about == "orders" else "b") * 32
    lines = [
        (START_MS, f"START RequestId: {RID.format(1)} Version: $LATEST\n"),
        (START_MS + 2, _report(1, "2.00 ms")),
        (bound - 200, f"START RequestId: {RID.format(2)} Version: $LATEST\n"),
        (bound + 1_000, _report(2, "1200.00 ms")),
    ]
    events = [event(at, text, stream) for at, text in lines if first <= at <= last]
    return answered(
        want.operation, want.about, {"events": events, "searchedLogStreams": []}, **asked
    )


def _report(number: int, duration: str) -> str:
    return (
        f"REPORT RequestId: {RID.format(number)}\tDuration: {duration}\tBilled Duration: 1200 ms\t"
        "Memory Size: 128 MB\tMax Memory Used: 40 MB\t\n"
    )


def test_times_are_told_as_aws_takes_them() -> None:
    want = of(follow(of_function()), "LookupEvents")[0]

    assert want.parameters["EndTime"] == rfc3339(SCOPE.end_ms * 1000) == "2026-03-01T13:00:00.000Z"
