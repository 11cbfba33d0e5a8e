"""Parts of a report as items of an answer: what an agent needs, what evidence says marked."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.mcp.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.reports import contract
    from lambda_triage.reports.contract import Report

QUOTES = 3  # lines quoted for one cause, and against it
WITHHELD = "withheld: start the server with --allow-sensitive-data-access to see lines of live logs"

Data = dict[str, str | int | float | bool | list[str]]


class Fix(Struct, frozen=True, omit_defaults=True):
    """What to change; data is for machines."""

    kind: str
    do: str
    data: Data = {}
    risk: str | None = None


class Item(Struct, frozen=True, omit_defaults=True):
    """One part of a diagnosis, most important first."""

    kind: Literal["cause", "gap", "incident", "risk", "journey", "finding"]
    name: str
    says: str
    resource: str | None = None
    confidence: float | None = None
    proof: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    next: str | None = None


class Cause(Struct, frozen=True, omit_defaults=True):
    """A cause without the evidence around it."""

    name: str
    says: str
    confidence: float
    fixes: tuple[Fix, ...] = ()
    proof: tuple[str, ...] = ()


def causes(report: Report, *, shows: bool, only: frozenset[str] | None = None) -> tuple[Cause, ...]:
    """The causes of a report, best first; *only* these."""
    return tuple(
        Cause(
            name=cause.cause,
            says=quoted(cause.summary),
            confidence=round(cause.confidence, 3),
            fixes=tuple(fix(remedy) for remedy in cause.remedies),
            proof=tuple(_cited(report, cause.for_, shows))[:QUOTES],
        )
        for cause in report.causes
        if only is None or cause.cause in only
    )


def items(report: Report, *, shows: bool) -> tuple[Item, ...]:
    """All of a report: causes, what is missing, incidents, journeys, what else was found."""
    explained = {id for cause in report.causes for id in cause.explains}
    return (
        *(cause_item(report, cause, shows=shows) for cause in report.causes),
        *(gap_item(gap) for gap in report.gaps),
        *(_incident(one) for one in report.incidents),
        *(_journey(one) for one in report.journeys),
        *(_finding(report, one, shows) for one in report.findings if one.id not in explained),
    )


def cause_item(report: Report, cause: contract.Cause, *, shows: bool) -> Item:
    """A cause with the lines for and against it."""
    confirm = "; ".join(cause.would_confirm)
    return Item(
        kind="cause",
        name=cause.cause,
        says=quoted(cause.summary),
        resource=quoted(cause.resource),
        confidence=round(cause.confidence, 3),
        proof=tuple(_cited(report, cause.for_, shows))[:QUOTES],
        against=tuple(_cited(report, cause.against, shows))[:QUOTES],
        fixes=tuple(fix(remedy) for remedy in cause.remedies),
        next=f"would confirm: {confirm}" if confirm else None,
    )


def fix(remedy: contract.Remedy) -> Fix:
    """A remedy; what it took from evidence is marked."""
    return Fix(
        kind=remedy.kind,
        do=quoted(remedy.summary),
        data={name: _datum(value) for name, value in remedy.data.items()},
        risk=remedy.risk and quoted(remedy.risk),
    )


def gap_item(gap: contract.Gap) -> Item:
    """Missing evidence, and the call that brings it."""
    return Item(kind="gap", name=gap.needs, says=quoted(gap.why), next=quoted(gap.collect))


def _datum(
    value: str | int | float | bool | list[str],
) -> str | int | float | bool | list[str]:
    if isinstance(value, str):
        return quoted(value, 2_000)
    return [quoted(each) for each in value] if isinstance(value, list) else value


def _cited(report: Report, ids: tuple[str, ...], shows: bool) -> Iterator[str]:
    told = {finding.id: finding.summary for finding in report.findings}
    for id in ids:
        if id in told:
            yield quoted(told[id])
        elif id in report.evidence:
            one = report.evidence[id]
            at = one.path or one.metric or (f"line {one.line}" if one.line else "")
            name = "text" if one.source == "-" else PurePath(one.source).name or one.source
            place = f"{name} {at}".strip()
            yield quoted(f"{place}: {one.text}") if shows else f"{quoted(place)} {WITHHELD}"


def _incident(one: contract.Incident) -> Item:
    since = f" since {one.onset}" if one.onset else ""
    named = f"; causes: {', '.join(one.causes)}" if one.causes else ""
    says = f"{one.verdict}: {one.invocations} invocations{since}{named}"
    return Item(kind="incident", name=one.symptom, says=says, resource=quoted(one.resource))


def _journey(one: contract.Journey) -> Item:
    return Item(kind="journey", name=quoted(one.id), says=quoted(one.end))


def _finding(report: Report, one: contract.Finding, shows: bool) -> Item:
    return Item(
        kind="risk" if one.role == "risk" else "finding",
        name=one.check,
        says=quoted(one.summary),
        resource=quoted(one.resource),
        proof=tuple(_cited(report, one.evidence, shows))[:1],
    )
