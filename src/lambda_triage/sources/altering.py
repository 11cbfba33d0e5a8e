"""Which API calls alter something, and what kind of thing they alter."""

from __future__ import annotations

import re

# What a change is about; sources: the event names of each service's API reference, 2026.
KINDS = (
    ("code", r"UpdateFunctionCode|PublishVersion|CreateFunction$|PublishLayer"),
    ("configuration", r"UpdateFunctionConfiguration|PutRuntimeManagementConfig"),
    ("alias", r"(?:Create|Update|Delete)Alias"),
    ("concurrency", r"FunctionConcurrency|ProvisionedConcurrency"),
    ("trigger", (
        r"EventSourceMapping|PutRule|PutTargets|RemoveTargets|DisableRule|EnableRule|DeleteRule"
        r"|PutBucketNotification|Subscribe|SetSubscriptionAttributes|UpdateSchedule|UpdatePipe"
    )),
    ("permission", (
        r"(?:Add|Remove)Permission|RolePolicy|PolicyVersion|AssumeRolePolicy|PermissionsBoundary"
        r"|PutKeyPolicy|PutBucketPolicy|PutResourcePolicy|SetQueueAttributes|DisableKey|RevokeGrant"
    )),
    ("network", (
        r"Route$|RouteTable|SecurityGroup|NetworkAcl|NatGateway|VpcEndpoint|InternetGateway"
    )),
    ("api", (
        r"(?:Put|Update|Delete|Create)(?:Integration|Method|Resource|Route|Authorizer|Model)"
        r"(?:Response)?$|PutRestApi|ImportRestApi|ImportApi|ReimportApi|PutGatewayResponse"
    )),
    ("stack", r"(?:Create|Update|Delete)Stack|ExecuteChangeSet"),
    ("data", r"(?:Create|Update|Delete)(?:Table|Queue|Topic|Stream|Bucket|Secret)$"),
)  # fmt: skip
# Other services have aliases and functions as well: KMS, CloudFront.
OF_LAMBDA = ("code", "configuration", "alias", "concurrency")


def altered(service: str, action: str) -> str | None:
    """The kind of change that an action makes; None for one that changes nothing of interest."""
    for kind, words in KINDS:
        if re.search(words, action) and (service == "lambda" or kind not in OF_LAMBDA):
            return kind
    return None
