"""Two states of one application: what is resolved, still present and new.

That something is gone counts as resolved only where it would have been seen: its check could tell,
its function ran, and ran often enough that the share of bad invocations fell significantly.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lambda_triage import __version__
from lambda_triage.checks.index import indexed
from lambda_triage.errors import InputError
from lambda_triage.evidence.gap import EVERYTHING
from lambda_triage.evidence.naming import same
from lambda_triage.pipeline.measures import CHARTED, Counts, compare, counts, quantile
from lambda_triage.reports.contract import Report
from lambda_triage.reports.difference import (
    SCHEMA,
    CauseChange,
    Difference,
    FindingChange,
    Side,
)
from lambda_triage.statistics.newcombe import newcombe_interval

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Cause, Finding
    from lambda_triage.reports.difference import Measure, Result, State

REPORT_LIMIT = 256 << 20  # bytes of a report's JSON
MARKS = (b'"schema"', b'"verdict"', b'"causes"')
HEAD = 4096  # bytes that tell a report
LOGGED = {"signals", "invocations", "log_events"}  # tables that only logs fill
INTERRUPTED = "collection"  # what a report says of a bundle that is not complete


def diff(before: str, after: str, *, threads: int = 1) -> Difference:
    """Compare two reports in JSON, bundles, or paths of evidence.

    Raises InputError for a path that does not exist or a report of another version.
    """
    one, two = load(before, threads=threads), load(after, threads=threads)
    return compared(one, two, before, after)


def load(path: str, *, threads: int = 1) -> Report:
    """A report that was written as JSON, or the diagnosis of the evidence there."""
    file = Path(path)
    if file.is_file():
        with file.open("rb") as raw:
            head = raw.read(HEAD)
            if head.lstrip()[:1] == b"{" and all(mark in head for mark in MARKS):
                return _decoded(head + raw.read(REPORT_LIMIT), path)
    from lambda_triage.pipeline.diagnose import diagnose

    return diagnose([path], threads=threads)


def _decoded(data: bytes, path: str) -> Report:
    try:
        return msgspec.json.decode(data, type=Report)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(
            f"{path}: a report of another version ({error}); give the evidence instead"
        ) from None


def compared(one: Report, two: Report, before: str, after: str) -> Difference:
    """What became of the causes, findings and measures of the first report in the second."""
    pair = _Pair(one, two)
    findings = pair.findings()
    causes = pair.causes({f.id: f for f in findings})
    result, reasons = _result(two, causes, findings)
    return Difference(
        schema=SCHEMA,
        tool_version=__version__,
        result=result,
        before=_side(one, before),
        after=_side(two, after),
        causes=causes,
        findings=findings,
        measures=pair.measures,
        reasons=reasons,
    )


def _side(report: Report, source: str) -> Side:
    window = report.window
    return Side(source, report.verdict, window.start, window.end, report.stats.invocations)


class _Pair:
    """Both reports, and what they measured."""

    def __init__(self, one: Report, two: Report) -> None:
        self.one, self.two = one, two
        self._before, self._after = counts(one), counts(two)
        self._reads = {check.id: check for check in indexed()}
        self._blind = [(u.check, u.gap) for u in two.unknown]
        known = dict.fromkeys(_joined(r, self._after) for r in self._before)
        known |= dict.fromkeys(r for r in self._after if r not in known)
        pairs = [(r, _of(self._before, r), _of(self._after, r)) for r in known]
        self.measures: tuple[Measure, ...] = compare(pairs)
        self._z = quantile(len(self.measures))

    def findings(self) -> tuple[FindingChange, ...]:
        """Of both reports, those of the second first, as it has them."""
        twins = self._twins()
        old = set(twins.values())
        changes = [
            _finding(f, "present" if f.id in twins else "new", None) for f in self.two.findings
        ]
        for finding in self.one.findings:
            if finding.id not in old:
                reason = self._unseen(finding)
                changes.append(_finding(finding, "cannot_tell" if reason else "resolved", reason))
        return tuple(changes)

    def _twins(self) -> dict[str, str]:
        """Id in the second report → id in the first: the same, or all but how a name is told.

        One side may know a function's ARN where the other has only its name.
        """
        ids = {f.id for f in self.one.findings}
        twins = {f.id: f.id for f in self.two.findings if f.id in ids}
        left = [f for f in self.one.findings if f.id not in twins]
        for finding in self.two.findings:
            alike = [f for f in left if _alike(f, finding)]
            if finding.id not in twins and len(alike) == 1:
                twins[finding.id] = alike[0].id
                left.remove(alike[0])
        return twins

    def _unseen(self, finding: Finding) -> str | None:
        """Why it cannot be told that a finding is gone; None where it can."""
        if any(gap.needs == INTERRUPTED for gap in self.two.gaps):
            return "the second collection was interrupted"
        for blind, gap in self._blind:
            if blind == finding.check and _concerns(gap, finding.resource):
                return f"the second has a gap: {gap}"
        check = self._reads.get(finding.check)
        if check is None:
            return "this version has no such check"
        if not check.signatures and not LOGGED.intersection(check.reads):
            return None
        return self._too_few(finding)

    def _too_few(self, finding: Finding) -> str | None:
        """Whether the function ran often enough for a failure to be seen."""
        after = _of(self._after, finding.resource)
        if not after.ended:
            charted = len(self._after) >= CHARTED
            return "the second report counts no invocations of this function" + (
                ": it has those of the busiest only" if charted else ""
            )
        before = _of(self._before, finding.resource)
        bad = min(self._affected(finding), before.ended)
        if not bad:
            return None
        _, high = newcombe_interval(bad, before.ended, 0, after.ended, self._z)
        if high < 0:
            return None
        return (
            f"not significant: {bad} of {before.ended} invocations before,"
            f" none of {after.ended} after"
        )

    def _affected(self, finding: Finding) -> int:
        """Failed invocations of the incidents that the finding belongs to."""
        if finding.role not in ("symptom", "signature"):
            return 0
        own = [i for i in self.one.incidents if same(i.resource, finding.resource)]
        slugs = {c.cause for c in self.one.causes if finding.id in c.explains}
        led = [i for i in own if slugs & set(i.causes[:1])]
        return max((i.invocations for i in led or own), default=0)

    def causes(self, findings: dict[str, FindingChange]) -> tuple[CauseChange, ...]:
        """The leading cause of each incident, in both reports."""
        changes: list[CauseChange] = []
        for cause in _leading(self.two):
            twin = _twin(cause, self.one.causes)
            changes.append(_cause(cause, "present" if twin else "new", twin, cause, None))
        for cause in _leading(self.one):
            twin = _twin(cause, self.two.causes)
            if _twin(cause, _leading(self.two)):
                continue
            state, reason = self._gone(cause, twin, findings)
            changes.append(_cause(cause, state, cause, twin, reason))
        return tuple(changes)

    def _gone(
        self, cause: Cause, twin: Cause | None, findings: dict[str, FindingChange]
    ) -> tuple[State, str | None]:
        """What became of a cause that leads no incident any more."""
        explained = [findings[id] for id in cause.explains if id in findings]
        still = [f for f in explained if f.state == "present" and f.role != "risk"]
        if still:
            best = next((c for c in _leading(self.two) if same(c.resource, cause.resource)), None)
            other = f"; now the best explanation is {best.cause}" if best else ""
            return "cannot_tell", f"its symptom is still there: {still[0].summary}{other}"
        unclear = next((f for f in explained if f.state == "cannot_tell"), None)
        if unclear is not None:
            return "cannot_tell", unclear.reason
        if twin is not None and twin.confidence >= cause.confidence:
            return "present", None
        return "resolved", None


def _of(counted: dict[str, Counts], resource: str) -> Counts:
    found = counted.get(resource) or counted.get(_joined(resource, counted))
    return found or Counts()


def _joined(resource: str, others: dict[str, Counts]) -> str:
    """The same function as the other report names it, where exactly one can be meant."""
    alike = [other for other in others if same(resource, other)]
    return alike[0] if len(alike) == 1 else resource


def _alike(one: Finding, two: Finding) -> bool:
    return (
        one.check == two.check and one.resource != two.resource and same(one.resource, two.resource)
    )


def _concerns(gap: str, resource: str) -> bool:
    """Whether a gap as a report words it, `table of resource: reason`, is about the resource."""
    told = gap.partition(" of ")[2].partition(": ")[0]
    return told == EVERYTHING or same(told, resource)


def _leading(report: Report) -> tuple[Cause, ...]:
    first = {(i.causes[0], i.resource) for i in report.incidents if i.causes}
    return tuple(c for c in report.causes if (c.cause, c.resource) in first)


def _twin(cause: Cause, others: tuple[Cause, ...]) -> Cause | None:
    found = [c for c in others if c.cause == cause.cause and same(c.resource, cause.resource)]
    return found[0] if found else None


def _cause(
    cause: Cause, state: State, before: Cause | None, after: Cause | None, reason: str | None
) -> CauseChange:
    return CauseChange(
        cause=cause.cause,
        title=cause.title,
        resource=cause.resource,
        state=state,
        before=before.confidence if before else None,
        after=after.confidence if after else None,
        reason=reason,
    )


def _finding(finding: Finding, state: State, reason: str | None) -> FindingChange:
    return FindingChange(
        id=finding.id,
        check=finding.check,
        role=finding.role,
        severity=finding.severity,
        resource=finding.resource,
        summary=finding.summary,
        state=state,
        reason=reason,
    )


def _result(
    two: Report, causes: tuple[CauseChange, ...], findings: tuple[FindingChange, ...]
) -> tuple[Result, tuple[str, ...]]:
    """Problems where anything is wrong now; else whether all that was wrong can be judged."""
    if two.incidents or any(c.state in ("present", "new") for c in causes):
        return "problems", ()
    unclear = [c.reason for c in causes if c.state == "cannot_tell"]
    unclear += [f.reason for f in findings if f.state == "cannot_tell" and f.role == "symptom"]
    if two.verdict == "inconclusive":
        unclear.append("the second report is inconclusive")
    reasons = tuple(dict.fromkeys(r for r in unclear if r))
    return ("cannot_tell", reasons) if reasons else ("nothing_new", ())
