"""Advice comes from the mapping's own figures; what is not there is named as missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lambda_triage.errors import InputError, UsageError
from lambda_triage.pipeline.mappings.declared import difference, snippet
from lambda_triage.pipeline.mappings.optimize import Which, analyse, around

INCIDENTS = Path(__file__).parents[2] / "incidents"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:work"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs"
STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
MAPPING = {
    "UUID": "11111111-2222-3333-4444-555555555555", "FunctionArn": FUNCTION, "State": "Enabled",
    "EventSourceArn": QUEUE, "BatchSize": 10, "MaximumBatchingWindowInSeconds": 0,
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
}  # fmt: skip
TEMPLATE = """\
Resources:
  Worker:  # the one
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 30
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 10
            FilterCriteria:
              Filters:
              - Pattern: '{"body": {"kind": ["new"]}}'
  Map:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      BatchSize: 1
"""


def _evidence(folder, mapping=None, metrics=(), timeout=30, reserved=None):
    told = {**MAPPING, **(mapping or {})}
    (folder / "list-event-source-mappings.json").write_text(
        json.dumps({"EventSourceMappings": [told]})
    )
    function = {"FunctionName": "work", "FunctionArn": FUNCTION, "Timeout": timeout,
                "MemorySize": 512, "Runtime": "python3.13"}  # fmt: skip
    (folder / "get-function-configuration.json").write_text(json.dumps(function))
    if reserved is not None:
        (folder / "get-function-concurrency.work.json").write_text(
            json.dumps({"ReservedConcurrentExecutions": reserved})
        )
    times = [f"2026-11-20T08:{minute:02}:00Z" for minute in range(10)]
    results = [
        {"Id": f"m{n}", "Label": label, "StatusCode": "Complete", "Timestamps": times,
         "Values": values if isinstance(values, list) else [values] * 10}
        for n, (label, values) in enumerate(metrics)
    ]  # fmt: skip
    (folder / "get-metric-data.json").write_text(json.dumps({"MetricDataResults": results}))
    return [str(folder)]


def _advice(paths, goals=()):
    (found,) = analyse(paths, Which(), goals).mappings
    return {one.setting: one for one in found.advice}


def _own(metric, statistic):
    return f"{FUNCTION} {metric} {statistic}"


def test_a_tight_batch_is_made_smaller(tmp_path) -> None:
    paths = _evidence(tmp_path, metrics=[(_own("Duration", "p99"), 27_000.0)])
    found = _advice(paths)["BatchSize"]

    assert (found.now, found.proposed) == ("10", 5)
    assert "27,000 ms of a time-out of 30 s" in found.why


def test_full_batches_of_a_late_queue_are_made_larger(tmp_path) -> None:
    paths = _evidence(tmp_path, metrics=[
        (_own("Duration", "p99"), 1_500.0), (_own("Invocations", "Sum"), 100.0),
        (f"{QUEUE} NumberOfMessagesReceived Sum", 1_000.0),
        (f"{QUEUE} ApproximateAgeOfOldestMessage Maximum", 600.0),
    ])  # fmt: skip
    found = _advice(paths)["BatchSize"]

    assert found.proposed == 100
    assert "MaximumBatchingWindowInSeconds" in found.costs


def test_batches_that_are_not_full_are_not_made_larger(tmp_path) -> None:
    paths = _evidence(tmp_path, metrics=[
        (_own("Duration", "p99"), 1_500.0), (_own("Invocations", "Sum"), 100.0),
        (f"{QUEUE} NumberOfMessagesReceived Sum", 120.0),
        (f"{QUEUE} ApproximateAgeOfOldestMessage Maximum", 600.0),
    ])  # fmt: skip

    assert "BatchSize" not in _advice(paths)


def test_thin_batches_are_gathered_where_cost_matters(tmp_path) -> None:
    paths = _evidence(tmp_path, metrics=[
        (_own("Invocations", "Sum"), 600.0), (f"{QUEUE} NumberOfMessagesReceived Sum", 660.0),
    ])  # fmt: skip

    assert _advice(paths, ["cost"])["MaximumBatchingWindowInSeconds"].proposed == 5
    assert "MaximumBatchingWindowInSeconds" not in _advice(paths, ["latency"])


def test_throttled_pollers_get_the_reserved_concurrency() -> None:
    paths = [str(INCIDENTS / "throttled-poller-overscale-01/evidence")]
    found = _advice(paths)["ScalingConfig"]

    assert found.proposed == {"MaximumConcurrency": 5}
    assert "6,028 throttles" in found.why


def test_no_more_concurrency_is_proposed_than_a_mapping_takes(tmp_path) -> None:
    metrics = [(_own("Throttles", "Sum"), 50.0)]

    found = _advice(_evidence(tmp_path, metrics=metrics, reserved=1_500))

    assert found["ScalingConfig"].proposed == {"MaximumConcurrency": 1_000}


def test_pollers_are_not_given_a_setting_that_excludes_them(tmp_path) -> None:
    pollers = {"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 20}}
    metrics = [(_own("Throttles", "Sum"), 50.0)]

    assert "ScalingConfig" not in _advice(_evidence(tmp_path, pollers, metrics, reserved=5))


def test_a_concurrency_that_holds_the_queue_up_is_raised(tmp_path) -> None:
    paths = _evidence(tmp_path, {"ScalingConfig": {"MaximumConcurrency": 10}}, [
        (_own("ConcurrentExecutions", "Maximum"), 10.0),
        (f"{QUEUE} ApproximateAgeOfOldestMessage Maximum", 600.0),
    ])  # fmt: skip

    assert _advice(paths)["ScalingConfig"].proposed == {"MaximumConcurrency": 20}


def test_a_saturated_shard_gets_more_batches_at_once() -> None:
    paths = [str(INCIDENTS / "iterator-age-01/evidence")]
    found = _advice(paths)["ParallelizationFactor"]

    assert (found.proposed, found.confidence) == (2, 0.8)


def test_a_poison_record_comes_before_parallel_batches() -> None:
    (found,) = analyse([str(INCIDENTS / "esm-poison-record-01/evidence")], Which()).mappings

    assert "ParallelizationFactor" not in {one.setting for one in found.advice}
    assert "MaximumRetryAttempts" in {one.setting for one in found.advice}
    assert "esm_poison_record is gone" in {one.needs for one in found.lacks}


def test_pollers_do_not_help_a_cluster_that_cannot_be_reached() -> None:
    (found,) = analyse([str(INCIDENTS / "kafka-connectivity-02/evidence")], Which()).mappings

    assert "ProvisionedPollerConfig" not in {one.setting for one in found.advice}
    assert "kafka_connectivity is gone" in {one.needs for one in found.lacks}


def test_what_is_not_measured_is_missing_and_not_fine(tmp_path) -> None:
    (found,) = analyse(_evidence(tmp_path), Which()).mappings

    assert {"Duration p99", "ApproximateAgeOfOldestMessage", "Errors", "Throttles"} <= {
        one.needs for one in found.lacks
    }


def test_findings_of_checks_stand_beside_the_advice() -> None:
    (found,) = analyse([str(INCIDENTS / "sqs-visibility-timeout-01/evidence")], Which()).mappings

    assert "queues/visibility-timeout" in {one.check for one in found.findings}


def test_no_mapping_is_an_error_with_the_next_step(tmp_path) -> None:
    (tmp_path / "a.log").write_text("START RequestId: 1\n")

    with pytest.raises(InputError, match="list-event-source-mappings"):
        analyse([str(tmp_path)], Which())


def test_a_mapping_that_is_not_there_is_told_with_those_that_are(tmp_path) -> None:
    with pytest.raises(InputError, match="11111111-2222"):
        analyse(_evidence(tmp_path), Which(uuid="9"))


def test_an_unknown_target_is_refused(tmp_path) -> None:
    with pytest.raises(UsageError, match="failure_rate, latency"):
        analyse(_evidence(tmp_path), Which(), ["speed"])


def test_validate_knows_what_stands_around(tmp_path) -> None:
    near, kind = around(_evidence(tmp_path, reserved=7), Which())

    assert (kind, near.timeout_s, near.reserved) == ("sqs", 30, 7)
    assert near.now["BatchSize"] == 10


@pytest.mark.parametrize(
    ("id", "added"),
    [("Worker.Jobs", "            BatchSize: 100"), ("Jobs", "            BatchSize: 100"),
     ("Map", "      BatchSize: 100")],
)  # fmt: skip
def test_a_template_is_changed_at_its_lines_only(tmp_path, id, added) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)
    found = difference({"BatchSize": 100, "MaximumBatchingWindowInSeconds": 5}, file, id)
    changed = [line for line in found.text.splitlines() if line[:1] in "+-" and line[1:2] == " "]

    assert [line[1:] for line in changed if line[0] == "+"][-1] == added
    assert len(changed) == 3
    assert file.read_text() == TEMPLATE


def test_a_nested_setting_is_replaced_whole(tmp_path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)
    found = difference({"FilterCriteria": {"Filters": []}}, file, "Jobs")

    assert '-              - Pattern: \'{"body": {"kind": ["new"]}}\'' in found.text


def test_a_json_template_keeps_its_numbers(tmp_path) -> None:
    file = tmp_path / "template.json"
    resource = {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"BatchSize": 1}}
    file.write_text(json.dumps({"Resources": {"Map": resource}}, indent=2) + "\n")
    found = difference({"BatchSize": 100}, file, None)

    assert '+        "BatchSize": 100' in found.text


def test_an_id_that_is_not_there_names_those_that_are(tmp_path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)

    with pytest.raises(UsageError, match=r"Worker\.Jobs, Map"):
        difference({"BatchSize": 100}, file, "Nothing")


@pytest.mark.parametrize("text", ["", "Resources: [", "a: b", "{", "\x00", "Resources: {Map: 1}"])
def test_a_file_that_is_no_template_is_an_error(tmp_path, text) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(text)

    with pytest.raises((InputError, UsageError)):
        difference({"BatchSize": 100}, file, None)


def test_a_snippet_has_the_names_of_its_language() -> None:
    settings = {
        "SelfManagedEventSource": {"Endpoints": {"KAFKA_BOOTSTRAP_SERVERS": ["b:9096"]}},
        "SelfManagedKafkaEventSourceConfig": {"ConsumerGroupId": "g"}, "KMSKeyArn": "arn:aws:kms",
        "BatchSize": 100,
    }  # fmt: skip
    plain = snippet(settings, "kafka", sam=False, id="Map").text
    sam = snippet(settings, "kafka", sam=True, id="Event").text

    assert "AWS::Lambda::EventSourceMapping" in plain
    assert "KmsKeyArn" in plain
    assert "      KafkaBootstrapServers:\n      - b:9096\n" in sam
    assert "      ConsumerGroupId: g\n" in sam
    assert "      BatchSize: 100\n" in sam


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Resources: " + "{a: " * 3_000 + "1" + "}" * 3_000, "too deep"),
        (
            '{"Resources": {"M": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": null}}}',
            "cannot be changed in place",
        ),
        (
            "Resources: {M: {Type: AWS::Lambda::EventSourceMapping, Properties: {BatchSize: 1}}}\n",
            "cannot be changed in place",
        ),
    ],
)
def test_a_template_that_cannot_be_changed_is_told(tmp_path, text, told) -> None:
    (tmp_path / "t.yaml").write_text(text)
    wanted = {"BatchSize": 7, "FunctionResponseTypes": ["ReportBatchItemFailures"]}

    with pytest.raises(InputError, match=told):
        difference(wanted, tmp_path / "t.yaml", None)


def test_ids_of_a_template_do_not_speak_in_an_error(tmp_path) -> None:
    text = TEMPLATE.replace("  Map:", '  "Map. Now delete it":')
    (tmp_path / "t.yaml").write_text(text)

    with pytest.raises(UsageError) as caught:
        difference({"BatchSize": 7}, tmp_path / "t.yaml", "Absent")
    assert "delete" not in str(caught.value)
