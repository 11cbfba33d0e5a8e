"""Environment variables of a function → what describes the resources that they name.

Only a value that is an ARN, an address of AWS, or stands under a name such as TABLE_NAME is taken;
nothing that a secret could be ever becomes part of a call.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arns import described
from lambda_triage.sources.secret_values import secret_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.want import Want

LONGEST = 4_096  # characters; Lambda takes 4 kB of variables in all
MOST = 10  # databases that are asked for
QUEUE = re.compile(
    r"https?://(?P<host>[^/\s@]{1,255})/(?P<account>\d{12})/(?P<name>[A-Za-z0-9_-]{1,80}(?:\.fifo)?)/?"
)
REGION = re.compile(r"sqs\.([a-z0-9-]+)\.|([a-z0-9-]+)\.queue\.")  # the older form is the second
HOST = re.compile(
    r"(?<![a-z0-9.-])(?P<id>[a-z][a-z0-9-]{0,62})\.(?P<kind>cluster-ro-|cluster-|proxy-)?"
    r"[a-z0-9]{6,20}\.(?P<region>[a-z0-9-]+)\.(?:rds|docdb|neptune)\.amazonaws\.com(?:\.cn)?",
    re.IGNORECASE,
)
# `orders.ab12cd.ng.0001.euw1.…` and `master.orders.ab12cd.euw1.…` are groups of nodes.
CACHE = re.compile(
    r"(?<![a-z0-9.-])(?P<group>(?:master|replica|clustercfg)\.)?(?P<id>[a-z][a-z0-9-]{0,49})"
    r"\.(?!serverless\.)[a-z0-9]{4,10}\.(?P<shard>ng\.)?[a-z0-9.-]{1,60}\.cache\.amazonaws\.com",
    re.IGNORECASE,
)
# `orders-ab12cd.serverless.euw1.…`: the name, and what ElastiCache puts behind it.
SERVERLESS = re.compile(
    r"(?<![a-z0-9.-])(?P<id>[a-z][a-z0-9-]{0,39})-[a-z0-9]{4,10}"
    r"\.serverless\.[a-z0-9.-]{1,60}\.cache\.amazonaws\.com",
    re.IGNORECASE,
)
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,254}")
SECRET = re.compile(r"PASS|SECRET|TOKEN|KEY|CRED|AUTH|PRIVATE")  # in a name: its value is not sent
# Names of variables whose value names a resource, and what ARN it makes.
NAMES = (
    (re.compile(r"(?:^|_)TABLE(?:_?NAME)?$"), "arn:{p}:dynamodb:{r}:{a}:table/{v}"),
    (re.compile(r"(?:^|_)BUCKET(?:_?NAME)?$"), "arn:{p}:s3:::{v}"),
    (re.compile(r"(?:^|_)QUEUE_?NAME$"), "arn:{p}:sqs:{r}:{a}:{v}"),
    (re.compile(r"(?:^|_)TOPIC_?NAME$"), "arn:{p}:sns:{r}:{a}:{v}"),
    (re.compile(r"(?:^|_)STREAM_?NAME$"), "arn:{p}:kinesis:{r}:{a}:stream/{v}"),
    (re.compile(r"(?:^|_)FUNCTION_?NAME$"), "arn:{p}:lambda:{r}:{a}:function:{v}"),
)
DATABASES = {"": "db", "cluster-": "cluster", "cluster-ro-": "cluster", "proxy-": "proxy"}


def settings(variables: dict[str, Json], scope: Scope) -> Iterator[Want]:
    """What the values name, each once."""
    secret = {name for name, _ in secret_settings(variables)}
    told = [(n, v) for n, v in sorted(variables.items()) if isinstance(v, str) and v]
    short = [(n, v) for n, v in told if len(v) <= LONGEST]
    yield from described((_arn(n, v, scope) for n, v in short if n not in secret), scope)
    yield from _databases((v for _, v in short), scope)


def _arn(name: str, value: str, scope: Scope) -> Json:
    if value.startswith("arn:"):
        return value
    queue = QUEUE.fullmatch(value)
    if queue is not None:
        told = REGION.match(queue["host"])
        region = (told[1] or told[2]) if told else scope.region
        return f"arn:{scope.partition}:sqs:{region}:{queue['account']}:{queue['name']}"
    title = name.upper()
    if not PLAIN.fullmatch(value) or SECRET.search(title):
        return None
    form = next((form for shape, form in NAMES if shape.search(title)), None)
    if form is None or (not scope.account and "{a}" in form):
        return None
    return form.format(p=scope.partition, r=scope.region, a=scope.account, v=value)


def _databases(values: Iterator[str], scope: Scope) -> Iterator[Want]:
    """Instances, clusters, proxies and caches by their host, also in a connection string."""
    wants = dict.fromkeys(want for value in values for want in _hosted(value, scope))
    yield from islice(wants, MOST)


def _hosted(value: str, scope: Scope) -> Iterator[Want]:
    for host in HOST.finditer(value):
        if host["region"] == scope.region:
            yield from asking.database(DATABASES[(host["kind"] or "").lower()], host["id"].lower())
    for cache in CACHE.finditer(value):
        kind = "replicationgroup" if cache["group"] or cache["shard"] else "cluster"
        yield from asking.cache(kind, cache["id"].lower())
    for cache in SERVERLESS.finditer(value):
        yield from asking.cache("serverlesscache", cache["id"].lower())
