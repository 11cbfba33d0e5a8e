"""What became of a want: an answer, or the reason why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.want import Want

Why: TypeAlias = Literal["denied", "absent", "throttled", "unreachable", "unsupported", "budget"]


class Answer(Struct, frozen=True):
    """AWS's own answer in its own JSON shape: all pages joined, times as RFC 3339, no metadata.

    cut  one line: why pages are missing from the end; empty where the body is whole
    """

    want: Want
    body: dict[str, Json]
    cut: str = ""


class Missing(Struct, frozen=True):
    """Why there is no answer.

    why     denied: no permission; absent: AWS says that there is no such thing, which is known
            then; throttled, unreachable: after all attempts; unsupported: the service or region
            does not have the operation; budget: not asked, since the calls were used up
    detail  one line: AWS's message, or the permission that is missing
    """

    want: Want
    why: Why
    detail: str
