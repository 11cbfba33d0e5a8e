"""The network a function stands in."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class Subnet(Document, frozen=True, kw_only=True):
    """DescribeSubnets. Its resource is the subnet id, as for all of EC2."""

    KIND: ClassVar[str] = "subnets"

    vpc: str | None = told("VpcId", terraform="vpc_id")
    zone: str | None = told("AvailabilityZone", terraform="availability_zone")
    cidr: str | None = told("CidrBlock", terraform="cidr_block")
    free: int | None = told("AvailableIpAddressCount")
    public_ips: bool | None = told(
        "MapPublicIpOnLaunch", terraform="map_public_ip_on_launch", absent=False
    )


class RouteTable(Document, frozen=True, kw_only=True):
    """DescribeRouteTables."""

    KIND: ClassVar[str] = "route_tables"

    vpc: str | None = told("VpcId", terraform="vpc_id")
    routes: Json = told("Routes", terraform="route")
    associations: Json = told("Associations")


class SecurityGroup(Document, frozen=True, kw_only=True):
    """DescribeSecurityGroups."""

    KIND: ClassVar[str] = "security_groups"

    vpc: str | None = told("VpcId", terraform="vpc_id")
    title: str | None = told("GroupName", terraform="name")
    ingress: Json = told("IpPermissions", template="SecurityGroupIngress", terraform="ingress")
    egress: Json = told("IpPermissionsEgress", template="SecurityGroupEgress", terraform="egress")


class NetworkAcl(Document, frozen=True, kw_only=True):
    """DescribeNetworkAcls."""

    KIND: ClassVar[str] = "network_acls"

    vpc: str | None = told("VpcId", terraform="vpc_id")
    entries: Json = told("Entries")
    subnets: tuple[str, ...] | None = told("Associations[].SubnetId", terraform="subnet_ids")


class Endpoint(Document, frozen=True, kw_only=True):
    """DescribeVpcEndpoints."""

    KIND: ClassVar[str] = "vpc_endpoints"

    vpc: str | None = told("VpcId", terraform="vpc_id")
    service: str | None = told("ServiceName", terraform="service_name")
    type: str | None = told("VpcEndpointType", terraform="vpc_endpoint_type", absent="Gateway")
    state: str | None = told("State")
    subnets: tuple[str, ...] | None = told("SubnetIds", terraform="subnet_ids")
    route_tables: tuple[str, ...] | None = told("RouteTableIds", terraform="route_table_ids")
    groups: tuple[str, ...] | None = told(
        "Groups[].GroupId", template="SecurityGroupIds", terraform="security_group_ids"
    )
    private_dns: bool | None = told("PrivateDnsEnabled", terraform="private_dns_enabled")
    policy: Json = told("PolicyDocument", terraform="policy")


class NatGateway(Document, frozen=True, kw_only=True):
    """DescribeNatGateways."""

    KIND: ClassVar[str] = "nat_gateways"

    vpc: str | None = told("VpcId")
    subnet: str | None = told("SubnetId", terraform="subnet_id")
    state: str | None = told("State")
    reason: str | None = told("FailureMessage")
    kind: str | None = told("ConnectivityType", terraform="connectivity_type", absent="public")
    addresses: tuple[str, ...] | None = told("NatGatewayAddresses[].PublicIp")


class Vpc(Document, frozen=True, kw_only=True):
    """DescribeVpcs, DescribeVpcAttribute."""

    KIND: ClassVar[str] = "vpcs"

    cidr: str | None = told("CidrBlock", terraform="cidr_block")
    dns_support: bool | None = told(
        "EnableDnsSupport.Value", template="EnableDnsSupport", terraform="enable_dns_support"
    )
    dns_hostnames: bool | None = told(
        "EnableDnsHostnames.Value", template="EnableDnsHostnames", terraform="enable_dns_hostnames"
    )


class Interface(Document, frozen=True, kw_only=True):
    """DescribeNetworkInterfaces."""

    KIND: ClassVar[str] = "network_interfaces"

    subnet: str | None = told("SubnetId")
    vpc: str | None = told("VpcId")
    type: str | None = told("InterfaceType")
    status: str | None = told("Status")
    address: str | None = told("PrivateIpAddress")
    description: str | None = told("Description")
    groups: tuple[str, ...] | None = told("Groups[].GroupId")


class Database(Document, frozen=True, kw_only=True):
    """DescribeDBInstances, DescribeDBClusters, DescribeDBProxies; of ElastiCache
    DescribeCacheClusters, DescribeReplicationGroups, DescribeServerlessCaches.
    """

    KIND: ClassVar[str] = "databases"

    engine: str | None = told("Engine|EngineFamily", terraform="engine")
    size: str | None = told("DBInstanceClass|CacheNodeType", terraform="instance_class|node_type")
    status: str | None = told("DBInstanceStatus|Status|CacheClusterStatus")
    host: str | None = told("Endpoint.Address|Endpoint")
    port: int | None = told("Endpoint.Port|Port", terraform="port")
    vpc: str | None = told("DBSubnetGroup.VpcId|VpcId")
    groups: tuple[str, ...] | None = told(
        "VpcSecurityGroups[].VpcSecurityGroupId|VpcSecurityGroupIds|SecurityGroups[].SecurityGroupId",
        template="VPCSecurityGroups|VpcSecurityGroupIds",
        terraform="vpc_security_group_ids|security_group_ids",
    )
    public: bool | None = told("PubliclyAccessible", terraform="publicly_accessible")
    parameters: tuple[str, ...] | None = told(
        "DBParameterGroups[].DBParameterGroupName",
        template="DBParameterGroupName",
        terraform="parameter_group_name",
        absent=(),
    )


class ProxyTarget(Document, frozen=True, kw_only=True):
    """DescribeDBProxyTargets: a database behind a proxy, as the proxy sees it.

    proxy  key of the proxy, where the file's name tells it
    """

    KIND: ClassVar[str] = "proxy_targets"

    proxy: str | None = None
    type: str | None = told("Type")
    state: str | None = told("TargetHealth.State")
    reason: str | None = told("TargetHealth.Reason")
    description: str | None = told("TargetHealth.Description")


class Broker(Document, frozen=True, kw_only=True):
    """Amazon MQ: DescribeBroker, ListBrokers."""

    KIND: ClassVar[str] = "brokers"

    title: str | None = told("BrokerName", terraform="broker_name")
    engine: str | None = told("EngineType", terraform="engine_type")
    state: str | None = told("BrokerState")
    mode: str | None = told("DeploymentMode", terraform="deployment_mode")
    actions: tuple[str, ...] | None = told("ActionsRequired[].ActionRequiredCode")


class Cluster(Document, frozen=True, kw_only=True):
    """Kafka in Amazon MSK: DescribeClusterV2, ListClustersV2, DescribeCluster, ListClusters."""

    KIND: ClassVar[str] = "clusters"

    state: str | None = told("State")
    subnets: tuple[str, ...] | None = told(
        "Provisioned.BrokerNodeGroupInfo.ClientSubnets|BrokerNodeGroupInfo.ClientSubnets",
        template="BrokerNodeGroupInfo.ClientSubnets",
        terraform="broker_node_group_info.client_subnets",
    )
    groups: tuple[str, ...] | None = told(
        "Provisioned.BrokerNodeGroupInfo.SecurityGroups|BrokerNodeGroupInfo.SecurityGroups",
        template="BrokerNodeGroupInfo.SecurityGroups",
        terraform="broker_node_group_info.security_groups",
    )
