"""Arguments that tools share: as whom AWS is asked, about what, and which evidence is read.

Field descriptions are what the agent reads; every byte of them is in every conversation.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

MOST_PATHS = 100
TEXT_LIMIT = 1 << 20  # characters of evidence inside a call; more is a file
CALLS = 1_000  # calls of one collection, unless told

Name = Annotated[str, Meta(max_length=2_048)]


class Access(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As whom, and where; what is missing is as the AWS CLI would have it."""

    profile: Name | None = None
    region: Name | None = None
    role_arn: Name | None = None


class Live(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What AWS is asked about, read-only."""

    functions: Annotated[
        tuple[Name, ...], Meta(max_length=20, description="Ask AWS about these: names or ARNs")
    ] = ()
    stack: Annotated[Name, Meta(description="Or about this CloudFormation stack")] | None = None
    project: (
        Annotated[Name, Meta(description="Or the stack that this SAM or CDK folder deploys")] | None
    ) = None
    config_env: Annotated[Name, Meta(description="Of its samconfig")] | None = None
    qualifier: Name | None = None
    since: Annotated[Name, Meta(description="90m, 3h (default), 2d, 1w")] | None = None
    window: Annotated[Name, Meta(description="BEGIN/END in RFC 3339")] | None = None
    budget: Annotated[int, Meta(ge=1, le=10_000, description="AWS calls at most")] = CALLS


class Evidence(Live, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Evidence of any source: files, pasted text, AWS."""

    paths: Annotated[
        tuple[Name, ...],
        Meta(max_length=MOST_PATHS, description="Logs, AWS JSON, templates, bundles, folders"),
    ] = ()
    text: Annotated[
        str, Meta(max_length=TEXT_LIMIT, description="Log lines or JSON instead of a file")
    ] = ""
