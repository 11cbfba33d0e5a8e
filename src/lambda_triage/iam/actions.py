"""Every action of every AWS service, the resources it works on, and the API calls it permits."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from msgspec import Struct, field

# API calls that IAM knows by other names. Sources: Amazon S3 guide, "Required permissions for
# Amazon S3 API operations"; Service Authorization Reference, 2026. Calls whose actions depend on
# what is sent (TransactWriteItems, ExecuteStatement, API Gateway's) are left out.
_OTHER_NAMES: dict[str, dict[str, str]] = {
    "s3": {
        "CompleteMultipartUpload": "PutObject",
        "CopyObject": "GetObject PutObject",
        "CreateMultipartUpload": "PutObject",
        "DeleteBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
        "DeleteBucketCors": "PutBucketCORS",
        "DeleteBucketEncryption": "PutEncryptionConfiguration",
        "DeleteBucketInventoryConfiguration": "PutInventoryConfiguration",
        "DeleteBucketLifecycle": "PutLifecycleConfiguration",
        "DeleteBucketMetricsConfiguration": "PutMetricsConfiguration",
        "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
        "DeleteBucketReplication": "PutReplicationConfiguration",
        "DeleteBucketTagging": "PutBucketTagging",
        "DeleteObjects": "DeleteObject",
        "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
        "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
        "GetBucketAnalyticsConfiguration": "GetAnalyticsConfiguration",
        "GetBucketEncryption": "GetEncryptionConfiguration",
        "GetBucketInventoryConfiguration": "GetInventoryConfiguration",
        "GetBucketLifecycle": "GetLifecycleConfiguration",
        "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
        "GetBucketMetricsConfiguration": "GetMetricsConfiguration",
        "GetBucketNotificationConfiguration": "GetBucketNotification",
        "GetBucketReplication": "GetReplicationConfiguration",
        "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
        "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
        "HeadBucket": "ListBucket",
        "HeadObject": "GetObject",
        "ListBuckets": "ListAllMyBuckets",
        "ListMultipartUploads": "ListBucketMultipartUploads",
        "ListObjects": "ListBucket",
        "ListObjectsV2": "ListBucket",
        "ListObjectVersions": "ListBucketVersions",
        "ListParts": "ListMultipartUploadParts",
        "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
        "PutBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
        "PutBucketEncryption": "PutEncryptionConfiguration",
        "PutBucketInventoryConfiguration": "PutInventoryConfiguration",
        "PutBucketLifecycle": "PutLifecycleConfiguration",
        "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
        "PutBucketMetricsConfiguration": "PutMetricsConfiguration",
        "PutBucketNotificationConfiguration": "PutBucketNotification",
        "PutBucketReplication": "PutReplicationConfiguration",
        "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
        "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
        "SelectObjectContent": "GetObject",
        "UploadPart": "PutObject",
        "UploadPartCopy": "GetObject PutObject",
    },
    "lambda": {
        "GetLayerVersionByArn": "GetLayerVersion",
        "Invoke": "InvokeFunction",
        "InvokeAsync": "InvokeFunction",
        "InvokeWithResponseStream": "InvokeFunction",
    },
    "sqs": {
        "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
        "DeleteMessageBatch": "DeleteMessage",
        "SendMessageBatch": "SendMessage",
    },
    "sns": {"PublishBatch": "Publish"},
    "kms": {"ReEncrypt": "ReEncryptFrom ReEncryptTo"},
    "dynamodb": {"TransactGetItems": "GetItem"},
    "bedrock": {
        "Converse": "InvokeModel",
        "ConverseStream": "InvokeModelWithResponseStream",
    },
    "execute-api": {
        "DeleteConnection": "ManageConnections",
        "GetConnection": "ManageConnections",
        "PostToConnection": "ManageConnections",
    },
}


class _Service(Struct):
    actions: dict[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)


class ResourceType(Struct, frozen=True):
    """A kind of resource that an action works on, and the format of its ARN."""

    name: str
    arn: str


def authorized_actions(service: str) -> tuple[str, ...]:
    """Every action under a prefix such as `s3`, in order; none where the prefix is not known."""
    prefix = service.lower()
    return tuple(f"{prefix}:{name}" for name, _, _ in _service(prefix).actions.values())


def access_level(action: str) -> str | None:
    """Read, Write, List, Tagging or Permissions management; None for an action not known."""
    prefix, _, name = action.lower().partition(":")
    found = _service(prefix).actions.get(name)
    return found and found[1]


def resource_types(action: str) -> tuple[ResourceType, ...] | None:
    """What the action works on; empty where policies can only say `*`, None where not known."""
    prefix, _, name = action.lower().partition(":")
    service = _service(prefix)
    found = service.actions.get(name)
    return found and tuple(ResourceType(one, service.formats.get(one, "")) for one in found[2])


def iam_actions(client: str, operation: str) -> tuple[str, ...]:
    """Actions that an API call needs; none where they are not known or depend on what is sent.

    client     as an SDK or an event names it: `s3`, `stepfunctions`, `SFN`, `states.amazonaws.com`
    operation  the API's name, in any case: `ListObjectsV2`, `listObjectsV2`
    """
    prefix = _prefix(client)
    if prefix is None:
        return ()
    others = _OTHER_NAMES.get(prefix, {})
    other = next((others[one] for one in others if one.lower() == operation.lower()), None)
    if other:
        return tuple(f"{prefix}:{name}" for name in other.split())
    found = _service(prefix).actions.get(operation.lower())
    return (f"{prefix}:{found[0]}",) if found else ()


def _prefix(client: str) -> str | None:
    """`Amazon S3`, `AWSLambda` and `KinesisClient` are names of clients, too."""
    name = client.lower().removesuffix(".amazonaws.com")
    plain = re.sub(r"[^a-z0-9]", "", name)
    bare = re.sub(r"^(?:amazon|aws)|client$", "", plain)
    return next(filter(None, map(_of_client, (name, plain, bare))), None)


def _of_client(name: str) -> str | None:
    if not re.fullmatch(r"[a-z0-9-]{1,64}", name):
        return None
    if f"\n={name}\n" in _text():
        return name
    at = _text().find(f"\n>{name}\n")
    return None if at < 0 else _text()[_text().rindex("\n=", 0, at) + 2 :].partition("\n")[0]


@cache
def _service(prefix: str) -> _Service:
    service = _Service()
    _, found, rest = _text().partition(f"\n={prefix}\n")
    for line in rest.partition("\n=")[0].splitlines() if found else ():
        first, *columns = line.split("\t")
        if first.startswith("@"):
            service.formats[first[1:]] = columns[0]
        elif not first.startswith(">"):
            types = tuple(columns[1].split(",")) if columns[1] else ()
            service.actions[first.lower()] = (first, columns[0], types)
    return service


@cache
def _text() -> str:
    import zstandard

    packed = files("lambda_triage.facts").joinpath("iam_actions.tsv.zst").read_bytes()
    return zstandard.ZstdDecompressor().decompress(packed).decode("utf-8")
