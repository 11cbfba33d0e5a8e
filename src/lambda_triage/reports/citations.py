"""Citations as a person looks them up: where, when, and what the line says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.visible import one_line, visible
from lambda_triage.reports.wording import brief, instant, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.reports.contract import Evidence, Finding, Report

# A time at the start of a line, which is shown beside the line already.
_LEADING_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\s+"
)
_PLACE_LIMIT = 300  # characters


class Proof(Struct, frozen=True):
    """One citation; `said` introduces it where it is a finding's."""

    place: str
    day: str  # 2026-11-03, or ""
    time: str  # 02:14:07.113, or ""
    text: str  # one line
    full: str  # every line
    said: str = ""

    @property
    def moment(self) -> str:
        """Day and time."""
        return f"{self.day} {self.time}".strip()


class Book:
    """The citations of one report, by id."""

    __slots__ = ("_evidence", "_findings", "_home")

    def __init__(self, report: Report) -> None:
        self._evidence = report.evidence
        self._home = _home(cited.source for cited in report.evidence.values())
        self._findings = {finding.id: finding for finding in report.findings}

    def of_findings(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the evidence of these findings."""
        found = (self._findings[id_] for id_ in ids if id_ in self._findings)
        return tuple(evidence for finding in found for evidence in finding.evidence)

    def proofs(self, ids: Iterable[str]) -> tuple[Proof, ...]:
        """The citations with these ids, once each; ids the report does not hold are left out."""
        known = dict.fromkeys(id_ for id_ in ids if id_ in self._evidence)
        return tuple(proof(self._evidence[id_], self._home) for id_ in known)

    def counter(self, ids: Iterable[str]) -> tuple[Proof, ...]:
        """What speaks against a cause: citations, and findings with their first citation."""
        wanted = dict.fromkeys(ids)
        firsts = {ids[0] for id_ in wanted if (ids := self.of_findings((id_,)))}
        return tuple(self._counter(id_) for id_ in wanted if id_ not in firsts)

    def _counter(self, id_: str) -> Proof:
        if id_ in self._evidence:
            return proof(self._evidence[id_], self._home)
        finding = self._findings.get(id_)
        if finding is None:
            return Proof("", "", "", "", "", sentence(id_))
        return self._with_first(finding)

    def _with_first(self, finding: Finding) -> Proof:
        said = sentence(finding.summary)
        first = next(iter(self.proofs(finding.evidence)), None)
        if first is None:
            return Proof("", "", "", "", "", said)
        return Proof(first.place, first.day, first.time, first.text, first.full, said)


def proof(cited: Evidence, home: str = "") -> Proof:
    """One citation, ready to show; its place is told from the folder `home`."""
    at = instant(cited.time)
    if at is None and cited.line is None and not (cited.path or cited.metric):
        return Proof("", "", "", "", "", sentence(brief(cited.text)))  # computed: it stands nowhere
    text = _LEADING_TIME.sub("", cited.text, count=1) if _repeats_time(cited) else cited.text
    return Proof(
        place=place(cited, home),
        day=f"{at:%Y-%m-%d}" if at else "",
        time=f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}" if at else "",
        text=one_line(text),
        full=visible(cited.text),
    )


def place(cited: Evidence, home: str = "") -> str:
    """`orders.log:1203`, `template.yaml Resources.Export`, `metrics.json Duration`."""
    source = one_line(cited.source.removeprefix(home), _PLACE_LIMIT)
    if cited.line is not None:
        return f"{source}:{cited.line}"
    inner = cited.path or cited.metric
    return f"{source} {one_line(inner, _PLACE_LIMIT)}" if inner else source


def _home(sources: Iterable[str]) -> str:
    """The folder that all sources with a folder share, with its last separator; or nothing."""
    inside = [source for source in sources if "/" in source or "\\" in source]
    if not inside:
        return ""
    low, high = min(inside), max(inside)  # what these two share, all between them share
    differ = (n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b)
    shared = low[: next(differ, len(low))]
    return shared[: max(shared.rfind("/"), shared.rfind("\\")) + 1]


def same_day(proofs: Sequence[Proof]) -> str:
    """The one day of all that carry a time, or nothing."""
    days = {proof.day for proof in proofs if proof.day}
    return days.pop() if len(days) == 1 else ""


def _repeats_time(cited: Evidence) -> bool:
    return cited.time is not None and _LEADING_TIME.match(cited.text) is not None
