"""Which ARN an action is authorized against: a bucket or its objects, a group or its streams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.iam.actions import resource_types

if TYPE_CHECKING:
    from lambda_triage.iam.request import Request

_BUCKET = re.compile(r"(arn:[\w-]+:s3:::[^/:]+)(/.*)?", re.DOTALL)
_LOG_GROUP = re.compile(r"(arn:[\w-]+:logs:[^:]+:[0-9]+:log-group:[^:]+)(?::\*)?")
_QUEUE = re.compile(r"https?://sqs\.([\w-]+)\.amazonaws\.com(\.cn)?/([0-9]{12})/([\w.-]{1,80})/?")


def authorized(request: Request) -> Request:
    """Return the request with the resource that AWS authorizes the action against, where it shows.

    `s3:ListBucket` of an object's ARN is about the bucket, `s3:GetObject` of a bucket's about its
    objects; actions without resource-level permissions are about `*`; a queue's URL becomes its
    ARN. A resource that fits already, or that nothing is known of, stays.
    """
    types = resource_types(request.action)
    if types is None:
        return request
    if not types:
        return replace(request, resource="*")
    names = frozenset(one.name for one in types)
    return replace(request, resource=request.resource and _fitting(request.resource, names))


def _fitting(resource: str, types: frozenset[str]) -> str:
    if queue := _QUEUE.fullmatch(resource):
        partition = "aws-cn" if queue[2] else "aws"
        return f"arn:{partition}:sqs:{queue[1]}:{queue[3]}:{queue[4]}"
    if bucket := _BUCKET.fullmatch(resource):
        if "bucket" in types and "object" not in types:
            return bucket[1]
        if "object" in types and "bucket" not in types and not bucket[2]:
            return f"{bucket[1]}/*"
    group = _LOG_GROUP.fullmatch(resource)
    if group and "log-stream" in types and "log-group" not in types:
        return f"{group[1]}:log-stream:*"
    return resource
