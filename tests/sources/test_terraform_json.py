"""Terraform's plans and states: the same documents as the configuration they were made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence.documents import (
    AttachedPolicies,
    Document,
    IdentityPolicy,
    Known,
    Mapping,
    Notification,
    Queue,
    ResourcePolicy,
    RouteTable,
    SecurityGroup,
    Subnet,
    Template,
)
from lambda_triage.evidence.documents import Role as RoleDocument
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.case import Case

    Json = dict[str, object]

WHERE = "eu-west-1:111122223333"
ARN = f"arn:aws:lambda:{WHERE}:function:parcels"
QUEUE = f"arn:aws:sqs:{WHERE}:parcel-work"
ROLE = "arn:aws:iam::111122223333:role/parcels-role"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
SECRET = "Tr0ub4dor-and-3"
POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": QUEUE}]}  # fmt: skip
STATE: dict[str, Json] = {
    "aws_lambda_function.this": {
        "function_name": "parcels", "arn": ARN, "handler": "app.handler", "runtime": "python3.13",
        "timeout": 30, "memory_size": 512, "role": ROLE, "reserved_concurrent_executions": -1,
        "environment": [{"variables": {"STAGE": "dev", "DB_PASSWORD": SECRET}}],
        "vpc_config": [{"subnet_ids": ["subnet-0a1"], "security_group_ids": ["sg-0a1"]}],
        "dead_letter_config": [], "layers": [], "kms_key_arn": "", "image_config": None,
    },
    "aws_iam_role.run": {"name": "parcels-role", "arn": ROLE, "inline_policy": [], "assume_role_policy":
                         "{\"Statement\":[]}"},
    "aws_iam_role_policy_attachment.logs": {"role": "parcels-role", "policy_arn": BASIC},
    "aws_iam_role_policy.poll": {"name": "poll", "role": "parcels-role", "policy":
                                 json.dumps(POLICY)},
    "aws_sqs_queue.work": {"name": "parcel-work", "arn": QUEUE, "visibility_timeout_seconds": 60,
                           "redrive_policy": ""},
    "aws_lambda_event_source_mapping.work": {
        "event_source_arn": QUEUE, "function_name": ARN, "batch_size": 5, "enabled": True,
        "filter_criteria": [{"filter": [{"pattern": "{\"body\":{\"kind\":[\"new\"]}}"}]}],
        "parallelization_factor": 0, "scaling_config": [{"maximum_concurrency": 4}],
    },
    "aws_lambda_permission.s3": {
        "function_name": "parcels", "action": "lambda:InvokeFunction", "principal":
        "s3.amazonaws.com", "source_arn": "arn:aws:s3:::labels"},
    "aws_s3_bucket_notification.labels": {
        "bucket": "labels", "lambda_function": [{"lambda_function_arn": ARN, "events":
        ["s3:ObjectCreated:*"], "filter_prefix": "", "filter_suffix": ".pdf"}], "queue": []},
    "aws_subnet.a": {"id": "subnet-0a1", "vpc_id": "vpc-0a1", "cidr_block": "10.0.1.0/24"},
    "aws_security_group.db": {
        "id": "sg-0b2", "name": "db", "vpc_id": "vpc-0a1", "ingress": [{"from_port": 5432,
        "to_port": 5432, "protocol": "tcp", "cidr_blocks": [], "security_groups": ["sg-0a1"],
        "self": False}], "egress": []},
    "aws_route_table.a": {"id": "rtb-0a1", "vpc_id": "vpc-0a1", "route": [
        {"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-0a1", "gateway_id": ""}]},
    "aws_route_table_association.a": {"subnet_id": "subnet-0a1", "route_table_id": "rtb-0a1"},
    "aws_db_instance.main": {"identifier": "parcels", "engine": "postgres", "password": SECRET},
    "random_password.db": {"result": SECRET},
}  # fmt: skip


def shown(state: dict[str, Json], **marks: object) -> Json:
    """`terraform show -json` of a state."""
    resources = []
    for address, values in state.items():
        type, name = address.split(".")
        resources.append({
            "address": address, "mode": "managed", "type": type, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0,
            "values": values, "sensitive_values": marks.get(name, {}),
        })  # fmt: skip
    return {"format_version": "1.0", "terraform_version": "1.9.5",
            "values": {"root_module": {"resources": resources}}}  # fmt: skip


def pulled(state: dict[str, Json], **paths: object) -> Json:
    """`terraform state pull`: format version 4."""
    resources = []
    for address, values in state.items():
        type, name = address.split(".")
        instance = {"schema_version": 0, "attributes": values,
                    "sensitive_attributes": paths.get(name, [])}  # fmt: skip
        resources.append({"mode": "managed", "type": type, "name": name, "instances": [instance]})
    return {"version": 4, "terraform_version": "1.9.5", "serial": 7, "lineage": "0a1b2c3d",
            "outputs": {}, "resources": resources}  # fmt: skip


def read(folder: Path, body: object, name: str = "terraform.json") -> Case:
    (folder / name).write_text(json.dumps(body), encoding="utf-8")
    case, reading = collect([str(folder / name)], [])
    assert (reading.unreadable, dict(reading.kinds)) == ([], {"template.terraform": 1})
    return case


FORMS = {"show": shown, "pull": pulled}


@pytest.mark.parametrize("form", FORMS)
def test_a_state_declares_the_function(form: str, tmp_path: Path) -> None:
    with read(tmp_path, FORMS[form](STATE)) as case:
        (function,) = case.functions

    assert (function.resource, function.complete, function.role) == (ARN, False, ROLE)
    assert (function.timeout_s, function.memory_mb, function.reserved_concurrency) == (
        30,
        512,
        None,
    )
    assert (function.subnets, function.security_groups) == (("subnet-0a1",), ("sg-0a1",))
    assert (function.environment, function.dead_letter) == (("DB_PASSWORD", "STAGE"), None)


@pytest.mark.parametrize("form", FORMS)
def test_a_state_becomes_documents(form: str, tmp_path: Path) -> None:
    with read(tmp_path, FORMS[form](STATE)) as case:
        (queue,), (mapping,) = case.documents(Queue), case.documents(Mapping)
        (policy,), (notification,) = case.documents(ResourcePolicy), case.documents(Notification)

    assert (queue.resource, queue.known, queue.visibility_s) == (QUEUE, Known.TEMPLATE, 60)
    assert (mapping.function, mapping.source, mapping.most_concurrent) == (ARN, QUEUE, 4)
    assert mapping.filters == {"Filters": [{"Pattern": '{"body":{"kind":["new"]}}'}]}
    assert (mapping.parallelization, mapping.enabled) == (1, True)
    assert policy.resource == "?:parcels"
    assert notification.functions == [{
        "Event": "s3:ObjectCreated:*", "Function": ARN,
        "Filter": {"S3Key": {"Rules": [{"Name": "suffix", "Value": ".pdf"}]}},
    }]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_state_tells_roles_and_networks(form: str, tmp_path: Path) -> None:
    with read(tmp_path, FORMS[form](STATE)) as case:
        (role,), (policy,) = case.documents(RoleDocument), case.documents(IdentityPolicy)
        (subnet,), (group,) = case.documents(Subnet), case.documents(SecurityGroup)
        (table,) = case.documents(RouteTable)

    assert (role.resource, role.managed, case.documents(AttachedPolicies)) == (ROLE, (BASIC,), ())
    assert (policy.role, policy.title, policy.document) == ("parcels-role", "poll", POLICY)
    assert (subnet.resource, subnet.vpc) == ("subnet-0a1", "vpc-0a1")
    assert group.ingress == [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
                              "SourceSecurityGroupId": "sg-0a1"}]  # fmt: skip
    assert table.routes == [{"CidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a1"}]
    assert [a["SubnetId"] for a in table.associations] == ["subnet-0a1"]  # type: ignore[union-attr, call-overload, index]


@pytest.mark.parametrize(
    "body",
    [
        shown(STATE, this={"environment": [{"variables": {"DB_PASSWORD": True}}]}),
        shown(STATE, this={"environment": True}),
        pulled(STATE, this=[[{"type": "get_attr", "value": "environment"},
                             {"type": "index", "value": {"value": 0, "type": "number"}},
                             {"type": "get_attr", "value": "variables"}]]),
    ],
)  # fmt: skip
def test_what_is_sensitive_is_not_kept(body: Json, tmp_path: Path) -> None:
    with read(tmp_path, body) as case:
        (template,) = case.documents(Template)
        (function,) = case.functions

    assert SECRET not in repr(template) + repr(function)
    assert function.environment == ("DB_PASSWORD", "STAGE")


# Plans: what is known only after the apply is taken from the configuration


def planned() -> Json:
    def one(address: str, values: Json, unknown: Json | None = None) -> tuple[Json, Json]:
        module, _, rest = address.rpartition("aws_")
        type, _, name = f"aws_{rest}".partition(".")
        head: Json = {"address": address, "mode": "managed", "type": type,
                      "name": name.partition("[")[0]}  # fmt: skip
        if "[" in name:
            head["index"] = int(name.partition("[")[2].strip("]"))
        if module:
            head["module_address"] = module.rstrip(".")
        return head | {"values": values}, head | {"change": {"after_unknown": unknown or {}}}

    root = [
        one("aws_sqs_queue.work", {"name": "parcel-work"}, {"arn": True}),
        one("aws_subnet.a[0]", {"cidr_block": "10.0.1.0/24"}, {"id": True}),
        one("aws_subnet.a[1]", {"cidr_block": "10.0.2.0/24"}, {"id": True}),
    ]
    inner = [
        one("module.app.aws_lambda_function.this",
            {"function_name": "parcels", "timeout": 30, "vpc_config": [{}]},
            {"arn": True, "role": True, "vpc_config": [{"subnet_ids": [True, True]}]}),
        one("module.app.aws_lambda_event_source_mapping.work", {"batch_size": 5},
            {"event_source_arn": True, "function_name": True}),
    ]  # fmt: skip
    app: Json = {"resources": [
        {"type": "aws_lambda_function", "name": "this", "expressions": {
            "role": {"references": ["module.nobody.knows"]},
            "vpc_config": [{"subnet_ids": {"references": [
                "aws_subnet.a[0].id", "aws_subnet.a[0]", "aws_subnet.a"]}}]}},
        {"type": "aws_lambda_event_source_mapping", "name": "work", "expressions": {
            "event_source_arn": {"references": ["var.queue"]},
            "function_name": {"references": ["aws_lambda_function.this.arn",
                                             "aws_lambda_function.this"]}}},
    ]}  # fmt: skip
    queue = {"references": ["aws_sqs_queue.work.arn", "aws_sqs_queue.work"]}
    calls = {"app": {"module": app, "expressions": {"queue": queue}}}
    return {
        "format_version": "1.2", "terraform_version": "1.9.5",
        "planned_values": {"root_module": {
            "resources": [values for values, _ in root],
            "child_modules": [{"address": "module.app", "resources": [v for v, _ in inner]}],
        }},
        "resource_changes": [change for _, change in (*root, *inner)],
        "configuration": {"root_module": {"module_calls": calls}},
    }  # fmt: skip


def test_a_plan_knows_what_its_references_will_be(tmp_path: Path) -> None:
    with read(tmp_path, planned()) as case:
        (mapping,) = case.documents(Mapping)

    assert (mapping.function, mapping.source) == ("?:parcels", "?:parcel-work")


def test_a_plan_says_nothing_of_what_only_the_apply_knows(tmp_path: Path) -> None:
    with read(tmp_path, planned()) as case:
        (function,) = case.functions

    assert (function.resource, function.vpc, function.subnets) == ("?:parcels", True, ())


def test_instances_of_one_resource_are_told_apart(tmp_path: Path) -> None:
    with read(tmp_path, planned()) as case:
        found: tuple[Document, ...] = case.documents(Subnet)

    assert [d.resource for d in found] == ["?:a[0]", "?:a[1]"]


def test_the_same_in_json_is_configuration(tmp_path: Path) -> None:
    queue = {"name": "parcel-work", "visibility_timeout_seconds": "${var.seconds}"}
    body = {"variable": {"seconds": {"default": 60}}, "resource": {"aws_sqs_queue": {"w": queue}}}
    with read(tmp_path, body, "cdk.tf.json") as case:
        (found,) = case.documents(Queue)

    assert (found.resource, found.visibility_s) == ("?:parcel-work", 60)


HOSTILE = {
    "empty": {"version": 4, "terraform_version": "1.9.5", "serial": 1, "lineage": "x"},
    "wrong": {"format_version": "1.0", "terraform_version": "1.9.5", "values": {"root_module": [1]}},
    "circle": planned() | {"configuration": {"root_module": {"module_calls": {"app": {
        "expressions": {"queue": {"references": ["module.app.a"] * 50}},
        "module": {"outputs": {"a": {"expression": {"references": ["var.queue"] * 50}}},
                   "resources": [{"type": "aws_lambda_event_source_mapping", "name": "work",
                                  "expressions": {"event_source_arn": {
                                      "references": ["var.queue"] * 50}}}]}}}}}},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_odd_files_are_read_without_a_fault(name: str, tmp_path: Path) -> None:
    with read(tmp_path, HOSTILE[name]) as case:
        assert [m.source for m in case.documents(Mapping)] == ([None] if name == "circle" else [])
