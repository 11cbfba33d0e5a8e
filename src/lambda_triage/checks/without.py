"""Findings that only count where no message of another family says more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


def without(check: Check, family: str) -> Check:
    """The same check, silent about resources of which *family* has a message.

    One fault ends in several lines: the process that aborts has said before what it lacked.
    """

    def judge(scene: Scene) -> Iterator[Finding]:
        ids = [name for name in scene.present() if name.startswith(f"{family}/")]
        told = {signal.resource for signal in scene.signals(*sorted(ids))}
        yield from (f for f in check.judge(scene) if f.resource not in told)

    return replace(check, judge=judge)
