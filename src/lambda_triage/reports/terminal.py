"""The report for a terminal: the cause first, its proof, the fix, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.reports.details import sections
from lambda_triage.reports.layout import wrap
from lambda_triage.reports.story import GAPS_SHOWN, tell
from lambda_triage.reports.terminal_parts import DO, QUIET, citations, heading, prose, shell
from lambda_triage.reports.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.reports.contract import Report
    from lambda_triage.reports.details import Row
    from lambda_triage.reports.fixes import Fix
    from lambda_triage.reports.story import Missing, Story, Told
    from lambda_triage.reports.terminal_parts import Spans

NARROWEST = 20  # columns; below this nothing reads well, and lines run over
_PROOFS = 5  # lines; the rest under --details
_RISKS = 3
_OTHERS = 4
_HEAD = {"cause_found": "bold red", "healthy": "bold green", "inconclusive": "bold yellow"}


def render(report: Report, *, width: int, color: bool, details: bool = False) -> str:
    """Lines of at most `width` columns; only an ARN, an address or one word of a command runs over.

    No escape code stands in it unless `color`; those of the log itself are spelt out.
    """
    lines = _lines(report, max(width, NARROWEST), details)
    return "".join(f"{_text(line, color)}\n" for line in lines)


def _text(line: Spans, color: bool) -> str:
    if not color:
        return "".join(text for text, _ in line)
    from rich.color import ColorSystem
    from rich.style import Style

    standard = ColorSystem.STANDARD
    return "".join(Style.parse(style).render(text, color_system=standard) for text, style in line)


def _lines(report: Report, width: int, details: bool) -> Iterator[Spans]:
    story = tell(report)
    yield from _head(story, width)
    if story.causes:
        yield from _cause(story, story.causes[0], width, details)
    yield from _journeys(story, width, details)
    rest = [_others(story, width, details), _gaps(story, width, details)]
    if story.verdict == "inconclusive":  # then what to collect matters more than who else it may be
        rest.reverse()
    for part in rest:
        yield from part
    yield from _risks(story, width, details)
    if details:
        yield from _details(report, width)
    yield from _foot(story, width, details)


def _head(story: Story, width: int) -> Iterator[Spans]:
    first = story.causes[0] if story.causes else None
    sure = f" — {first.likelihood}, {first.percent}" if first else ""
    number = "1. " if len(story.causes) > 1 else ""
    found = story.verdict == "cause_found" and first
    headline = f"{number}{story.headline}{sure}" if found else story.headline
    for line in wrap(headline, width):
        yield ((line, _HEAD[story.verdict]),)


def _cause(story: Story, told: Told, width: int, details: bool) -> Iterator[Spans]:
    found = story.verdict == "cause_found"
    if not found:
        yield from heading(f"Best candidate: {told.title}", width)
    yield from prose(told.summary, width)
    region = f", {told.region}" if told.region else ""
    facts = " · ".join(part for part in (told.impact, told.name + region) if part)
    yield from prose(facts, width, style=QUIET)
    yield from _proof(told, width, len(told.proof) if details else _PROOFS)
    if told.fixes:
        yield from heading("Fix" if found else "Fix, if it is this", width)
        yield from _fixes(told.fixes, width)
    yield from _against(told, width)
    if told.would_confirm and (details or told.confidence < 0.9):
        yield from heading("To be sure", width)
        for text in told.would_confirm:
            yield from prose(text, width, indent=2)


def _proof(told: Told, width: int, limit: int) -> Iterator[Spans]:
    if not told.proof:
        return
    yield from heading(f"Proof, {told.day} UTC" if told.day else "Proof", width)
    yield from citations(told.proof[:limit], width, by_time=bool(told.day))
    if len(told.proof) > limit:
        yield from prose(f"and {len(told.proof) - limit} more: --details", width, 2, QUIET)


def _fixes(fixes: Sequence[Fix], width: int, indent: int = 2) -> Iterator[Spans]:
    for fix in fixes:
        yield from prose(fix.summary, width, indent)
        for setting in fix.settings:
            yield from prose(setting, width, indent + 4, DO)
        for line in fix.commands:
            yield from shell(line, width, indent + 4)
        if fix.reason:
            yield from prose(f"By hand: {fix.reason}", width, indent + 2, QUIET)
        if fix.risk:
            yield from prose(f"Risk: {fix.risk}", width, indent + 2, QUIET)


def _against(told: Told, width: int) -> Iterator[Spans]:
    yield from heading("What speaks against it", width)
    if told.against:
        one_day = all(proof.day in ("", told.day) for proof in told.against)
        yield from citations(told.against, width, by_time=one_day)
    else:
        yield from prose("Nothing in this evidence.", width, indent=2, style=QUIET)


def _journeys(story: Story, width: int, details: bool) -> Iterator[Spans]:
    if story.journeys:
        yield from heading("On the way", width)
    for text in story.journeys if details else story.journeys[:1]:
        yield from prose(text, width, indent=2)


def _others(story: Story, width: int, details: bool) -> Iterator[Spans]:
    rest = story.causes[1:]
    for title, group in (
        ("Also found", [told for told in rest if told.found]),
        ("Less likely", [told for told in rest if not told.found]),
    ):
        if group:
            yield from heading(title, width)
        for told in group if details else group[:_OTHERS]:
            yield from _short(told, width, details)


def _short(told: Told, width: int, details: bool) -> Iterator[Spans]:
    head = f"{told.title} — {told.likelihood}, {told.percent}"
    yield from prose(head, width, indent=2, lead=f"{told.number}. ")
    yield from prose(told.summary, width, indent=5, style=QUIET)
    if told.found and not details:
        for fix in told.fixes[:1]:
            yield from prose(f"Fix: {fix.summary}", width, indent=5)
    if details:
        yield from citations(told.proof, width, by_time=False, indent=5)
        yield from _fixes(told.fixes, width, indent=5)


def _gaps(story: Story, width: int, details: bool) -> Iterator[Spans]:
    gaps = story.gaps if details else story.gaps[:GAPS_SHOWN]
    if gaps:
        yield from heading("Missing, most useful first", width)
    for number, gap in enumerate(gaps, 1):
        yield from _missing(number, gap, width)
    if len(story.gaps) > len(gaps):
        yield from prose(f"and {len(story.gaps) - len(gaps)} more: --details", width, 2, QUIET)


def _missing(number: int, gap: Missing, width: int) -> Iterator[Spans]:
    what = f"{gap.needs}: {gap.why}" if gap.why else gap.needs
    yield from prose(what, width, indent=2, lead=f"{number}. ")
    if gap.is_command:
        yield from shell(gap.collect, width, indent=6)
    elif gap.collect:
        yield from prose(gap.collect, width, indent=6, style=DO)


def _risks(story: Story, width: int, details: bool) -> Iterator[Spans]:
    shown = story.risks if details else story.risks[:_RISKS]
    if shown:
        yield from heading("Not failing, worth a look", width)
    for text in shown:
        yield from prose(text, width, indent=2)
    if len(story.risks) > len(shown):
        yield from prose(f"and {len(story.risks) - len(shown)} more: --details", width, 2, QUIET)


def _details(report: Report, width: int) -> Iterator[Spans]:
    for section in sections(report):
        yield from heading(section.title, width)
        wide = max(len(row.lead) for row in section.rows)
        for row in section.rows:
            yield from _row(row, wide, width)
        if section.more:
            yield from prose(f"and {section.more} more: --format json", width, 2, QUIET)


def _row(row: Row, wide: int, width: int) -> Iterator[Spans]:
    if not row.lead:
        yield from prose(row.text, width, indent=2)
    elif wide < width // 3:
        yield from prose(row.text, width, indent=2, lead=f"{row.lead:<{wide}}  ")
    else:
        yield from prose(row.lead, width, indent=2)
        yield from prose(row.text, width, indent=4)


def _foot(story: Story, width: int, details: bool) -> Iterator[Spans]:
    yield ()
    if story.faults and not details:
        fault = f"{count(story.faults, 'check')} crashed, a fault of this tool: --details"
        yield from prose(fault, width, style="yellow")
    yield from prose(f"{story.statistics} · {story.window}", width, style=QUIET)
