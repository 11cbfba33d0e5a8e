"""A check, a cause or an error line, explained from the same pages and rules as a diagnosis."""

from __future__ import annotations

import io
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lambda_triage.checks.catalog import CATALOG, checks, load
from lambda_triage.diagnosis.causes import HYPOTHESES
from lambda_triage.errors import UsageError
from lambda_triage.facts.causes import causes
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.pipeline.validate.rules import RULES

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Cause, Report

EXAMPLES = "\n## Examples"


def explain(subject: str) -> str:
    """Words about *subject*; UsageError when it is a name that nothing has."""
    subject = subject.strip()
    if subject in CATALOG:
        check = load(subject)
        return (
            f"{check.page.partition(EXAMPLES)[0].strip()}\n\nCheck {check.id}: {check.severity}\n"
        )
    if subject in causes():
        return _cause(subject)
    if subject in RULES:
        return f"# {RULES[subject].title}\n\n{RULES[subject].text}\n"
    if subject and " " not in subject and ("/" in subject or "_" in subject):
        known = [*CATALOG, *causes(), *RULES]
        near = get_close_matches(subject, known, n=1)
        if near or subject.replace("_", "").replace("/", "").replace("-", "").isalnum():
            hint = f"; did you mean {near[0]}?" if near else "; `lambda-triage checks` lists them"
            raise UsageError(f"there is no check or cause named {subject}{hint}")
    return _line(subject)


def _cause(slug: str) -> str:
    cause = causes()[slug]
    named = [c.id for c in checks() if c.cause == slug]
    weighed = any(h.slug == slug for h in HYPOTHESES)
    lines = [f"# {slug}", "", f"{cause.title}.", "", f"First fix: {cause.first_fix}."]
    if named:
        lines += ["", "Named by: " + ", ".join(named)]
    if weighed:
        from lambda_triage.diagnosis.causes import page

        lines += ["", page(slug).partition("\n")[2].strip()]
    if not named and not weighed:
        lines += ["", "No check names this cause yet: it is in the list so that a label can."]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    report = diagnose(["-"], stdin=io.BytesIO(text.replace("\\n", "\n").encode() + b"\n"))
    if not report.causes:
        return (
            "No check knows this line. Diagnose the log it stands in: what happened around it"
            " may tell.\n"
        )
    return "\n".join(_one(report, c) for c in report.causes)


def _one(report: Report, cause: Cause) -> str:
    ids = {f.id: f.check for f in report.findings}
    checks_ = ", ".join(sorted({ids[i] for i in cause.explains if i in ids}))
    lines = [f"{cause.cause} ({cause.confidence:.0%}): {cause.summary}"]
    lines += [f"  fix: {r.summary}" for r in cause.remedies]
    if checks_:
        lines.append(f"  more: lambda-triage explain {checks_.partition(',')[0]}")
    return "\n".join(lines) + "\n"
