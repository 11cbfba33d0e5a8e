"""A mapping's UUID → the function that it feeds, asked of AWS by one listed read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.errors import InputError, UsageError
from lambda_triage.sources.aws.answer import Missing
from lambda_triage.sources.aws.caller import Caller
from lambda_triage.sources.aws.follow.body import objects, text
from lambda_triage.sources.aws.session import Session
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from lambda_triage.pipeline.target import Access

LISTED = "lambda.ListEventSourceMappings"  # a listed read, and needs no name
UUID_LENGTH = 36


def function_of(uuid: str, access: Access) -> str:
    """ARN of the function. Raises AccessError, InputError where AWS knows no such mapping."""
    if len(uuid) != UUID_LENGTH or not uuid.replace("-", "").isalnum():
        raise UsageError(f"{uuid[:40]!r} is no UUID of a mapping; see list-event-source-mappings")
    session = Session(access.profile, access.region, access.role_arn)
    _ = session.identity  # no credentials: one sentence, before anything is asked
    found = Caller(session, lambda _call: None).ask(Want.of(LISTED, "mappings"))
    if isinstance(found, Missing):
        raise InputError(f"AWS does not list mappings: {found.why}, {found.detail[:200]}")
    for mapping in objects(found.body, "EventSourceMappings"):
        if text(mapping, "UUID") == uuid and (arn := text(mapping, "FunctionArn")):
            return arn
    raise InputError(f"AWS knows no mapping {uuid} in {session.region}; check region and profile")
