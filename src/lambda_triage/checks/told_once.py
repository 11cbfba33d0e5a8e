"""Findings that name nothing give way to those that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding

MOST = 5  # citations of one finding, as of one message


def told_once(check: Check, *naming: str) -> Check:
    """The same check without its vague findings, where a precise one of the same resource exists.

    Runtimes tell one error in several lines: the message, and its bare type on REPORT.

    naming  captures that make a finding precise
    """

    def judge(scene: Scene) -> Iterator[Finding]:
        findings = list(check.judge(scene))
        precise = {f.resource for f in findings if _names(f)}
        yield from (f for f in findings if _names(f) or f.resource not in precise)

    def _names(finding: Finding) -> bool:
        return any(finding.fact(name) for name in naming)

    return replace(check, judge=judge)


def in_one(check: Check) -> Check:
    """The same check with one finding for each resource: the weightiest, with the proof of all.

    AWS tells one failure by several states: of the stack, and of each resource in it.
    """

    def judge(scene: Scene) -> Iterator[Finding]:
        found: dict[str, list[Finding]] = {}
        for finding in check.judge(scene):
            found.setdefault(finding.resource, []).append(finding)
        for told in found.values():
            yield _joined(sorted(told, key=lambda f: -f.weight))

    return replace(check, judge=judge)


def _joined(findings: list[Finding]) -> Finding:
    onsets = [f.onset_us for f in findings if f.onset_us is not None]
    citations = dict.fromkeys(citation for f in findings for citation in f.citations)
    return replace(
        findings[0],
        citations=tuple(citations)[:MOST],
        invocations=max(f.invocations for f in findings),
        onset_us=min(onsets, default=None),
    )


def last_resort(check: Check, fact: str, family: str) -> Check:
    """The same check; findings with *fact* only where no other message of *family* is there.

    A bare error type is worth a guess only while nothing says what the error was.
    """

    def judge(scene: Scene) -> Iterator[Finding]:
        for finding in check.judge(scene):
            if not finding.fact(fact) or not _told(scene, finding.resource):
                yield finding

    def _told(scene: Scene, resource: str) -> bool:
        ids = (i for i in scene.present() if i.startswith(f"{family}/") and not i.endswith(".type"))
        return any(signal.resource == resource for signal in scene.signals(*ids))

    return replace(check, judge=judge)
