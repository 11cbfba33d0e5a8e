"""Databases that RDS Proxy cannot reach, log in to, or has no capacity for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.database_users import users
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import ProxyTarget
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# TargetHealth.Reason → what it argues for, and what to do (RDS API reference, TargetHealth; RDS
# guide, troubleshooting for RDS Proxy, 2026).
REASONS = {
    "AUTH_FAILURE": (
        "downstream_auth_failed",
        "Correct the user or password in the secret of the proxy, or the right of its role to it",
    ),
    "UNREACHABLE": (
        "connection_refused",
        "Let the database's security group admit the proxy's on the database port",
    ),
    "CONNECTION_FAILED": (
        "connection_refused",
        "Look into the database's log for why it refuses the proxy",
    ),
    "PENDING_PROXY_CAPACITY": (
        "connection_refused",
        "Wait until the proxy has scaled; it does after the database grew or was made",
    ),
    "INVALID_REPLICATION_STATE": (
        "database_read_only",
        "Bring the replication of the database in order, then register it anew",
    ),
}
OTHER = ("connection_refused", "Look at what DescribeDBProxyTargets tells of the target")


@check(
    id="downstream/proxy-target-unavailable",
    title="RDS Proxy has no database to connect to",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("proxy_targets",),
    cause="connection_refused",
)
def proxy_target_unavailable(scene: Scene) -> Iterator[Finding]:
    targets = scene.case.documents(ProxyTarget)
    well = {t.proxy for t in targets if t.state == "AVAILABLE"}
    for target in targets:
        # A proxy in front of a cluster reaches it by those that are left.
        if target.state != "UNAVAILABLE" or target.proxy in well:
            continue
        cause, fix = REASONS.get(target.reason or "", OTHER)
        proxy = name(target.proxy or "")
        text = f"{name(target.resource)} is UNAVAILABLE"
        text += f", {target.reason}" if target.reason else ""
        text += f": {target.description[:200]}" if target.description else ""
        behind = users(scene, proxy)
        for resource in behind or (target.proxy or target.resource,):
            yield Finding(
                resource=resource,
                summary=f"The proxy {proxy + ' ' if proxy else ''}has no database to connect to:"
                f" {text}",
                key=f"{target.proxy} {target.resource}",
                citations=(Citation(place=target.place("state"), text=text),),
                cause=cause,
                weight=STRONG,
                explains=("error", "timeout", "init_failure") if behind else (),
                remedies=(Manual(fix, "the proxy's and the database's settings decide"),),
            )
