"""Buckets, databases, caches and secrets: what they send, what stands behind them, their keys.

Security groups of databases are asked for with the network.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.body import objects, text, texts
from lambda_triage.sources.aws.follow.linked import all_about
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

RECEIVERS = 10  # queues and topics that one bucket sends to
KEPT_MS = 13 * 86_400_000  # events of databases are kept 14 days (RDS and ElastiCache APIs, 2026)
LATEST_MS = 253_402_300_800_000  # the year 10000, which no time reaches
DATABASES = 5  # that one call told, or that stand behind one proxy or cluster


def notification(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetBucketNotificationConfiguration: of a stack, the queues and topics it sends to."""
    if scope.stack is not None:
        found = [
            text(one, f"{kind}Arn")
            for kind in ("Queue", "Topic")
            for one in islice(objects(answer.body, f"{kind}Configurations"), RECEIVERS)
        ]
        yield from all_about(found, scope, RECEIVERS)


def instances(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeDBInstances: what befell them lately, and the cluster of each."""
    for found in islice(objects(answer.body, "DBInstances"), DATABASES):
        yield from _befell("rds", "db-instance", text(found, "DBInstanceIdentifier"), scope)
        cluster = text(found, "DBClusterIdentifier")
        yield from asking.database("cluster", cluster) if cluster else ()


def clusters(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeDBClusters: what befell them lately, and their members."""
    for found in islice(objects(answer.body, "DBClusters"), DATABASES):
        yield from _befell("rds", "db-cluster", text(found, "DBClusterIdentifier"), scope)
        for member in texts(found, "DBClusterMembers[].DBInstanceIdentifier")[:DATABASES]:
            yield from asking.database("db", member)


def proxies(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeDBProxies: their role and their secrets' metadata."""
    for found in islice(objects(answer.body, "DBProxies"), DATABASES):
        yield from asking.role(text(found, "RoleArn"), scope)
        yield from all_about(texts(found, "Auth[].SecretArn"), scope, DATABASES)


def behind(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeDBProxyTargets: the databases behind a proxy."""
    for found in islice(objects(answer.body, "Targets"), DATABASES):
        kind = {"RDS_INSTANCE": "db", "TRACKED_CLUSTER": "cluster"}.get(text(found, "Type") or "")
        for id in (text(found, "RdsResourceId"), text(found, "TrackedClusterId")):
            if kind and id and not id.startswith("db-"):  # an id that no call takes
                yield from asking.database(kind, id)
                break


def caches(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeCacheClusters: what befell them lately."""
    for found in islice(objects(answer.body, "CacheClusters"), DATABASES):
        yield from _befell("elasticache", "cache-cluster", text(found, "CacheClusterId"), scope)


def serverless(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeServerlessCaches: what befell them lately."""
    for found in islice(objects(answer.body, "ServerlessCaches"), DATABASES):
        name = text(found, "ServerlessCacheName")
        yield from _befell("elasticache", "serverless-cache", name, scope)


def _befell(service: str, kind: str, id: str | None, scope: Scope) -> Iterator[Want]:
    """Restarts, failovers and maintenance within the window, as far back as AWS keeps them."""
    start = max(scope.start_ms, scope.end_ms - KEPT_MS)
    if id is not None and 0 <= start <= scope.end_ms < LATEST_MS:
        yield Want.of(
            f"{service}.DescribeEvents",
            id,
            SourceType=kind,
            SourceIdentifier=id,
            StartTime=_time(start),
            EndTime=_time(scope.end_ms),
        )


def _time(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def cache_groups(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeReplicationGroups: their nodes, which tell state and network."""
    for found in islice(objects(answer.body, "ReplicationGroups"), DATABASES):
        for node in texts(found, "MemberClusters")[:DATABASES]:
            yield from asking.cache("cluster", node)


def secret(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeSecret: the policy of its key."""
    key = text(answer.body, "KmsKeyId")
    yield from asking.key(key) if key else ()


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "s3.GetBucketNotificationConfiguration": notification,
    "rds.DescribeDBInstances": instances,
    "rds.DescribeDBClusters": clusters,
    "rds.DescribeDBProxies": proxies,
    "rds.DescribeDBProxyTargets": behind,
    "elasticache.DescribeCacheClusters": caches,
    "elasticache.DescribeReplicationGroups": cache_groups,
    "elasticache.DescribeServerlessCaches": serverless,
    "secretsmanager.DescribeSecret": secret,
}
