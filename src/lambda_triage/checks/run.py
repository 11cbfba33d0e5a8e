"""Runs the catalogue over a case. A check that crashes becomes a reported error of the tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.scene import Scene
from lambda_triage.findings import Finding, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.checks.check import Check
    from lambda_triage.evidence.case import Case


class Judged(Struct, frozen=True):
    """Everything the checks said."""

    findings: tuple[Finding, ...]
    unknowns: tuple[Unknown, ...]
    crashes: tuple[tuple[str, str], ...]  # check id, error


def judge(case: Case, checks: Iterable[Check]) -> Judged:
    """Run *checks* in the order of the catalogue."""
    case.settle()
    scene = Scene(case)
    findings: list[Finding] = []
    unknowns: list[Unknown] = []
    crashes: list[tuple[str, str]] = []
    for check in checks:
        try:
            said = check.run(scene)
        except Exception as error:  # a fault in one check must not hide the others' findings
            crashes.append((check.id, f"{type(error).__name__}: {error}"))
            continue
        findings.extend(s for s in said if isinstance(s, Finding))
        unknowns.extend(s for s in said if isinstance(s, Unknown))
    return Judged(tuple(findings), tuple(unknowns), tuple(crashes))
