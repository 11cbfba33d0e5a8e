"""Where a function and its source are: partition, region, account; the rules their names keep."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from lambda_triage.sources.aws.partitions import Partition

ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)


class Rule(Struct, frozen=True):
    """What a name may be; `pattern` holds for the whole of it."""

    pattern: str
    words: str
    example: str


# Sources, 2026-11-21: botocore 1.44.5's service models (patterns and lengths of the members);
# SQS guide, "Quotas for messages" (queue names); Kafka's own rule for topics.
RULES: dict[str, Rule] = {
    "function_name": Rule(r"[\w-]{1,64}", "1 to 64 letters, digits, - and _", "orders-worker"),
    "queue_name": Rule(
        r"[\w-]{1,80}|[\w-]{1,75}\.fifo",
        "1 to 80 letters, digits, - and _, with .fifo at the end of a FIFO queue's",
        "orders.fifo",
    ),
    "stream_name": Rule(r"[\w.-]{1,128}", "1 to 128 letters, digits, _, . and -", "orders"),
    "table_name": Rule(r"[\w.-]{3,255}", "3 to 255 letters, digits, _, . and -", "orders"),
    "stream_label": Rule(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}|\*",
        "the time at the end of the stream's ARN",
        "2026-01-31T12:00:00.000",
    ),
    "cluster_name": Rule(
        r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", "1 to 64 letters, digits and -", "orders"
    ),
    "cluster_uuid": Rule(
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[A-Za-z0-9]{1,4}",
        "the last part of the cluster's ARN",
        "1a2b3c4d-0000-1111-2222-0123456789ab-3",
    ),
    "topic_pattern": Rule(r"[\w.*?-]{1,249}", "1 to 249 letters, digits, ., _, -, * and ?", "o-*"),
    "consumer_group_pattern": Rule(
        r"[ \w/*?:+=.@-]{1,200}", "1 to 200 of the signs of a ConsumerGroupId, and ?", "orders-*"
    ),
    "subnets": Rule(r"subnet-[0-9a-f]{8,17}", "ids of subnets", "subnet-0123456789abcdef0"),
    "security_groups": Rule(r"sg-[0-9a-f]{8,17}", "ids of groups", "sg-0123456789abcdef0"),
}


class Place(Struct, frozen=True):
    """Where the function is; the suffix ends host names, `amazonaws.com` in most partitions."""

    partition: str
    region: str
    account: str
    function: str
    suffix: str = "amazonaws.com"

    @property
    def function_arn(self) -> str:
        """The function's ARN, without a version or an alias."""
        return f"arn:{self.partition}:lambda:{self.region}:{self.account}:function:{self.function}"


def place(region: str, account: str, function: str, partition: str | None = None) -> Place:
    """Where this is. Raises UsageError for what AWS has not, or what contradicts itself."""
    found = _partition(region, partition)
    if not ACCOUNT.fullmatch(account):
        raise UsageError(f"account is 12 digits, as 111122223333, not {account[:40]!r}")
    return Place(
        found.name, region, account, checked("function_name", function), found.suffix
    )  # fmt: skip


def checked(what: str, name: str) -> str:
    """The name, where it keeps its rule. Raises UsageError."""
    rule = RULES[what]
    if re.fullmatch(rule.pattern, name, re.ASCII):
        return name
    raise UsageError(f"{what} is {rule.words}, as {rule.example}, not {name[:60]!r}")


def _partition(region: str, named: str | None) -> Partition:
    from lambda_triage.sources.aws.partitions import partitions

    known = {one.name: one for one in partitions()}
    if named is not None and named not in known:
        raise UsageError(f"partition is one of {', '.join(known)}, not {named[:40]!r}")
    of = next((one for one in known.values() if region in one.regions), None)
    if of is None:
        raise UsageError(
            _no_region(region, [name for one in known.values() for name in one.regions])
        )
    if named not in (None, of.name):
        raise UsageError(f"{region} is in partition {of.name}, not {named}; leave partition out")
    return of


def _no_region(region: str, known: list[str]) -> str:
    near = get_close_matches(region[:40], known, n=1)
    hint = f"did you mean {near[0]}?" if near else "give one such as eu-west-1"
    return f"{region[:40]!r} is no region that botocore knows; {hint}"
