"""Accounts whose storage for Lambda code is nearly used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Limits
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# All versions and layers of a Region count, 300 GB unzipped since July 2026, 75 GB before; it is
# not raised any more (Lambda guide, Lambda quotas, 2026; InfoQ, July 2026). Code in a bucket of
# one's own does not count (Lambda guide, Self-managed S3 code storage, 2026).
# Of the limit, as Trusted Advisor's Lambda Code Storage Usage (AWS Support guide, Service limits,
# 2026).
NEAR = 0.8
GIB = 1024**3


@check(
    id="packaging/code-storage-full",
    title="The account's storage for code is nearly full",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("limits",),
    cause="account_quota_limit",
)
def code_storage_full(scene: Scene) -> Iterator[Finding]:
    for limits in scene.case.documents(Limits):
        used, limit = limits.storage_used, limits.storage_limit
        if used is None or not limit or used < NEAR * limit:
            continue
        text = f"{used / GIB:.1f} of {limit / GIB:.0f} GiB are used ({100 * used // limit} %)"
        yield Finding(
            resource=limits.resource,
            summary=f"Deployments fail once the storage for code is full: {text}",
            citations=(Citation(place=limits.place("storage_used"), text=text),),
            cause="account_quota_limit",
            remedies=(
                Manual(
                    "Delete versions of functions and layers that no alias, mapping or function"
                    " names, and let deployments keep only the last few",
                    "which versions are still called is not in the evidence",
                ),
                Manual(
                    "Or keep the code in a versioned bucket of your own (S3ObjectStorageMode"
                    " REFERENCE), which does not count; the limit itself is not raised",
                    "Lambda has to be let read the bucket, and its objects must stay",
                ),
            ),
        )
