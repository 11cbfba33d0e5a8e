"""The contract every check signs."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.evidence.gap import EVERYTHING
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.findings import Finding, Role, Severity, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signature

    Judge = Callable[[Scene], Iterator[Finding]]


class Check(Struct, frozen=True):
    """One mechanism: what it reads, the messages it knows, and how it decides.

    reads       tables, views' tables or documents without which it cannot tell
    signatures  messages it looks for; a check of role signature runs only when one occurs
    """

    id: str
    title: str
    severity: Severity
    role: Role
    since: str
    reads: tuple[str, ...]
    judge: Judge
    signatures: tuple[Signature, ...] = ()
    cause: str | None = None

    @property
    def page(self) -> str:
        """The check's page, kept beside its code: documentation and examples in one."""
        family, _, slug = self.id.partition("/")
        stem = slug.replace("-", "_")
        package = files(f"lambda_triage.checks.{family.replace('-', '_')}")
        return package.joinpath(f"{stem}.md").read_text(encoding="utf-8")

    def run(self, scene: Scene) -> list[Finding | Unknown]:
        """What was found, and what could not be told; a gap about one resource hides no other."""
        gaps = scene.case.gaps(self.reads)
        said: list[Finding | Unknown] = [Unknown(self.id, gap) for gap in gaps]
        if any(gap.resource == EVERYTHING for gap in gaps):
            return said
        known = self.role is Role.SIGNATURE and self.signatures
        if known and not scene.signals(*(s.id for s in self.signatures)):
            return said
        said.extend(self._signed(finding, scene) for finding in self.judge(scene))
        return said

    def _signed(self, finding: Finding, scene: Scene) -> Finding:
        resource = finding.resource
        if resource.startswith("?:") and resource != UNNAMED:
            resource = scene.key(resource)  # a bare name joins the ARN that other evidence tells
        role = finding.role if finding.role is not Role.CONTEXT else self.role
        return replace(finding, check=self.id, role=role, severity=self.severity, resource=resource)


def check(
    *,
    id: str,
    title: str,
    severity: Severity,
    role: Role,
    since: str,
    reads: tuple[str, ...],
    signatures: tuple[Signature, ...] = (),
    cause: str | None = None,
) -> Callable[[Judge], Check]:
    """Make a check of the function that decides."""

    def make(judge: Judge) -> Check:
        return Check(id, title, severity, role, since, reads, judge, signatures, cause)

    return make
