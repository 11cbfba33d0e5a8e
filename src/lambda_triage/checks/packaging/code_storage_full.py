"""Accounts whose storage for Lambda code is nearly used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Limits
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# All versions and layers of a Region count, 75 GB by default (Lambda quotas, 2026).
NEAR = 0.8  # of the limit; checks row PKG-011, as Trusted Advisor warns
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
                Command(
                    (
                        "aws", "service-quotas", "request-service-quota-increase",
                        "--service-code", "lambda", "--quota-code", "L-2ACBD22F",
                        "--desired-value", str(2 * round(limit / GIB)),
                    ),
                    "Ask for more storage; it can be raised to terabytes",
                ),
            ),
        )  # fmt: skip
