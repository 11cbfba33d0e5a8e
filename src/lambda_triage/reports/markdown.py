"""The report as Markdown, to paste into an issue or a chat; log text stays inert."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.reports.story import GAPS_SHOWN, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.reports.citations import Proof
    from lambda_triage.reports.contract import Report
    from lambda_triage.reports.fixes import Fix
    from lambda_triage.reports.story import Missing, Story, Told

_PROOFS = 5  # lines of one cause
_RISKS = 5
_LINE_LIMIT = 400  # characters of one log line
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#+!|~&$]|://|^[-=]|(?<=www)[.]")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")  # at the start of a line it would open a list
_MENTION = re.compile(r"@(?=\w)")
_NO_BREAK = "\u200b"  # keeps `@name` from calling somebody


def render(report: Report) -> str:
    """Headings, lists and fenced blocks, as GitHub, GitLab and most chats understand them."""
    return "\n".join(_lines(tell(report))).rstrip() + "\n"


def escape(text: str) -> str:
    """Text in which nothing is Markdown, HTML, a link or a mention."""
    inert = _NUMBER.sub(r"\1\\\2", _SPECIAL.sub(_backslash, text))
    return _MENTION.sub("@" + _NO_BREAK, inert)


def fenced(lines: Sequence[str]) -> list[str]:
    """A block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + "text", *lines, fence]


def _backslash(found: re.Match[str]) -> str:
    return ":\\//" if found.group() == "://" else "\\" + found.group()


def _lines(story: Story) -> Iterator[str]:
    yield from _head(story)
    if story.causes:
        yield from _cause(story, story.causes[0])
    if story.journeys:
        yield from _section("On the way")
        yield from (f"- {escape(text)}" for text in story.journeys)
        yield ""
    rest = [_others(story), _gaps(story)]
    if story.verdict == "inconclusive":
        rest.reverse()
    for part in rest:
        yield from part
    if story.risks:
        yield from _section("Not failing, worth a look")
        yield from (f"- {escape(text)}" for text in story.risks[:_RISKS])
        yield ""
    yield f"_{escape(f'{story.statistics} · {story.window}')}_"


def _head(story: Story) -> Iterator[str]:
    first = story.causes[0] if story.causes else None
    number = "1. " if len(story.causes) > 1 else ""
    if story.verdict == "cause_found" and first:
        sure = f" ({first.likelihood}, {first.percent})"
        yield f"**{escape(number + story.headline + sure)}**"
    else:
        yield f"**{escape(story.headline)}**"
    yield ""


def _cause(story: Story, told: Told) -> Iterator[str]:
    found = story.verdict == "cause_found"
    if not found:
        yield from _section(f"Best candidate: {told.title}")
    yield escape(told.summary)
    yield ""
    region = f", {told.region}" if told.region else ""
    yield escape(" · ".join(part for part in (told.impact, told.name + region) if part))
    yield ""
    if told.proof:
        yield from _section(f"Proof, {told.day} UTC" if told.day else "Proof")
        yield from _citations(told.proof[:_PROOFS], by_time=bool(told.day))
    if told.fixes:
        yield from _section("Fix" if found else "Fix, if it is this")
        for fix in told.fixes:
            yield from _fix(fix)
    yield from _section("What speaks against it")
    yield from _against(told)


def _citations(proofs: Sequence[Proof], *, by_time: bool) -> Iterator[str]:
    yield from fenced([_citation(proof, by_time=by_time) for proof in proofs])
    yield ""


def _citation(proof: Proof, *, by_time: bool) -> str:
    text = proof.text if len(proof.text) <= _LINE_LIMIT else proof.text[:_LINE_LIMIT] + "…"
    time = proof.time if by_time else proof.moment
    return "  ".join(part for part in (proof.place, time, text) if part)


def _fix(fix: Fix) -> Iterator[str]:
    yield escape(fix.summary)
    yield ""
    if fix.settings or fix.commands:
        yield from fenced([*fix.settings, *fix.commands])
        yield ""
    for label, text in (("By hand", fix.reason), ("Risk", fix.risk)):
        if text:
            yield f"{label}: {escape(text)}"
            yield ""


def _against(told: Told) -> Iterator[str]:
    for proof in told.against:
        if proof.said:
            yield escape(proof.said)
            yield ""
        if proof.place:
            yield from _citations([proof], by_time=False)
    if not told.against:
        yield "Nothing in this evidence."
        yield ""


def _others(story: Story) -> Iterator[str]:
    rest = story.causes[1:]
    for title, group in (
        ("Also found", [told for told in rest if told.found]),
        ("Less likely", [told for told in rest if not told.found]),
    ):
        if group:
            yield from _section(title)
            yield from (_short(told) for told in group)
            yield ""


def _short(told: Told) -> str:
    fix = f" Fix: {escape(told.fixes[0].summary)}" if told.found and told.fixes else ""
    sure = f"{told.likelihood}, {told.percent}"
    return f"{told.number}. **{escape(told.title)}** ({sure}): {escape(told.summary)}{fix}"


def _gaps(story: Story) -> Iterator[str]:
    if story.gaps:
        yield from _section("Missing, most useful first")
    for number, gap in enumerate(story.gaps[:GAPS_SHOWN], 1):
        yield from _missing(number, gap)
    if len(story.gaps) > GAPS_SHOWN:
        yield f"… and {len(story.gaps) - GAPS_SHOWN} more."
        yield ""


def _missing(number: int, gap: Missing) -> Iterator[str]:
    what = f"{gap.needs}: {gap.why}" if gap.why else gap.needs
    yield f"{number}. {escape(what)}"
    yield ""
    block = fenced([gap.collect]) if gap.is_command else [escape(gap.collect)]
    yield from (f"   {line}" for line in block)
    yield ""


def _section(title: str) -> tuple[str, str]:
    return f"### {escape(title)}", ""
