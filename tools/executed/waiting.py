"""Functions that wait too long: for others, for nobody, or for themselves to start."""

from __future__ import annotations

from case import Act, Case, logged, py
from services import answering, document, silent

PAYMENTS = "http://payments.shop.example:8443"
TAX = "http://tax.partner.example"
DYNAMO = "https://dynamodb.eu-west-1.amazonaws.com"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
PRIVATE = {
    "SubnetIds": ["subnet-0a1b2c3d4e5f60718", "subnet-0f9e8d7c6b5a41302"],
    "SecurityGroupIds": ["sg-0123456789abcdef0"],
    "VpcId": "vpc-0a9b8c7d6e5f43210",
    "Ipv6AllowedForDualStack": False,
}
VPC_GUIDE = "Amazon EC2 API Reference, DescribeRouteTables, 2025"


def cases() -> list[Case]:
    """Time-outs and slowness."""
    return [*_own_work(), *_downstream(), *_nowhere(), *_starts()]


def _own_work() -> list[Case]:
    return [
        Case(
            "timeout-default-3s-01",
            "page-export",
            "timeout_default_3s",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time


                            def handler(event, context):
                                for page in range(1, event["pages"] + 1):
                                    time.sleep(0.16)  # render
                                    if page % 8 == 0:
                                        log.info("page %d of %d rendered", page, event["pages"])
                                if event["pages"] < 4:
                                    log.error("export %s has no index, added", event["id"])
                                return event["pages"]
                            """)
                    },
                    [{"id": n, "pages": p} for n, p in enumerate((3, 11, 24, 6, 9, 31, 2, 26, 14))],
                )
            ],
            "The time needed grows with the number of pages, and the limit was left at 3 s.",
            "error lines about a missing index, which is added",
            weighed=True,
            form="filter",
        ),
        Case(
            "timeout-default-3s-02",
            "stock-report",
            "timeout_default_3s",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import time
                            import urllib.request


                            def handler(event, context):
                                began = time.perf_counter()
                                for shop in range(event["shops"]):
                                    url = f"{os.environ['STOCK_URL']}/{shop}"
                                    with urllib.request.urlopen(url, timeout=1) as answer:
                                        answer.read()
                                    if shop % 10 == 9:
                                        spent = (time.perf_counter() - began) / (shop + 1) * 1000
                                        log.info("%d shops, %.0f ms each", shop + 1, spent)
                                if event["shops"] == 0:
                                    log.warning("no shops in %s", event["area"])
                            """)
                    },
                    [
                        {"area": n, "shops": shops}
                        for n, shops in enumerate((5, 12, 0, 44, 8, 20, 48, 15))
                    ],
                    environment={"STOCK_URL": "http://stock.shop.example"},
                )
            ],
            "Every call takes a constant tenth of a second; areas with over 30 shops need more than 3 s.",
            "a warning about an area without shops",
            also=("timeout_downstream",),
            weighed=True,
            form="tail",
            services={"http://stock.shop.example": answering(document({"n": 4}, delay_s=0.1))},
        ),
        Case(
            "timeout-default-3s-03",
            "zip-mirror",
            "timeout_default_3s",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os
                            import zlib


                            def handler(event, context):
                                block = os.urandom(1 << 16) * 8
                                log.info("packing %d blocks", event["blocks"])
                                for n in range(event["blocks"]):
                                    zlib.compress(block, 9)
                                log.info("done, WARNING level of bucket is 80 %")
                            """)
                    },
                    [{"blocks": n} for n in (4, 20, 700, 9, 900, 30, 800)],
                    memory_mb=1769,
                )
            ],
            "Large mirrors need several seconds of a whole CPU, and the limit was left at 3 s.",
            "an info line with the word WARNING in it",
            also=("cpu_starved",),
            weighed=True,
            form="csv",
        ),
    ]


def _downstream() -> list[Case]:
    post = logged("""
        import json
        import os
        import time
        import urllib.request


        def handler(event, context):
            log.info("charging %s", event["order"])
            began = time.perf_counter()
            request = urllib.request.Request(os.environ["PAYMENTS_URL"] + "/charges", b"{}")
            with urllib.request.urlopen(request) as answer:
                status = json.load(answer)["status"]
            if status == "declined":
                log.error("charge of %s declined by the bank", event["order"])
            log.info("charged in %.0f ms", (time.perf_counter() - began) * 1000)
            return {"order": event["order"], "status": status}
        """)
    good = document({"status": "captured"}, delay_s=0.12)
    late = document({"status": "captured"}, delay_s=9)
    limited = py("""
        import json
        import logging
        import os

        import urllib3

        log = logging.getLogger()
        log.setLevel(logging.INFO)
        pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=0.5, read=1.5))


        def handler(event, context):
            log.info("vat of %s", event["country"])
            answer = pool.request("GET", os.environ["TAX_URL"] + "/vat", retries=False)
            rate = json.loads(answer.data).get("rate")
            if rate is None:
                log.error("no rate for %s, using 20", event["country"])
            return rate or 20
        """)
    rate, none = document({"rate": 21}, delay_s=0.08), document({}, delay_s=0.05)
    slow_rate = document({"rate": 21}, delay_s=4)
    orders = [{"order": f"C-{n}"} for n in range(12)]
    return [
        Case(
            "timeout-downstream-01",
            "checkout-charge",
            "timeout_downstream",
            [Act({"app.py": post}, orders, timeout_s=4, environment={"PAYMENTS_URL": PAYMENTS})],
            "The payment service stops answering after five orders; the client waits for ever.",
            "a declined charge is logged as an error, and is no fault of the function",
            also=("slow_downstream",),
            weighed=True,
            form="filter",
            services={
                PAYMENTS: answering(
                    good,
                    good,
                    document({"status": "declined"}, delay_s=0.1),
                    good,
                    document({"status": "captured"}, delay_s=1.4),
                    late,
                    late,
                    good,
                    late,
                    late,
                    good,
                    late,
                )
            },
        ),
        Case(
            "timeout-downstream-02",
            "vat-lookup",
            "timeout_downstream",
            [
                Act(
                    {"app.py": limited},
                    [{"country": c} for c in ("NL", "XX", "DE", "FR", "IT", "NL", "XX")],
                    timeout_s=10,
                    environment={"TAX_URL": TAX},
                )
            ],
            "The partner's answer takes longer than the 1.5 s for which the client reads.",
            "an unknown country is logged as an error and gets the default rate",
            also=("slow_downstream",),
            form="viewer",
            services={
                TAX: answering(rate, none, slow_rate, slow_rate, rate, slow_rate, none)
            },
        ),
        Case(
            "slow-downstream-01",
            "seat-hold",
            "slow_downstream",
            [
                Act(
                    {"app.py": post},
                    orders,
                    timeout_s=6,
                    environment={"PAYMENTS_URL": PAYMENTS},
                )
            ],
            "Half of the calls of the payment service take two to three seconds; nothing fails.",
            "a declined charge is logged as an error; cold start and own work are short",
            also=("timeout_downstream",),
            weighed=True,
            form="tail",
            services={
                PAYMENTS: answering(
                    *[good] * 4,
                    document({"status": "declined"}, delay_s=0.15),
                    *[document({"status": "captured"}, delay_s=s) for s in (2.1, 2.6, 2.4, 3.1)],
                    *[document({"status": "captured"}, delay_s=s) for s in (2.8, 3.3, 2.9)],
                )
            },
        ),
        Case(
            "retry-budget-exceeds-timeout-01",
            "basket-store",
            "retry_budget_exceeds_timeout",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os

                            import botocore.session
                            from botocore.config import Config

                            logging.getLogger("botocore.retryhandler").setLevel(logging.DEBUG)
                            limits = Config(connect_timeout=1, read_timeout=2,
                                            retries={"total_max_attempts": 4})
                            table = botocore.session.get_session().create_client(
                                "dynamodb", config=limits)
                            log.info("read time-out 2 s, 4 attempts")


                            def handler(event, context):
                                key = {"id": {"S": event["basket"]}}
                                item = table.get_item(TableName="baskets", Key=key).get("Item")
                                if item is None:
                                    log.error("basket %s not found, answering 404", event["basket"])
                                return bool(item)
                            """)
                    },
                    [{"basket": f"b-{n}"} for n in range(6)],
                    memory_mb=256,
                    timeout_s=5,
                    environment={**KEYS, "AWS_ENDPOINT_URL": DYNAMO},
                )
            ],
            "Four attempts of 2 s and the pauses between them are more than the function's 5 s: it is "
            "killed before the client gives up.",
            "a missing basket is logged as an error and answered with 404",
            also=("timeout_downstream",),
            weighed=True,
            form="filter",
            services={
                DYNAMO: answering(
                    document({"Item": {"id": {"S": "b"}}}),
                    document({}),
                    *[document({}, delay_s=8)] * 6,
                    document({"Item": {"id": {"S": "b"}}}),
                    document({}, delay_s=8),
                )
            },
        ),
        Case(
            "retry-budget-exceeds-timeout-02",
            "geo-quote",
            "retry_budget_exceeds_timeout",
            [
                Act(
                    {
                        "app.py": logged("""
                            import os

                            import urllib3

                            retry = urllib3.Retry(total=5, backoff_factor=0.2, status_forcelist=[503])
                            pool = urllib3.PoolManager(timeout=1.2, retries=retry)


                            def handler(event, context):
                                log.info("quote %d, %d ms left", event["n"],
                                         context.get_remaining_time_in_millis())
                                answer = pool.request("GET", os.environ["GEO_URL"] + "/quote")
                                return answer.status
                            """)
                    },
                    [{"n": n} for n in range(7)],
                    timeout_s=4,
                    environment={"GEO_URL": "http://geo.partner.example"},
                )
            ],
            "The client's six attempts of 1.2 s can never end within the function's 4 s.",
            "one read time-out that the second attempt makes good",
            also=("timeout_downstream",),
            weighed=True,
            form="tail",
            services={
                "http://geo.partner.example": answering(
                    document({}),
                    document({}, delay_s=2),
                    document({}),
                    document({}),
                    *[document({}, delay_s=5)] * 3,
                    *[document({}, delay_s=5)] * 3,
                    document({}),
                    *[document({}, delay_s=5)] * 9,
                )
            },
        ),
    ]


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


def _starts() -> list[Case]:
    return [
        Case(
            "cold-start-init-01",
            "search-suggest",
            "cold_start_init",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time

                            index = None


                            def load():
                                time.sleep(3.6)  # parse the word list
                                return {"a": ["ant", "ape"]}


                            def handler(event, context):
                                global index
                                if index is None:
                                    log.info("first request here, loading the index")
                                    index = load()
                                    log.info("index loaded")
                                if event["q"] not in index:
                                    log.error("no suggestion for %s", event["q"])
                                return index.get(event["q"], [])
                            """)
                    },
                    [{"q": q} for q in ("a", "a", "b", "a", "a", "a", "b", "a", "a")],
                    timeout_s=6,
                    arrivals=(0, 20, 40, 60, 900, 915, 930, 1800, 1815),
                )
            ],
            "The index is loaded in the first request of each environment: 3.6 s, then milliseconds.",
            "error lines when there is nothing to suggest",
            weighed=True,
            form="filter",
        ),
        Case(
            "cold-start-init-02",
            "rule-engine",
            "cold_start_init",
            [
                Act(
                    {
                        "app.py": logged("""
                            import rules


                            def handler(event, context):
                                if event["sum"] > 900:
                                    log.warning("sum %d goes to a clerk", event["sum"])
                                return rules.decide(event["sum"])
                            """),
                        "rules.py": py("""
                            import importlib
                            import logging
                            import time

                            log = logging.getLogger()
                            for part in ("ast", "decimal", "email", "http.client", "unittest", "xml.dom"):
                                began = time.perf_counter()
                                importlib.import_module(part)
                                time.sleep(0.75)  # compile the rules that come with it
                                spent = time.perf_counter() - began
                                log.info("rules of %s ready in %.2f s", part, spent)


                            def decide(total):
                                return total < 500
                            """),
                    },
                    [{"sum": s} for s in (120, 950, 80, 640, 20, 990, 70)],
                    arrivals=(0, 20, 40, 1200, 1215, 2400, 2410),
                )
            ],
            "Compiling the rules takes four to five seconds of every start; requests take milliseconds.",
            "warnings about sums that a clerk must look at",
            weighed=True,
            form="tail",
        ),
        Case(
            "init-timeout-01",
            "fraud-score",
            "init_timeout",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time

                            log.warning("model store: 1 of 3 mirrors is down, using another")
                            for part in range(14):
                                time.sleep(0.9)
                                log.info("model part %d of 14 read", part + 1)


                            def handler(event, context):
                                return 0.03
                            """)
                    },
                    [{"order": 1}],
                    timeout_s=5,
                )
            ],
            "Reading the model takes over 12 s; the init phase ends at 10 s, and the second try at "
            "the function's own limit.",
            "a warning about a mirror that is down, of which two others are left",
            also=("cold_start_init",),
            form="viewer",
        ),
    ]
