"""Everything else a report holds, as titled rows of plain text, for readers who want it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import count, resource_name, sentence, when

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Finding, Incident, Report

ROWS_LIMIT = 200  # of one section; the JSON form holds the rest


class Row(Struct, frozen=True):
    """A short lead, and what is said of it."""

    lead: str
    text: str


class Section(Struct, frozen=True):
    """A title and its rows; `more` rows were left out."""

    title: str
    rows: tuple[Row, ...]
    more: int = 0


def sections(report: Report) -> tuple[Section, ...]:
    """Incidents, findings, unknowns, lines by kind, unreadable inputs, faults; empty ones not."""
    every = (
        _section("All incidents", [_incident(item, report) for item in report.incidents]),
        _section("All findings", [_finding(item) for item in report.findings]),
        _section("Checks that could not tell", [_row(u.check, u.gap) for u in report.unknown]),
        _section("Events by kind", _kinds(report.stats.lines_by_kind)),
        _section("Input that could not be read", [_row("", t) for t in report.stats.unreadable]),
        _section("Faults of this tool", [_row(e.check, e.error) for e in report.errors]),
    )
    return tuple(section for section in every if section.rows)


def _section(title: str, rows: list[Row]) -> Section:
    return Section(title, tuple(rows[:ROWS_LIMIT]), max(0, len(rows) - ROWS_LIMIT))


def _row(lead: str, text: str) -> Row:
    return Row(one_line(lead, 200), one_line(text, 1000))


def _incident(incident: Incident, report: Report) -> Row:
    titles = {cause.cause: cause.title for cause in report.causes}
    since = f", since {when(incident.onset)}" if incident.onset else ""
    named = "; ".join(titles.get(slug, slug) for slug in incident.causes) or "no cause fits"
    what = f"{incident.symptom} in {count(incident.invocations, 'invocation')}{since}"
    return _row(resource_name(incident.resource), f"{what}: {named}")


def _finding(finding: Finding) -> Row:
    impact = f" {sentence(finding.impact)}" if finding.impact else ""
    said = f"{resource_name(finding.resource)}: {sentence(finding.summary)}{impact}"
    return _row(finding.severity, f"{said} ({finding.check})")


def _kinds(lines: dict[str, int]) -> list[Row]:
    ordered = sorted(lines.items(), key=lambda pair: (-pair[1], pair[0]))
    return [_row(f"{number:,}", kind.replace("_", " ")) for kind, number in ordered]
