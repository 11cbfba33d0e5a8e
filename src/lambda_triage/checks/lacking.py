"""Which actions no policy of a role allows, as far as its policies are in the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.policies_of import principal_of
from lambda_triage.iam.matching import allows, asked, denies
from lambda_triage.iam.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.checks.policies_of import Held


def lacking(known: Held, actions: Iterable[str], *resources: str | None) -> tuple[str, ...]:
    """Those of *actions* that the role may call on none of *resources*, for certain.

    None as a resource asks whether the action is allowed on anything at all. A role of which a
    policy may be missing in the evidence lacks nothing for certain but what is denied.
    """
    return tuple(a for a in actions if all(_is_refused(known, a, r) for r in resources))


def _is_refused(known: Held, action: str, resource: str | None) -> bool:
    who = principal_of(known.role)
    if who is None:
        return False
    put = asked(Request(action, resource, who, {"aws:SecureTransport": "true"}))
    if denies(known.policies, "identity", put).truth.value:
        return True
    return known.whole and allows(known.policies, "identity", put).truth.value is False
