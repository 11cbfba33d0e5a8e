"""Functions in a network from which their peers cannot be reached."""

from __future__ import annotations

from asking import KEYS
from case import Act, Case, logged
from services import answering, document, silent

DYNAMO = "https://dynamodb.eu-west-1.amazonaws.com"

PRIVATE = {
    "SubnetIds": ["subnet-0a1b2c3d4e5f60718", "subnet-0f9e8d7c6b5a41302"],
    "SecurityGroupIds": ["sg-0123456789abcdef0"],
    "VpcId": "vpc-0a9b8c7d6e5f43210",
    "Ipv6AllowedForDualStack": False,
}

VPC_GUIDE = "Amazon EC2 API Reference, DescribeRouteTables, 2025"


def cases() -> list[Case]:
    """No route, or a security group that admits others only."""
    return [*_nowhere()]


def _nowhere() -> list[Case]:
    store = logged("""
        import botocore.session
        from botocore.config import Config

        limits = Config(connect_timeout={connect}, retries={{"total_max_attempts": 1}})
        table = botocore.session.get_session().create_client("dynamodb", config=limits)


        def handler(event, context):
            if not event["name"].islower():
                log.warning("name %s is not normalised", event["name"])
            log.info("before put_item")
            table.put_item(TableName="names", Item={{"id": {{"S": event["name"]}}}})
            log.info("stored")
        """)
    names = [{"name": n} for n in ("ada", "Bob", "eve", "Joe")]
    route_tables = {
        "RouteTables": [
            {
                "Associations": [
                    {
                        "Main": False,
                        "RouteTableAssociationId": f"rtbassoc-0{n}a1b2c3d4e5f6071",
                        "RouteTableId": "rtb-0d1c2b3a495867768",
                        "SubnetId": subnet,
                        "AssociationState": {"State": "associated"},
                    }
                    for n, subnet in enumerate(
                        ("subnet-0a1b2c3d4e5f60718", "subnet-0f9e8d7c6b5a41302")
                    )
                ],
                "RouteTableId": "rtb-0d1c2b3a495867768",
                "Routes": [
                    {
                        "DestinationCidrBlock": "10.0.0.0/16",
                        "GatewayId": "local",
                        "Origin": "CreateRouteTable",
                        "State": "active",
                    }
                ],
                "Tags": [],
                "VpcId": "vpc-0a9b8c7d6e5f43210",
                "OwnerId": "123456789012",
            }
        ]
    }
    given = {**KEYS, "AWS_ENDPOINT_URL": DYNAMO}
    vanishing = {DYNAMO: silent}
    return [
        Case(
            "timeout-vpc-no-route-01",
            "name-store",
            "timeout_vpc_no_route",
            [
                Act(
                    {"app.py": store.format(connect=60)},
                    names,
                    memory_mb=256,
                    timeout_s=4,
                    environment=given,
                )
            ],
            "The function's subnets have the local route only, so its first call to AWS never connects.",
            "warnings about names that are not normalised",
            weighed=True,
            form="filter",
            vpc=PRIVATE,
            services=vanishing,
            documents={"describe-route-tables.json": route_tables},
            sources=(VPC_GUIDE,),
        ),
        Case(
            "timeout-vpc-no-route-02",
            "name-store-b",
            "timeout_vpc_no_route",
            [
                Act(
                    {"app.py": store.format(connect=1.5)},
                    names,
                    memory_mb=256,
                    timeout_s=10,
                    environment=given,
                )
            ],
            "No route leads out of the function's subnets; the client gives up connecting.",
            "warnings about names that are not normalised",
            also=("security_group_blocked",),
            weighed=True,
            form="viewer",
            vpc=PRIVATE,
            services=vanishing,
            documents={"describe-route-tables.json": route_tables},
            sources=(VPC_GUIDE,),
        ),
        Case(
            "security-group-blocked-01",
            "rack-inventory",
            "security_group_blocked",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import socket
                            import urllib.request


                            def handler(event, context):
                                with urllib.request.urlopen(os.environ["FLAGS_URL"], timeout=1) as flags:
                                    log.info("flags read: %d", flags.status)
                                if event["rack"] == 2:
                                    log.error("rack 2 is in maintenance, counted as empty")
                                    return 0
                                host, port = os.environ["DB"].split("//")[1].split(":")
                                with socket.create_connection((host, int(port)), timeout=1.5) as link:
                                    link.sendall(b"count")
                                    return int(link.recv(16))
                            """)
                    },
                    [{"rack": n} for n in (1, 2, 3, 4, 2, 5)],
                    timeout_s=6,
                    environment={
                        "DB": "tcp://db.corp.example:5432",
                        "FLAGS_URL": "http://flags.corp.example",
                    },
                )
            ],
            "The database's security group does not admit the function's; all else is reached.",
            "an error line about a rack in maintenance, which is counted as empty",
            also=("timeout_vpc_no_route",),
            weighed=True,
            form="tail",
            vpc=PRIVATE,
            services={
                "tcp://db.corp.example:5432": silent,
                "http://flags.corp.example": answering(document({"new": True})),
            },
            documents={
                "describe-security-groups.json": {
                    "SecurityGroups": [
                        _group("sg-0123456789abcdef0", "rack-inventory", [], everywhere=True),
                        _group("sg-0fedcba9876543210", "db", ["sg-0aaaabbbbccccdddd"]),
                    ]
                }
            },
            sources=("Amazon EC2 API Reference, DescribeSecurityGroups, 2025",),
        ),
    ]


def _group(
    name_id: str, name: str, admitted: list[str], *, everywhere: bool = False
) -> dict[str, object]:
    out = {"IpProtocol": "-1", "UserIdGroupPairs": [], "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    return {
        "GroupId": name_id,
        "GroupName": name,
        "Description": name,
        "OwnerId": "123456789012",
        "VpcId": "vpc-0a9b8c7d6e5f43210",
        "IpPermissions": [
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "UserIdGroupPairs": [{"GroupId": group, "UserId": "123456789012"}],
                "IpRanges": [],
            }
            for group in admitted
        ],
        "IpPermissionsEgress": [out] if everywhere else [],
    }
