"""What a function needs besides its source: its network, its log, the place for what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.mappings import access
from lambda_triage.pipeline.mappings.given import KEY, destination, given
from lambda_triage.pipeline.mappings.place import checked
from lambda_triage.pipeline.mappings.written import grant, made, with_key

if TYPE_CHECKING:
    from lambda_triage.pipeline.mappings.access import Access
    from lambda_triage.pipeline.mappings.given import Given
    from lambda_triage.pipeline.mappings.place import Place
    from lambda_triage.pipeline.mappings.written import Granted

LOOKS = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
MOST_SUBNETS, MOST_GROUPS = 16, 5  # of one function. Lambda API, VpcConfig, 2026


class Network(Struct, frozen=True):
    """The function's own subnets and security groups; `vpc` alone allows any of the account."""

    vpc: bool = False
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()


class Failed(Struct, frozen=True):
    """Where what failed goes, and the key that it is under."""

    arn: str | None = None
    key: str | None = None


class Topics(Struct, frozen=True):
    """The cluster and the topic that a Kafka mapping reads, and whether IAM rules them."""

    names: dict[str, str]
    iam: bool


def common(where: Place, network: Network | None, notes: list[str]) -> list[Granted]:
    """What a function needs whatever its source: its network, its log."""
    own = network or Network()
    within = own.vpc or own.subnets or own.security_groups
    if not within:
        return [logs(where)]
    open_to_all(own, "the function", notes)
    return [*reaching(own, where, LOOKS, access.ASSIGN_ADDRESSES), logs(where)]


def open_to_all(network: Network, of: str, notes: list[str]) -> None:
    """Note what is not narrowed, where subnets or groups are not given."""
    if not (network.subnets and network.security_groups):
        notes.append(
            f"subnets and security_groups of {of} narrow CreateInterfaces, which is open to all of"
            " the account without."
        )


def reaching(
    network: Network, where: Place, looks: tuple[str, ...], *more: Access
) -> list[Granted]:
    """What it takes to make interfaces in a network. Raises UsageError."""
    if len(network.subnets) > MOST_SUBNETS or len(network.security_groups) > MOST_GROUPS:
        raise UsageError(f"a function has at most {MOST_SUBNETS} subnets and {MOST_GROUPS} groups")
    subnets = tuple(checked("subnets", one) for one in network.subnets) or ("*",)
    groups = tuple(checked("security_groups", one) for one in network.security_groups) or ("*",)
    values = {"NetworkInterfaceId": ("*",), "SubnetId": subnets, "SecurityGroupId": groups}
    rows = (access.CREATE_INTERFACES, access.DELETE_INTERFACES, *more,
            access.look_at_network(*looks), access.KEEP_CODE_OUT)  # fmt: skip
    return [made(row, where, values) for row in rows]


def logs(where: Place) -> Granted:
    """The function's own log."""
    return grant(
        access.LOGS, where, LogGroupName=f"/aws/lambda/{where.function}", LogStreamName="*"
    )


def kept(
    failed: Failed | None,
    where: Place,
    notes: list[str],
    kafka: Topics | None = None,
) -> list[Granted]:
    """What it takes to keep what failed. Raises UsageError."""
    if failed is None or not failed.arn:
        if failed and failed.key:
            raise UsageError("on_failure_kms_key_arn is the key of on_failure; give both")
        return []
    target = destination(failed.arn, where, kafka=kafka is not None)
    if kafka and target.service == "kafka-cluster":
        return _failed_topic(failed, target, kafka, where)
    if target.account != where.account:
        notes.append(f"The policy of {failed.arn} has to allow the role itself, too.")
    sent = _sent(target, where, kafka)
    if failed.key:
        key = given("on_failure_kms_key_arn", failed.key, where, KEY)
        if target.service != "s3" and key.region != target.region:
            raise UsageError(
                f"on_failure_kms_key_arn is in {key.region}, on_failure in {target.region};"
                " a key encrypts in its own region"
            )
        row = access.encrypt_failed(target.service)
        sent.append(with_key(row, key, replace(where, region=key.region), notes))
    return sent


def _sent(target: Given, where: Place, kafka: Topics | None) -> list[Granted]:
    name, there = target.parts[0], replace(where, region=target.region)
    if target.service == "sqs":
        return [grant(access.SEND_FAILED, there, target.account, QueueName=name)]
    if target.service == "sns":
        return [grant(access.PUBLISH_FAILED, there, target.account, TopicName=name)]
    row, objects = access.STORE_FAILED, "aws/lambda/*"
    if kafka:
        row, objects = access.STORE_FAILED_OF_KAFKA, "*"
    return [
        grant(row, where, BucketName=name, ObjectName=objects),
        grant(access.LIST_FAILED, where, BucketName=name),
    ]


def _failed_topic(failed: Failed, target: Given, kafka: Topics, where: Place) -> list[Granted]:
    if failed.key:
        raise UsageError("a Kafka topic has no key of its own; leave on_failure_kms_key_arn out")
    names = {**kafka.names, "TopicName": target.parts[0]}
    if names == kafka.names:
        raise UsageError("on_failure is the topic that is read; Lambda refuses such a loop")
    return [grant(access.WRITE_FAILED, where, **names)] if kafka.iam else []
