"""Settings of mappings: what AWS would refuse is refused, by source, and nothing else is."""

from __future__ import annotations

import re

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.facts.limits import limits
from lambda_triage.facts.mapping_settings import SOURCES, mapping_settings, of_source, takers
from lambda_triage.pipeline.mappings.settings import Around, validate
from lambda_triage.sources.aws.parameters import parameters

QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs"
CREATE, UPDATE = "lambda.CreateEventSourceMapping", "lambda.UpdateEventSourceMapping"
# How the model's documentation begins where a setting is not every source's.
NAMED = {
    "Kinesis": "kinesis", "DynamoDB Streams": "dynamodb", "Amazon MSK": "msk",
    "self-managed Apache Kafka": "kafka", "Amazon SQS": "sqs",
}  # fmt: skip
ONLY = re.compile(r"^\((?P<who>[^)]+?)(?: only)?\)")


def _refused(configs, source=None, around=None):
    found = validate(configs, source, around)
    return [p.setting for p in found.problems if p.verdict == "refused"]


@pytest.mark.parametrize(
    ("source", "configs", "refused"),
    [
        ("sqs", {"MaximumRetryAttempts": 3}, ["MaximumRetryAttempts"]),
        ("sqs", {"BisectBatchOnFunctionError": True}, ["BisectBatchOnFunctionError"]),
        ("sqs", {"StartingPosition": "LATEST"}, ["StartingPosition"]),
        ("sqs", {"ParallelizationFactor": 2}, ["ParallelizationFactor"]),
        ("sqs", {"TumblingWindowInSeconds": 30}, ["TumblingWindowInSeconds"]),
        ("sqs", {"BatchSize": 100}, ["MaximumBatchingWindowInSeconds"]),
        ("sqs", {"BatchSize": 10_001, "MaximumBatchingWindowInSeconds": 1}, ["BatchSize"]),
        ("sqs", {"ScalingConfig": {"MaximumConcurrency": 1}}, ["ScalingConfig.MaximumConcurrency"]),
        (
            "sqs",
            {"ScalingConfig": {"MaximumConcurrency": 1_001}},
            ["ScalingConfig.MaximumConcurrency"],
        ),
        (
            "sqs",
            {"ScalingConfig": {"MaximumConcurrency": 5}, "ProvisionedPollerConfig": {"MinimumPollers": 2}},
            ["ScalingConfig"],
        ),
        (
            "sqs",
            {"ProvisionedPollerConfig": {"MinimumPollers": 1}},
            ["ProvisionedPollerConfig.MinimumPollers"],
        ),
        (
            "msk",
            {"ProvisionedPollerConfig": {"MaximumPollers": 2_001}},
            ["ProvisionedPollerConfig.MaximumPollers"],
        ),
        (
            "msk",
            {"ProvisionedPollerConfig": {"MinimumPollers": 5, "MaximumPollers": 2}},
            ["ProvisionedPollerConfig.MinimumPollers"],
        ),
        ("sqs-fifo", {"BatchSize": 11}, ["BatchSize"]),
        ("sqs-fifo", {"MaximumBatchingWindowInSeconds": 5}, ["MaximumBatchingWindowInSeconds"]),
        ("kinesis", {"ParallelizationFactor": 11}, ["ParallelizationFactor"]),
        ("kinesis", {"TumblingWindowInSeconds": 901}, ["TumblingWindowInSeconds"]),
        ("kinesis", {"ScalingConfig": {"MaximumConcurrency": 5}}, ["ScalingConfig"]),
        ("dynamodb", {"StartingPosition": "AT_TIMESTAMP"}, ["StartingPosition"]),
        ("mq", {"FunctionResponseTypes": ["ReportBatchItemFailures"]}, ["FunctionResponseTypes"]),
        ("msk", {"LoggingConfig": {"SystemLogLevel": "INFO"}}, ["ProvisionedPollerConfig"]),
        (
            "msk",
            {"Topics": ["jobs"], "DestinationConfig": {"OnFailure": {"Destination": "kafka://jobs"}}},
            ["DestinationConfig"],
        ),
        (
            "msk",
            {"SourceAccessConfigurations": [{"Type": "VPC_SUBNET", "URI": "subnet:subnet-1"}]},
            ["SourceAccessConfigurations.VPC_SUBNET"],
        ),
        (
            "kafka",
            {"SelfManagedKafkaEventSourceConfig": {"ConsumptionMode": "Queue"},
             "MaximumRetryAttempts": -1},
            ["MaximumRetryAttempts"],
        ),
    ],
)  # fmt: skip
def test_what_a_source_does_not_take_is_refused(source, configs, refused) -> None:
    assert _refused(configs, source) == refused


@pytest.mark.parametrize(
    ("source", "configs"),
    [
        ("sqs", {"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 20}}),
        ("sqs", {"BatchSize": 10_000, "MaximumBatchingWindowInSeconds": 1}),
        ("sqs", {"ScalingConfig": {"MaximumConcurrency": 1_000}}),
        ("sqs-fifo", {"BatchSize": 10, "MaximumBatchingWindowInSeconds": 0}),
        ("msk", {"MaximumRetryAttempts": 3, "BisectBatchOnFunctionError": True,
                 "MaximumRecordAgeInSeconds": 3_600,
                 "FunctionResponseTypes": ["ReportBatchItemFailures"]}),
        ("kafka", {"MaximumRetryAttempts": 0}),
        ("kinesis", {"ParallelizationFactor": 10, "TumblingWindowInSeconds": 900}),
        ("dynamodb", {"BatchSize": 10_000}),
        ("mq", {"SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": "arn:aws:x"}]}),
    ],
)  # fmt: skip
def test_what_a_source_takes_is_taken(source, configs) -> None:
    assert _refused(configs, source) == []


def test_a_misspelt_name_gets_the_nearest() -> None:
    (problem,) = validate({"BatchSzie": 5}, "sqs").problems

    assert (problem.setting, problem.write) == ("BatchSzie", "BatchSize")


def test_a_number_in_quotes_is_refused() -> None:
    (problem,) = validate({"BatchSize": "100"}, "kinesis").problems

    assert (problem.why, problem.write) == ("'100' is not a whole number", "100 without quotes")


@pytest.mark.parametrize("value", [None, True, [], {}, 1.5, "x"])
def test_no_type_makes_it_crash(value) -> None:
    every = dict.fromkeys(parameters(CREATE), value)

    assert validate(every, "kinesis").source == "kinesis"


def test_the_arn_tells_the_source() -> None:
    fifo = validate({"EventSourceArn": f"{QUEUE}.fifo", "BatchSize": 11})

    assert (fifo.source, fifo.taken) == ("sqs-fifo", False)


def test_without_any_source_it_asks_for_one() -> None:
    with pytest.raises(UsageError, match="give event_source"):
        validate({"BatchSize": 5})


def test_sources_that_contradict_each_other_are_named() -> None:
    with pytest.raises(UsageError, match="configs are of sqs, event_source says kinesis"):
        validate({"EventSourceArn": QUEUE}, "kinesis")


def test_an_answer_of_the_api_can_be_given_as_it_is() -> None:
    answer = {
        "UUID": "1", "State": "Enabled", "EventSourceArn": QUEUE, "BatchSize": 10,
        "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:f", "LastModified": 1.0,
        "MaximumBatchingWindowInSeconds": 0,
    }  # fmt: skip

    assert _refused(answer) == []


def test_what_a_template_computes_is_not_judged() -> None:
    configs = {"EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "BatchSize": {"Ref": "Size"}}

    assert _refused(configs, "sqs") == []


def test_a_wrong_filter_is_told_by_its_clause() -> None:
    criteria = {"Filters": [{"Pattern": '{"body": {"kind": "new"}}'}]}
    (problem,) = validate({"FilterCriteria": criteria}, "sqs").problems

    assert "$.body.kind" in problem.setting
    assert "array" in problem.why


def test_an_existing_mapping_keeps_its_topic() -> None:
    near = Around(now={"Topics": ["jobs"]})

    assert _refused({"Topics": ["other"]}, "msk", near) == ["Topics"]


def test_a_queue_that_hides_messages_for_less_than_the_timeout_is_refused() -> None:
    near = Around(timeout_s=60, visibility_s=30)
    (problem,) = validate({"BatchSize": 5}, "sqs", near).problems

    assert (problem.verdict, problem.write) == ("refused", "360")


def test_a_queue_below_six_timeouts_is_advised() -> None:
    near = Around(timeout_s=60, visibility_s=300)
    (problem,) = validate({"BatchSize": 5}, "sqs", near).problems

    assert (problem.verdict, problem.write) == ("advice", "360")


def test_concurrency_above_the_reserved_is_advised() -> None:
    near = Around(reserved=10)
    configs = {"ScalingConfig": {"MaximumConcurrency": 50}}
    (problem,) = validate(configs, "sqs", near).problems

    assert (problem.verdict, problem.setting) == ("advice", "ScalingConfig.MaximumConcurrency")


def test_the_list_names_the_settings_of_the_model() -> None:
    assert {s.name for s in mapping_settings() if "." not in s.name} == set(parameters(CREATE))


def test_the_list_knows_what_an_update_does_not_take() -> None:
    fixed = {s.name for s in mapping_settings() if s.create_only and "." not in s.name}

    assert fixed == set(parameters(CREATE)) - set(parameters(UPDATE))


@pytest.mark.parametrize("name", sorted(parameters(CREATE)))
def test_the_list_gives_a_setting_to_the_sources_that_the_model_names(name) -> None:
    found = ONLY.match(parameters(CREATE)[name].says)
    told = {kind for words, kind in NAMED.items() if found and words in found["who"]}

    assert told <= set(takers(name))
    assert not told or set(takers(name)) - {"sqs-fifo"} <= told


def test_ranges_are_within_those_of_the_model() -> None:
    wants = parameters(CREATE)
    beyond = []
    for one in mapping_settings():
        first, _, rest = one.name.partition(".")
        want = wants[first].members.get(rest) if rest else wants[first]
        if want is None or one.least is None or want.kind != "integer":
            continue
        if one.least < (want.least or 0) or (one.most or 0) > (want.most or 0):
            beyond.append(one.name)

    assert beyond == []


def test_pollers_are_as_the_model_says_in_words() -> None:
    config = parameters(CREATE)["ProvisionedPollerConfig"]
    most, least = config.members["MaximumPollers"].says, config.members["MinimumPollers"].says
    sqs = of_source("ProvisionedPollerConfig.MaximumPollers", "sqs")
    kafka = of_source("ProvisionedPollerConfig.MaximumPollers", "msk")
    fewest = of_source("ProvisionedPollerConfig.MinimumPollers", "sqs")

    assert f"between {sqs.least} and {sqs.most:,}" in most
    assert f"between {kafka.least} and {kafka.most:,}" in most
    assert f"minimum {fewest.least} required" in least


@pytest.mark.parametrize(
    ("limit", "setting", "source"),
    [
        ("sqs_batch_standard", "BatchSize", "sqs"),
        ("sqs_batch_fifo", "BatchSize", "sqs-fifo"),
        ("kinesis_batch", "BatchSize", "kinesis"),
        ("stream_parallelization", "ParallelizationFactor", "kinesis"),
    ],
)
def test_ranges_equal_the_list_of_limits(limit, setting, source) -> None:
    (known,) = [one.value for one in limits() if one.name == limit]

    assert of_source(setting, source).most == known


def test_every_source_has_a_batch_size() -> None:
    assert all(of_source("BatchSize", source) for source in SOURCES)


CLUSTER = "arn:aws:kafka:eu-west-1:111122223333:cluster/jobs/0a1b2c3d-0000-1111-2222-333344445555-1"
BROKER = "arn:aws:mq:eu-west-1:111122223333:broker:jobs:b-1a2b"
DATABASE = "arn:aws:rds:eu-west-1:111122223333:cluster:jobs"


@pytest.mark.parametrize(
    ("configs", "refused"),
    [
        ({"EventSourceArn": CLUSTER, "StartingPosition": "LATEST"}, ["Topics"]),
        ({"EventSourceArn": BROKER}, ["Queues", "SourceAccessConfigurations"]),
        (
            {"EventSourceArn": DATABASE, "StartingPosition": "LATEST"},
            ["DocumentDBEventSourceConfig.DatabaseName", "SourceAccessConfigurations"],
        ),
    ],
)
def test_a_new_mapping_needs_what_its_source_needs(configs, refused):
    assert _refused(configs) == refused


@pytest.mark.parametrize(("age", "taken"), [(-1, True), (0, False), (59, False), (60, True)])
def test_the_range_of_ages_has_a_hole(age, taken):
    assert validate({"MaximumRecordAgeInSeconds": age}, "kinesis").taken is taken


@pytest.mark.parametrize(
    ("to", "taken"),
    [
        ("arn:aws:sqs:eu-west-1:111122223333:failed", True),
        ("arn:aws:s3:::failed", True),
        ("arn:aws:lambda:eu-west-1:111122223333:function:failed", False),
        ("arn:aws:events:eu-west-1:111122223333:event-bus/failed", False),
    ],
)
def test_a_mapping_sends_failures_to_queues_topics_and_buckets(to, taken):
    configs = {"DestinationConfig": {"OnFailure": {"Destination": to}}, "MaximumRetryAttempts": 3}

    assert validate(configs, "kinesis").taken is taken


def test_retries_are_no_advice_for_a_source_that_has_none():
    to = {"DestinationConfig": {"OnFailure": {"Destination": QUEUE}}}

    assert [p.setting for p in validate(to, "sqs").problems] == ["DestinationConfig"]


def test_error_handling_of_kafka_is_advised_in_provisioned_mode():
    told = {"MaximumRetryAttempts": 3}
    pollers = {"ProvisionedPollerConfig": {"MinimumPollers": 1}}

    assert [p.setting for p in validate(told, "msk").problems] == ["ProvisionedPollerConfig"]
    assert validate({**told, **pollers}, "msk").problems == ()
