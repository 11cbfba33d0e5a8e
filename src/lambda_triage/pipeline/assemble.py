"""Diagnosis and findings → the Report: words, citations and remedies as the contract has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage import __version__
from lambda_triage.evidence.redact import redact
from lambda_triage.facts.causes import causes
from lambda_triage.findings import (
    Citation,
    Command,
    EditCode,
    Finding,
    FixPackage,
    GrantAction,
    Manual,
    Remedy,
    SetEnvironment,
    SetProperty,
)
from lambda_triage.pipeline.impact import Impact
from lambda_triage.pipeline.journeys import crossing
from lambda_triage.pipeline.series import series
from lambda_triage.pipeline.wants import gaps
from lambda_triage.reports import contract
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lambda_triage.checks.run import Judged
    from lambda_triage.diagnosis.hypothesis import Weight
    from lambda_triage.diagnosis.verdict import Candidate, Diagnosis
    from lambda_triage.evidence.case import Case
    from lambda_triage.pipeline.exceptions import Agreed
    from lambda_triage.sources.collect import Reading

TEXT_LIMIT = 2000  # characters of one citation in a report
PER_FINDING = 3  # citations of one finding that a cause repeats
COMPUTED = "computed from the log"

EVENT = """
SELECT text, time_us, input, line FROM log_events WHERE id = $id
"""
STATUSES = "SELECT status, count(*) FROM invocations GROUP BY status ORDER BY status"


class _Citations(Struct):
    """Numbers the evidence in the order in which it is first cited."""

    case: Case
    clean: Callable[[str], str]
    found: dict[str, contract.Evidence] = field(default_factory=dict)
    _ids: dict[Citation, str] = field(default_factory=dict)

    def ids(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._id(c) for c in citations))

    def _id(self, citation: Citation) -> str:
        if citation not in self._ids:
            name = f"e{len(self._ids) + 1}"
            self._ids[citation] = name
            self.found[name] = self._evidence(citation)
        return self._ids[citation]

    def _evidence(self, citation: Citation) -> contract.Evidence:
        if citation.event is not None:
            rows = self.case.execute(EVENT, id=citation.event)
            text, time_us, input, line = rows[0]
            return contract.Evidence(
                source=self.case.inputs[int(str(input))],
                text=self.clean(str(text))[:TEXT_LIMIT],
                line=int(str(line)),
                time=rfc3339(time_us) if isinstance(time_us, int) else None,
            )
        place = citation.place
        known = place is not None and 0 <= place.input < len(self.case.inputs)
        return contract.Evidence(
            source=self.case.inputs[place.input] if place and known else COMPUTED,
            text=self.clean(citation.text)[:TEXT_LIMIT],
            line=place.line if place else None,
            path=place.path if place else None,
            metric=place.metric if place else None,
            time=_time(citation.time_us),
        )


def assemble(
    case: Case,
    reading: Reading,
    judged: Judged,
    diagnosis: Diagnosis,
    *,
    show_secrets: bool,
    agreed: Agreed,
) -> contract.Report:
    """The whole answer. Citations are redacted unless *show_secrets*."""
    impact = Impact(case)
    cited = _Citations(case, (lambda text: text) if show_secrets else redact)
    return contract.Report(
        schema=contract.SCHEMA,
        tool_version=__version__,
        window=_window(reading),
        verdict=diagnosis.verdict.value,
        causes=tuple(_cause(c, _explained(diagnosis, c), cited) for c in diagnosis.causes),
        incidents=tuple(
            contract.Incident(
                resource=i.resource,
                symptom=i.symptom,
                onset=_time(i.onset_us),
                verdict=i.verdict.value,
                causes=tuple(c.slug for c in i.candidates),
                invocations=i.invocations,
                requests=impact.requests(i),
                cost_usd=impact.cost_usd(i),
            )
            for i in diagnosis.incidents
        ),
        findings=tuple(_finding(f, cited, agreed.known) for f in judged.findings),
        evidence=cited.found,
        unknown=tuple(
            contract.Unknown(u.check, f"{u.gap.table} of {u.gap.resource}: {u.gap.reason}")
            for u in judged.unknowns
        ),
        gaps=gaps(case, diagnosis),
        errors=tuple(contract.Crash(*crash) for crash in judged.crashes),
        series=series(case),
        stats=_stats(case, reading),
        accepted=tuple(
            contract.Accepted(
                check=a.finding.check,
                resource=a.finding.resource,
                summary=a.finding.summary,
                reason=a.exception.reason,
                expires=a.exception.expires.isoformat() if a.exception.expires else None,
            )
            for a in agreed.accepted
        ),
        journeys=crossing(case) if diagnosis.incidents else (),
        expired=tuple(f"{e.check} on {e.resource}, {e.expires}" for e in agreed.expired),
    )


def describe(remedy: Remedy) -> str:
    """One remedy on one line, for pages and tests."""
    told = _remedy(remedy)
    data = ", ".join(f"{k} = {v}" for k, v in told.data.items())
    return f"{told.kind}: {data}" if data else f"{told.kind}: {told.summary}"


def _explained(diagnosis: Diagnosis, candidate: Candidate) -> list[Finding]:
    """The symptoms that this cause explains best."""
    key = (candidate.slug, candidate.resource)
    return [
        i.finding
        for i in diagnosis.incidents
        if i.candidates and (i.candidates[0].slug, i.candidates[0].resource) == key
    ]


def _cause(candidate: Candidate, symptoms: list[Finding], cited: _Citations) -> contract.Cause:
    supports = [w for w in candidate.weights if w.points > 0]
    against = [w for w in candidate.weights if w.points < 0]
    messages = [c for f in (*candidate.findings, *symptoms) for c in f.citations[:PER_FINDING]]
    explains = dict.fromkeys(f.id for f in (*symptoms, *candidate.findings))
    return contract.Cause(
        cause=candidate.slug,
        title=causes()[candidate.slug].title,
        confidence=candidate.confidence,
        resource=candidate.resource,
        summary=cited.clean(candidate.summary),
        explains=tuple(explains),
        for_=cited.ids([*messages, *(c for w in supports for c in _proof(w))]),
        against=cited.ids([c for w in against for c in _proof(w)]),
        remedies=tuple(_remedy(r) for r in candidate.remedies),
        would_confirm=tuple(
            f"{what}: {why}"
            for what, why in candidate.needs
            if what != "functions" or cited.case.function(candidate.resource) is None
        ),
    )


def _proof(weight: Weight) -> tuple[Citation, ...]:
    if weight.citations:
        first = weight.citations[0]
        if first.event is None:
            return (Citation(place=first.place, text=weight.text),)
        return weight.citations
    return (Citation(text=weight.text),)


def _finding(finding: Finding, cited: _Citations, known: frozenset[str] | None) -> contract.Finding:
    return contract.Finding(
        id=finding.id,
        check=finding.check,
        role=finding.role.value,
        severity=finding.severity.value,
        resource=finding.resource,
        summary=cited.clean(finding.summary),
        evidence=cited.ids(finding.citations),
        impact=finding.impact,
        new=None if known is None else finding.id not in known,
    )


Data = dict[str, str | int | float | bool | list[str]]


def _remedy(remedy: Remedy) -> contract.Remedy:
    match remedy:
        case SetProperty(name, value, summary, risk):
            data: Data = {"property": name, "value": value}
            return contract.Remedy("set_property", summary, data, risk=risk or None)
        case SetEnvironment(name, value, summary):
            data = {"name": name} if value is None else {"name": name, "value": value}
            reason = "only its owner knows the value" if value is None else None
            return contract.Remedy("environment", summary, data, reason)
        case GrantAction(actions, resource, principal, policy, summary):
            data = {"policy": policy, "effect": "Allow", "actions": list(actions)}
            data |= {k: v for k, v in (("resource", resource), ("principal", principal)) if v}
            return contract.Remedy("iam_statement", summary, data)
        case Command(argv, summary, risk):
            return contract.Remedy("command", summary, {"argv": list(argv)}, risk=risk or None)
        case FixPackage(action, subject, summary):
            return contract.Remedy("package", summary, {"action": action, "subject": subject})
        case EditCode(summary, file, line):
            data = {k: v for k, v in (("file", file), ("line", line)) if v is not None}
            return contract.Remedy("code", summary, data, "the code has to be changed by its owner")
        case Manual(summary, reason):
            return contract.Remedy("manual", summary, {}, reason)


def _window(reading: Reading) -> contract.Window:
    return contract.Window(_time(reading.first_us), _time(reading.last_us), reading.assumed_utc)


def _time(time_us: int | None) -> str | None:
    return None if time_us is None else rfc3339(time_us)


def _stats(case: Case, reading: Reading) -> contract.Stats:
    statuses = {str(s): int(str(n)) for s, n in case.execute(STATUSES)}
    return contract.Stats(
        inputs=reading.inputs,
        bytes=reading.bytes,
        events=reading.events,
        lines_by_kind=dict(sorted(reading.kinds.items())),
        invocations=sum(statuses.values()),
        invocations_by_status=statuses,
        unreadable=tuple(reading.unreadable),
    )
