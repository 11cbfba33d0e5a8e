"""The difference of two reports in words, for a terminal or a log of CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.reports.layout import wrap
from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import count, percent, resource_name, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.reports.difference import (
        CauseChange,
        Difference,
        FindingChange,
        Measure,
        Measured,
        Side,
        State,
    )

HEADINGS: tuple[tuple[State, str], ...] = (
    ("new", "New"),
    ("present", "Still present"),
    ("cannot_tell", "Cannot tell"),
    ("resolved", "Resolved"),
)
RESULTS = {
    "nothing_new": "Nothing new, and nothing that was wrong is left.",
    "problems": "There are problems now.",
    "cannot_tell": "Cannot tell.",
}
MEASURES = {
    "failed": "failed invocations",
    "error": "ended in an error",
    "timeout": "timed out",
    "oom": "ran out of memory",
    "crash": "crashed",
    "init_failure": "failed to start",
    "cold_starts": "cold starts",
    "duration_p50": "duration, median",
    "duration_p99": "duration, p99",
}
CHANGES = {
    "better": "better",
    "worse": "worse",
    "not_significant": "not significant",
    "cannot_tell": "cannot tell",
}
MOST_RISKS = 5  # findings of one state that no cause and no symptom is about


def render(difference: Difference, *, width: int = 80) -> str:
    """Plain text, at most *width* columns wide where words allow it."""
    lines: list[str] = []
    for line in _lines(difference):
        text = one_line(line.strip(), 2_000)
        indent = len(line) - len(line.lstrip())
        hang = indent + 2
        parts = wrap(text, max(20, width - hang))
        lines += [" " * (indent if n == 0 else hang) + part for n, part in enumerate(parts or [""])]
    return "\n".join(lines) + "\n"


def _lines(told: Difference) -> Iterator[str]:
    yield RESULTS[told.result]
    for reason in told.reasons:
        yield f"  {sentence(reason)}"
    yield ""
    yield f"Before: {_side(told.before)}"
    yield f"After:  {_side(told.after)}"
    for state, heading in HEADINGS:
        causes = [c for c in told.causes if c.state == state]
        findings = [f for f in told.findings if f.state == state and f.role != "context"]
        if causes or findings:
            yield ""
            yield heading
            for cause in causes:
                yield from _cause(cause)
            yield from _findings(findings)
    if told.measures:
        yield ""
        yield "Measured, per invocation (claims hold at 5 % over all of them)"
        for measure in told.measures:
            yield f"  {_measure(measure)}"


def _side(side: Side) -> str:
    window = f", {side.start} – {side.end}" if side.start and side.end else ""
    verdict = side.verdict.replace("_", " ")
    return f"{side.source}: {verdict}, {count(side.invocations, 'invocation')}{window}"


def _cause(cause: CauseChange) -> Iterator[str]:
    known = [percent(p) for p in (cause.before, cause.after) if p is not None]
    yield f"  {resource_name(cause.resource)}: {cause.title} ({cause.cause}), {' → '.join(known)}"
    if cause.reason:
        yield f"    {sentence(cause.reason)}"


def _findings(findings: list[FindingChange]) -> Iterator[str]:
    loud = [f for f in findings if f.role != "risk"]
    quiet = [f for f in findings if f.role == "risk"]
    for finding in (*loud, *quiet[:MOST_RISKS]):
        risk = "risk: " if finding.role == "risk" else ""
        yield f"  {resource_name(finding.resource)}: {risk}{sentence(finding.summary)}"
        if finding.reason:
            yield f"    {sentence(finding.reason)}"
    if len(quiet) > MOST_RISKS:
        yield f"  and {count(len(quiet) - MOST_RISKS, 'more risk')}"


def _measure(measure: Measure) -> str:
    what = MEASURES.get(measure.measure, measure.measure)
    before, after = _value(measure.before, measure.unit), _value(measure.after, measure.unit)
    said = (
        f"{resource_name(measure.resource)}, {what}: {before} → {after}, {CHANGES[measure.change]}"
    )
    if measure.low is None or measure.high is None:
        return said
    return f"{said} (difference {_points(measure.low)} to {_points(measure.high)} points)"


def _value(value: Measured, unit: str) -> str:
    if value.value is None:
        return "none"
    if unit == "ms":
        return f"{value.value:,.0f} ms"
    return f"{value.value * 100:.3g} % ({value.count:,} of {value.of:,})"


def _points(share: float) -> str:
    return f"{share * 100:+.2f}"
