"""Where a function stands: its subnets, groups and VPC, and all that lets it out of there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.follow.body import objects, texts
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

SUBNETS = GROUPS = 20  # of one function; Lambda takes 16 subnets and 5 groups
VPCS = 3  # that one answer leads to
BESIDE = 30  # groups of endpoints or databases
FILTERED = (  # operations, and the parameter that holds their filters
    ("ec2.DescribeRouteTables", "Filters"),
    ("ec2.DescribeNetworkAcls", "Filters"),
    ("ec2.DescribeVpcEndpoints", "Filters"),
    ("ec2.DescribeNatGateways", "Filter"),
)
ATTRIBUTES = ("enableDnsSupport", "enableDnsHostnames")


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetFunction, GetFunctionConfiguration."""
    found = target(answer, scope)
    if found is None:
        return
    subnets = texts(found.configuration, "VpcConfig.SubnetIds[]")[:SUBNETS]
    groups = texts(found.configuration, "VpcConfig.SecurityGroupIds[]")[:GROUPS]
    for vpc in texts(found.configuration, "VpcConfig.VpcId"):
        yield from of_vpc(vpc)
    yield from _placed(subnets, groups)
    if subnets and groups:
        yield _interfaces(found.name, subnets, groups)


def of_provider(answer: Answer, _: Scope) -> Iterator[Want]:
    """GetCapacityProvider: where Managed Instances run."""
    subnets = texts(answer.body, "CapacityProvider.VpcConfig.SubnetIds[]")[:SUBNETS]
    groups = texts(answer.body, "CapacityProvider.VpcConfig.SecurityGroupIds[]")[:GROUPS]
    yield from _placed(subnets, groups)


def of_subnets(answer: Answer, _: Scope) -> Iterator[Want]:
    """DescribeSubnets: their VPC, where nothing told it before."""
    for vpc in texts(answer.body, "Subnets[].VpcId")[:VPCS]:
        yield from of_vpc(vpc)


def of_endpoints(answer: Answer, _: Scope) -> Iterator[Want]:
    """DescribeVpcEndpoints: the groups that let the functions in, or not."""
    yield from asking.groups(_ids(answer, "VpcEndpoints", "Groups", "GroupId"))


def of_databases(answer: Answer, _: Scope) -> Iterator[Want]:
    """Databases and caches: their groups."""
    told = [
        *_ids(answer, "DBInstances", "VpcSecurityGroups", "VpcSecurityGroupId"),
        *_ids(answer, "DBClusters", "VpcSecurityGroups", "VpcSecurityGroupId"),
        *_ids(answer, "CacheClusters", "SecurityGroups", "SecurityGroupId"),
    ]
    proxies = answer.body.get("DBProxies")
    for proxy in proxies if isinstance(proxies, list) else []:
        told += texts(proxy, "VpcSecurityGroupIds[]")
    for caches in objects(answer.body, "ServerlessCaches"):
        told += texts(caches, "SecurityGroupIds[]")
    yield from asking.groups(dict.fromkeys(told[:BESIDE]))


def of_vpc(vpc: str) -> Iterator[Want]:
    """A VPC: its names, routes, lists, endpoints and NAT gateways."""
    if not vpc.startswith("vpc-"):
        return
    yield Want.of("ec2.DescribeVpcs", vpc, VpcIds=[vpc])
    only: Json = [{"Name": "vpc-id", "Values": [vpc]}]
    for operation, parameter in FILTERED:
        yield Want.of(operation, vpc, **{parameter: only})
    for attribute in ATTRIBUTES:
        yield Want.of("ec2.DescribeVpcAttribute", vpc, VpcId=vpc, Attribute=attribute)


def _placed(subnets: Iterable[str], groups: Iterable[str]) -> Iterator[Want]:
    yield from asking.subnets(subnets)
    yield from asking.groups(groups)


def _interfaces(name: str, subnets: Iterable[str], groups: Iterable[str]) -> Want:
    """Functions in the same subnets with the same groups share their interfaces."""
    filters: Json = [
        {"Name": "interface-type", "Values": ["lambda"]},
        {"Name": "subnet-id", "Values": [*sorted(subnets)]},
        {"Name": "group-id", "Values": [*sorted(groups)]},
    ]
    return Want.of("ec2.DescribeNetworkInterfaces", name, Filters=filters)


def _ids(answer: Answer, items: str, inner: str, id: str) -> list[str]:
    """Ids in lists of objects in lists of objects."""
    outer = answer.body.get(items)
    found = [
        group for one in (outer if isinstance(outer, list) else [])
        for group in texts(one, f"{inner}[].{id}")
    ]  # fmt: skip
    return list(dict.fromkeys(found))[:BESIDE]


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    "lambda.GetCapacityProvider": of_provider,
    "ec2.DescribeSubnets": of_subnets,
    "ec2.DescribeVpcEndpoints": of_endpoints,
    "rds.DescribeDBInstances": of_databases,
    "rds.DescribeDBClusters": of_databases,
    "rds.DescribeDBProxies": of_databases,
    "elasticache.DescribeCacheClusters": of_databases,
    "elasticache.DescribeServerlessCaches": of_databases,
}
