"""A Kafka mapping's trouble is named from its text or its network, and never guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lambda_triage.errors import InputError
from lambda_triage.facts.kafka_errors import kafka_errors
from lambda_triage.pipeline.mappings.kafka import explain_text, troubleshoot

INCIDENTS = Path(__file__).parents[2] / "incidents"
CLUSTER = "arn:aws:kafka:eu-west-1:111122223333:cluster/jobs/0a1b2c3d-0000-1111-2222-333344445555-1"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:work"
VPC = (
    "PROBLEM: Connection error. Your event source VPC must be able to connect to Lambda and STS,"
    " as well as Secrets Manager if event source authentication is required, and the OnFailure"
    " Destination if one is configured."
)


@pytest.mark.parametrize("text", ["OK", "No records processed\n"])
def test_a_mapping_that_says_it_reads_is_healthy(text):
    found = explain_text(text)

    assert (found.healthy, found.causes, found.unmatched) == (True, (), ())


def test_a_permission_that_is_only_mentioned_is_no_refusal():
    assert explain_text("the role has secretsmanager:GetSecretValue").causes == ()


def _evidence(folder, *, result="OK", pollers=None, endpoints=("lambda", "sts"), groups=("sg-1",)):
    mapping = {
        "UUID": "11111111-2222-3333-4444-555555555555", "FunctionArn": FUNCTION,
        "State": "Enabled", "EventSourceArn": CLUSTER, "BatchSize": 100, "Topics": ["jobs"],
        "LastProcessingResult": result, "StateTransitionReason": "USER_INITIATED",
        **({"ProvisionedPollerConfig": pollers} if pollers else {}),
    }  # fmt: skip
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 9098,
            "UserIdGroupPairs": [{"GroupId": "sg-1"}], "IpRanges": []}  # fmt: skip
    told = {
        "list-event-source-mappings.json": {"EventSourceMappings": [mapping]},
        "describe-cluster-v2.json": {"ClusterInfo": {
            "ClusterArn": CLUSTER, "State": "ACTIVE", "ClusterType": "PROVISIONED",
            "Provisioned": {"BrokerNodeGroupInfo": {
                "ClientSubnets": ["subnet-1"], "SecurityGroups": ["sg-1"]}}}},
        "describe-subnets.json": {"Subnets": [
            {"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}]},
        "describe-route-tables.json": {"RouteTables": [{
            "RouteTableId": "rtb-1", "VpcId": "vpc-1",
            "Associations": [{"SubnetId": "subnet-1", "RouteTableId": "rtb-1", "Main": False}],
            "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
                        "State": "active"}]}]},
        "describe-vpc-endpoints.json": {"VpcEndpoints": [
            {"VpcEndpointId": f"vpce-{name}", "VpcId": "vpc-1", "State": "available",
             "VpcEndpointType": "Interface", "ServiceName": f"com.amazonaws.eu-west-1.{name}",
             "SubnetIds": ["subnet-1"], "Groups": [{"GroupId": g} for g in groups],
             "PrivateDnsEnabled": True}
            for name in endpoints]},
        "describe-security-groups.json": {"SecurityGroups": [
            {"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [rule],
             "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]},
            {"GroupId": "sg-shut", "VpcId": "vpc-1", "IpPermissions": [],
             "IpPermissionsEgress": []}]},
    }  # fmt: skip
    for name, body in told.items():
        (folder / name).write_text(json.dumps(body))
    return [str(folder)]


@pytest.mark.parametrize(("id", "text"), [(e.id, said) for e in kafka_errors() for said in e.says])
def test_each_documented_text_names_its_cause(id, text) -> None:
    found = explain_text(f"PROBLEM: {text}.")

    assert id in {cause.id for cause in found.causes}


@pytest.mark.parametrize("text", ["PROBLEM: SASL\n  authentication failed.", "sasl AUTHENTICATION failed",
                                  r"PROBLEM: SASL\nauthentication failed"])  # fmt: skip
def test_blanks_and_case_do_not_matter(text) -> None:
    assert [cause.id for cause in explain_text(text).causes] == ["sasl_failed"]


def test_the_fix_is_that_of_the_kind_of_cluster() -> None:
    text = "Cluster failed to authorize Lambda"
    (msk,), (own,) = explain_text(text, "msk").causes, explain_text(text, "kafka").causes

    assert "kafka-cluster:DescribeTopic" in msk.fix
    assert "kafka-cluster" not in own.fix


def test_without_a_kind_both_fixes_are_told() -> None:
    (found,) = explain_text("Lambda failed to authenticate server").causes

    assert found.fix.startswith("Amazon MSK: ")
    assert "Self-managed: " in found.fix


@pytest.mark.parametrize(
    "text", ["hello", "PROBLEM: the moon is full", "", "\x00\x1b[31m", "é" * 9]
)
def test_an_unknown_text_is_told_to_be_unknown(text) -> None:
    found = explain_text(text)

    assert (found.causes, found.unmatched) == ((), (" ".join(text.split()),))
    assert any("LastProcessingResult" in step for step in found.decides)


def test_a_closed_network_proves_the_text() -> None:
    found = troubleshoot([str(INCIDENTS / "kafka-connectivity-01/evidence")])
    first = found.causes[0]

    assert (first.id, first.confidence) == ("services_unreachable", 0.95)
    assert "no endpoint for lambda" in first.proof[1]


def test_a_group_that_does_not_admit_itself_is_named() -> None:
    found = troubleshoot([str(INCIDENTS / "kafka-connectivity-02/evidence")])

    assert found.causes[0].id == "kafka_connectivity"
    assert ("brokers on TCP 9092, 9094, 9098", "no") in {
        (fact.what, fact.answer) for _, fact in found.facts
    }


def test_a_group_that_lets_no_broker_port_out_is_named() -> None:
    found = troubleshoot([str(INCIDENTS / "kafka-connectivity-03/evidence")])

    assert found.causes[0].id == "broker_unreachable"
    assert found.causes[0].proof[1].startswith("brokers on TCP 9096: no egress rule")


def test_an_open_network_speaks_against_the_text(tmp_path) -> None:
    (found,) = troubleshoot(_evidence(tmp_path, result=VPC)).causes

    assert (found.confidence, len(found.against)) == (0.6, 1)


def test_an_endpoint_that_does_not_admit_the_cluster_is_closed(tmp_path) -> None:
    (found,) = troubleshoot(_evidence(tmp_path, result=VPC, groups=("sg-shut",))).causes

    assert (found.confidence, found.against) == (0.95, ())
    assert any("vpce-sts admits" in line for line in found.proof)


def test_provisioned_mode_speaks_against_the_text(tmp_path) -> None:
    paths = _evidence(tmp_path, result=VPC, pollers={"MinimumPollers": 1}, endpoints=())
    (found,) = troubleshoot(paths).causes

    assert found.confidence == 0.3
    assert "provisioned mode" in found.against[0]


def test_a_mapping_that_reads_is_healthy(tmp_path) -> None:
    found = troubleshoot(_evidence(tmp_path))

    assert (found.causes, found.healthy) == ((), True)


def test_a_problem_that_nothing_knows_is_not_healthy(tmp_path) -> None:
    found = troubleshoot(_evidence(tmp_path, result="PROBLEM: something new happened."))

    assert (found.healthy, found.unmatched) == (False, ("PROBLEM: something new happened.",))


def test_a_text_beside_the_mapping_is_weighed_with_it(tmp_path) -> None:
    found = troubleshoot(_evidence(tmp_path, endpoints=()), error=VPC)

    assert (found.causes[0].id, found.causes[0].confidence) == ("services_unreachable", 0.95)


def test_evidence_without_a_kafka_mapping_is_an_error() -> None:
    with pytest.raises(InputError, match="no Kafka mapping"):
        troubleshoot([str(INCIDENTS / "iterator-age-01/evidence")])


def test_every_entry_has_a_page_and_a_way_on() -> None:
    assert [e.id for e in kafka_errors() if "https://" not in e.source or not e.next] == []


def test_no_two_entries_have_one_id() -> None:
    ids = [e.id for e in kafka_errors()]

    assert len(set(ids)) == len(ids)
