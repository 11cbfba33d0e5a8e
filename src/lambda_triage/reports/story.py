"""What a person is told, in order, free of any medium; every text in it is already visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.citations import Book, Proof, same_day
from lambda_triage.reports.fixes import Fix, fix
from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import (
    brief,
    count,
    instant,
    likelihood,
    listing,
    needed,
    percent,
    region,
    resource_name,
    sentence,
    size,
    span,
    statuses,
    when,
)

if TYPE_CHECKING:
    from lambda_triage.reports.contract import (
        Cause,
        Finding,
        Gap,
        Hop,
        Incident,
        Journey,
        Report,
        Stats,
    )

GAPS_SHOWN = 5  # more than this nobody collects in one go
LEAST_USD = 0.01  # below a cent in this evidence, money is not the trouble
UNMATCHED = ("unmatched", "undecodable", "unrecognised_json")  # kinds of lines that fit nothing
_COMMANDS = ("aws ", "lambda-triage ", "sam ", "curl ", "docker ")
_ENDINGS = ("deployment/went-well", "observability/test-output")  # what shows a run's outcome
_NO_FAILURE = ("ok", "unknown")
_SEVERITIES = ("critical", "high", "medium", "low")


class Told(Struct, frozen=True):
    """One cause, told: `found` when it leads an incident, else it was only considered."""

    number: int
    title: str
    likelihood: str  # "very likely"
    percent: str  # "93 %"
    confidence: float
    name: str
    region: str
    resource: str
    summary: str
    impact: str
    found: bool
    proof: tuple[Proof, ...]
    day: str  # the day of all proof lines, or "" when they have none in common
    fixes: tuple[Fix, ...]
    against: tuple[Proof, ...]
    would_confirm: tuple[str, ...]


class Missing(Struct, frozen=True):
    """Evidence to collect next; `is_command` when `collect` can be pasted into a shell."""

    needs: str
    why: str
    collect: str
    is_command: bool


class Story(Struct, frozen=True):
    """The whole answer in the order it is read."""

    verdict: str
    headline: str
    causes: tuple[Told, ...]
    gaps: tuple[Missing, ...]
    risks: tuple[str, ...]
    journeys: tuple[str, ...]
    faults: int  # checks that crashed
    window: str
    statistics: str


def tell(report: Report) -> Story:
    """The story of a report."""
    causes = tuple(_told(report, cause, n) for n, cause in enumerate(report.causes, 1))
    risks = sorted(
        (f for f in report.findings if f.role == "risk" and f.new is not False),
        key=lambda f: _SEVERITIES.index(f.severity),
    )
    return Story(
        verdict=report.verdict,
        headline=_headline(report, causes),
        causes=causes,
        gaps=tuple(_missing(gap) for gap in report.gaps),
        risks=(
            *(_risk(f) for f in risks),
            *(f"The exception for {told} has expired." for told in report.expired),
        ),
        journeys=tuple(_journey(journey) for journey in report.journeys),
        faults=len(report.errors),
        window=span(report.window),
        statistics=_statistics(report.stats) + _agreed(report),
    )


def _agreed(report: Report) -> str:
    """What exceptions and the baseline kept out of sight, in numbers."""
    known = sum(f.new is False for f in report.findings)
    parts = [f"{len(report.accepted)} accepted by exceptions"] if report.accepted else []
    parts += [f"{known} known from the baseline"] if known else []
    return "".join(f" · {part}" for part in parts)


def _headline(report: Report, causes: tuple[Told, ...]) -> str:
    if report.verdict == "healthy":
        return _healthy(report)
    if report.verdict == "inconclusive":
        return "Cannot tell yet: " + _candidates(report, causes)
    if not causes:
        return "A problem was found, but the report names no cause for it"
    return causes[0].title


def _healthy(report: Report) -> str:
    stats = report.stats
    total, well = stats.invocations, stats.invocations_by_status.get("ok", 0)
    if not total:
        ended = next((_ended(report, f) for f in report.findings if f.check in _ENDINGS), "")
        return f"Healthy: {ended}nothing in the evidence points at a problem"
    of = f"all {total:,}" if well == total and total > 1 else f"{well:,} of {total:,}"
    verb = "invocation" if total == 1 else "invocations"
    return f"Healthy: {of} {verb} ended well, and nothing points at a problem"


def _ended(report: Report, finding: Finding) -> str:
    """How an output ended, and where it says so."""
    told = one_line(finding.summary.partition(":")[0], 200)
    proof = report.evidence.get(finding.evidence[0]) if finding.evidence else None
    line = f":{proof.line}" if proof and proof.line else ""
    place = f" ({one_line(proof.source, 100)}{line})" if proof else ""
    return f"{told[:1].lower()}{told[1:]}{place}, and "


def _candidates(report: Report, causes: tuple[Told, ...]) -> str:
    best = [f"“{c.title}” ({c.likelihood}, {c.percent})" for c in causes[:3]]
    if best:
        lead = "the best candidate is " if len(best) == 1 else "the best candidates are "
        return lead + listing(best)
    failed = {s: n for s, n in report.stats.invocations_by_status.items() if s not in _NO_FAILURE}
    if sum(failed.values()):
        return f"{_share(failed, report.stats.invocations)}, and nothing says why"
    if report.incidents:
        return "something fails, and no known cause fits what was seen"
    if not report.stats.invocations:
        return "no invocation was found in the evidence"
    return "the evidence that would decide is missing"


def _share(failed: dict[str, int], total: int) -> str:
    said = statuses(failed)
    if sum(1 for number in failed.values() if number) > 1:
        return f"of {total:,} invocations, {said}"
    number, _, how = said.partition(" ")
    return f"{number} of {count(total, 'invocation')} {how}"


def _told(report: Report, cause: Cause, number: int) -> Told:
    book = Book(report)
    proof = book.proofs(cause.for_ or book.of_findings(cause.explains))
    led = tuple(i for i in report.incidents if _leads(cause, i))
    title, summary = one_line(cause.title, 300).rstrip("."), sentence(brief(cause.summary))
    if report.verdict == "cause_found" and number == 1:  # lead with the words of this case
        title, summary = summary.rstrip("."), f"{title} ({one_line(cause.cause, 60)})."
    return Told(
        number=number,
        title=title,
        likelihood=likelihood(cause.confidence),
        percent=percent(cause.confidence),
        confidence=min(max(cause.confidence, 0.0), 1.0),
        name=resource_name(cause.resource),
        region=region(cause.resource),
        resource=one_line(cause.resource, 500),
        summary=summary,
        impact=_impact(led, report.stats),
        found=report.verdict == "cause_found" and (number == 1 or bool(led)),
        proof=proof,
        day=same_day(proof),
        fixes=tuple(fix(remedy) for remedy in cause.remedies),
        against=book.counter(cause.against),
        would_confirm=tuple(sentence(_need(text)) for text in cause.would_confirm),
    )


def _need(text: str) -> str:
    """`functions: why` with the first word said as a person would."""
    what, colon, why = text.partition(": ")
    return f"{needed(what)}: {why}" if colon else text


def _leads(cause: Cause, incident: Incident) -> bool:
    return (
        incident.verdict == "cause_found"
        and incident.causes[:1] == (cause.cause,)
        and (incident.resource == cause.resource)
    )


def _impact(incidents: tuple[Incident, ...], stats: Stats) -> str:
    """How many invocations, and since when."""
    hit = _hit([incident.invocations for incident in incidents], stats)
    onsets = [(at, i.onset) for i in incidents if (at := instant(i.onset)) is not None]
    since = f"since {when(min(onsets)[1])}" if onsets else ""
    of = f"{hit:,} of {stats.invocations:,}" if hit <= stats.invocations else f"{hit:,}"
    many = f"{of} {'invocation' if stats.invocations == 1 else 'invocations'}" if hit else ""
    costs = ", ".join((many, *_costs(incidents)) if many else _costs(incidents))
    return " ".join(part for part in (costs, since) if part)


def _costs(incidents: tuple[Incident, ...]) -> tuple[str, ...]:
    """Callers' requests and money, where the evidence tells them."""
    requests = max((i.requests or 0 for i in incidents), default=0)
    usd = sum(i.cost_usd or 0.0 for i in incidents)
    parts = [f"{count(requests, 'request')} answered with 5xx"] if requests else []
    if usd >= LEAST_USD:
        parts.append(f"billed ${usd:,.2f} for it")
    return tuple(parts)


def _hit(numbers: list[int], stats: Stats) -> int:
    """Invocations in all these incidents: their sum, unless they must share some."""
    failed = sum(n for status, n in stats.invocations_by_status.items() if status != "ok")
    together = sum(numbers)
    return together if together <= failed else max(numbers, default=0)


def _journey(journey: Journey) -> str:
    hops = " → ".join(_hop(hop) for hop in journey.hops)
    id = one_line(journey.id, 120)
    more = f" and {journey.more:,} more" if journey.more else ""
    end = one_line(journey.end, 300)
    return f"{id}: {hops}{more}; {end}" if hops else f"{id}: {end}"


def journey_lines(journey: Journey) -> list[str]:
    """A journey by itself: one line for each hop, and one for its end."""
    lines = [
        "  ".join(
            part for part in (hop.time or "", _hop(hop), one_line(hop.request_id or "", 80)) if part
        )
        for hop in journey.hops
    ]
    more = [f"and {journey.more:,} more"] if journey.more else []
    return [*lines, *more, sentence(one_line(journey.end, 300))]


def _hop(hop: Hop) -> str:
    took = f" {hop.duration_ms:,.0f} ms" if hop.duration_ms is not None else ""
    return f"{resource_name(hop.resource)} {hop.outcome}{took}"


def _missing(gap: Gap) -> Missing:
    collect = one_line(gap.collect, 2000)
    return Missing(
        one_line(needed(gap.needs), 300),
        one_line(gap.why, 600),
        collect,
        collect.startswith(_COMMANDS),
    )


def _risk(found: Finding) -> str:
    return f"{resource_name(found.resource)}: {sentence(found.summary)}"


def _statistics(stats: Stats) -> str:
    read = f"Read {count(stats.inputs, 'file')} ({size(stats.bytes)})"
    parts = [read, count(stats.events, "event")]
    by_status = statuses(stats.invocations_by_status)
    invocations = count(stats.invocations, "invocation")
    parts.append(f"{invocations} ({by_status})" if by_status else invocations)
    unmatched = [stats.lines_by_kind[kind] for kind in UNMATCHED if kind in stats.lines_by_kind]
    if own := stats.lines_by_kind.get("application"):
        parts.append(count(own, "line matches no rule", "lines match no rule"))
    if unmatched:  # never claim a count that was not made
        parts.append(count(sum(unmatched), "line fits nothing", "lines fit nothing"))
    if stats.unreadable:
        parts.append(count(len(stats.unreadable), "input is unreadable", "inputs are unreadable"))
    return " · ".join(parts)
