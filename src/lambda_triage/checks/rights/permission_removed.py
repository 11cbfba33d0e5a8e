"""Permissions that were changed shortly before the first refused call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import is_role
from lambda_triage.checks.refused_calls import refused
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.evidence.naming import name, same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.refused_calls import Refused
    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding

SOON_US = 60 * 60 * 1_000_000  # how long before the first refusal a change is suspected
CHANGED = """
SELECT resource, time_us, detail, input, coalesce(path, '') AS path
FROM changes
WHERE kind = 'permission' AND time_us IS NOT NULL
ORDER BY time_us DESC, resource, path
"""
CAUSES = {
    "identity": "access_denied_identity",
    "boundary": "access_denied_scp_boundary",
    "resource": "access_denied_resource_policy",
}
BOUNDARY = "RolePermissionsBoundary"
# Adding a policy takes nothing away: unless the new text replaced an old one, or denies.
ADDED = ("AttachRolePolicy", "AddPermission", "DeleteRolePermissionsBoundary", "CreateGrant")


class _Change(Struct, frozen=True):
    resource: str
    time_us: int
    detail: str
    input: int
    path: str


@check(
    id="rights/permission-removed",
    title="A permission was changed just before the first refusal",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("changes",),
    cause="access_denied_identity",
)
def permission_removed(scene: Scene) -> Iterator[Finding]:
    changes = list(scene.case.rows(CHANGED, _Change))
    for one in refused(scene):
        onset = one.finding.onset_us
        before = [c for c in changes if onset and 0 <= onset - c.time_us <= SOON_US]
        for change in before:
            kind = _kind(change, one)
            if kind and onset and one.policy in (None, "kms", kind):  # the message knows better
                yield _finding(one, change, kind, onset)
                break


def _kind(change: _Change, one: Refused) -> str | None:
    """The kind of policy that changed, of the role or the resource refused; None for any other."""
    if change.detail.startswith(ADDED):
        return None
    if is_role(change.resource, one.role):
        return "boundary" if BOUNDARY in change.detail else "identity"
    resource = one.request.resource or ""
    owner = resource.partition("/")[0] if ":s3:::" in resource else resource
    return "resource" if owner and same(change.resource, owner) else None


def _finding(one: Refused, change: _Change, kind: str, onset: int) -> Finding:
    cause = "kms_access_denied" if one.request.service == "kms" else CAUSES[kind]
    minutes = max(1, round((onset - change.time_us) / 60_000_000))
    text = f"{change.detail} on {name(change.resource)}"
    ago = f"{minutes} minute{'s' if minutes != 1 else ''} before the first refusal"
    place = Place(change.input, path=change.path)
    return replace(
        one.finding,
        summary=f"{one.request.action} is refused since a permission changed: {text}, {ago}",
        key=f"{one.request.action} {change.detail}",
        citations=(
            Citation(place=place, text=text, time_us=change.time_us),
            *one.finding.citations[:4],
        ),
        cause=cause,
        weight=STRONG if kind == "identity" else DECISIVE,
        facts=(("action", one.request.action), ("resource", one.request.resource or "")),
        remedies=(
            Manual(
                f"Compare the policy before and after {change.detail}, and put back what allowed"
                f" {one.request.action}",
                "CloudTrail tells that it changed; the old text is with who changed it",
            ),
        ),
    )
