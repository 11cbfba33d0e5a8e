"""ARNs that a caller gives: keys, secrets, consumers, destinations, each of the right service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from lambda_triage.pipeline.mappings.place import Place

# `arn:partition:service:region:account:rest`; wildcards are nobody's name.
ARN = re.compile(r"arn:(aws[\w-]*):([\w-]+):([\w-]*):([0-9]{12})?:([\w./:+=@-]{1,600})", re.ASCII)
TOPIC = "kafka://"  # before a topic of the same cluster


class Given(Struct, frozen=True):
    """What an ARN says; region and account are those of the function where a bucket's has none."""

    arn: str
    service: str
    region: str
    account: str
    parts: tuple[str, ...]


# What the rest of an ARN looks like, and how that is told. Sources, 2026-11-21: Service
# Authorization Reference, resource types; Kinesis API, ConsumerARN.
KEY = ("kms", r"key/([\w-]{1,64})", "arn:aws:kms:eu-west-1:111122223333:key/<id>, not an alias")
SECRET = (
    "secretsmanager",
    r"secret:([\w/+=.@-]{1,512}-\w{6})",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:<name>-<6 signs>",
)
CONSUMER = (
    "kinesis",
    r"stream/([\w.-]{1,128})/consumer/([\w.-]{1,128}):(\d{10,13})",
    "arn:aws:kinesis:eu-west-1:111122223333:stream/<stream>/consumer/<name>:<time>",
)
REGISTRY = (
    "glue",
    r"registry/([\w$#.-]{1,255})",
    "arn:aws:glue:eu-west-1:111122223333:registry/<name>",
)
QUEUE = (
    "sqs",
    r"([\w-]{1,80}|[\w-]{1,75}\.fifo)",
    "arn:aws:sqs:eu-west-1:111122223333:<queue>",
)
NOTIFIED = ("sns", r"([\w-]{1,256}|[\w-]{1,251}\.fifo)", "")
BUCKET = ("s3", r"([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])", "")
DESTINATIONS = {one[0]: one for one in (QUEUE, NOTIFIED, BUCKET)}


def given(what: str, arn: str, where: Place, form: tuple[str, str, str]) -> Given:
    """Read one ARN. Raises UsageError where it is of something else, or of another partition."""
    service, pattern, example = form
    read = ARN.fullmatch(arn)
    rest = re.fullmatch(pattern, read[5], re.ASCII) if read and read[2] == service else None
    if not read or not rest:
        raise UsageError(f"{what} is an ARN such as {example}; got {arn[:80]!r}")
    if read[1] != where.partition:
        raise UsageError(
            f"{what} is in partition {read[1]}, but {where.region} is in {where.partition};"
            " roles reach nothing across partitions"
        )
    region, account = read[3] or where.region, read[4] or where.account
    if service != "s3" and not (read[3] and read[4]):
        raise UsageError(f"{what} is an ARN with region and account, as {example}")
    return Given(arn, service, region, account, tuple(rest.groups()))


def here(one: Given, what: str, where: Place) -> Given:
    """The same, where it is in the function's region. Raises UsageError."""
    if one.region != where.region:
        raise UsageError(
            f"{what} is in {one.region}, the function in {where.region}; give the one of its region"
        )
    return one


def destination(arn: str, where: Place, *, kafka: bool) -> Given:
    """Where what failed is sent: queue, topic or bucket; of a Kafka mapping a topic, too."""
    if arn.startswith(TOPIC):
        return _topic(arn, where, kafka=kafka)
    service = arn.split(":", 3)[2] if arn.count(":") >= 3 else ""
    form = DESTINATIONS.get(service)
    if form is None:
        more = " (or kafka://<topic> of the same cluster)" if kafka else ""
        raise UsageError(
            f"on_failure is the ARN of an SQS queue, an SNS topic or an S3 bucket{more};"
            f" got {arn[:80]!r}"
        )
    return given("on_failure", arn, where, (form[0], form[1], form[2] or f"arn:aws:{service}:…"))


def _topic(arn: str, where: Place, *, kafka: bool) -> Given:
    name = arn.removeprefix(TOPIC)
    if not kafka:
        raise UsageError("on_failure is a Kafka topic for Kafka mappings only; give an ARN")
    if not re.fullmatch(r"[\w.-]{1,249}", name, re.ASCII):
        raise UsageError(f"on_failure names one topic, as kafka://failed-orders, not {name[:60]!r}")
    return Given(arn, "kafka-cluster", where.region, where.account, (name,))
