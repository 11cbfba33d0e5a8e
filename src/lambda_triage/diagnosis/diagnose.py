"""The verdict on a case: every resource's incidents, the causes in order, and the one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.endings import OUTCOME
from lambda_triage.diagnosis.facts import Facts, Outcomes
from lambda_triage.diagnosis.rank import incidents
from lambda_triage.diagnosis.verdict import Candidate, Diagnosis, Incident, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.diagnosis.hypothesis import Hypothesis
    from lambda_triage.evidence.case import Case
    from lambda_triage.findings import Finding

COST = "cost"  # the symptom of a bill: nothing fails
SURE_STEP = 0.05  # confidences nearer than this count as equal when incidents are put in order
OUTCOMES = "SELECT * FROM outcomes ORDER BY resource"
# The runtime of most starts: `nodejs:20.v71` is the version of the managed runtime nodejs20.x.
RUNTIMES = r"""
SELECT resource, regexp_replace(arg_max(version, (starts, version)), '\.v\d+$', '') AS version
FROM runtimes GROUP BY resource
"""
ENDED = "SELECT count(*) FROM invocations WHERE status <> 'unknown'"
FAILED = "SELECT count(*) FROM invocations WHERE status NOT IN ('ok', 'unknown')"
PERIODS = "SELECT count(time_us) FROM metrics"


def diagnose(
    case: Case, findings: Sequence[Finding], hypotheses: Iterable[Hypothesis]
) -> Diagnosis:
    """Weigh *findings* against *hypotheses*, one resource at a time."""
    outcomes = {o.resource: o for o in case.rows(OUTCOMES, Outcomes)}
    seen = {str(name): _identifier(str(version)) for name, version in case.execute(RUNTIMES)}
    hypotheses = tuple(hypotheses)
    found: list[Incident] = []
    for resource in sorted({f.resource for f in findings} | set(outcomes)):
        own = tuple(f for f in findings if f.resource == resource)
        started = seen.get(resource, "")
        facts = Facts(resource, case.function(resource), outcomes.get(resource), own, case, started)
        found.extend(incidents(facts, hypotheses))
    found = [i for i in found if i.symptom != COST] or found  # money, where nothing else hurts
    found.sort(key=_importance)
    return Diagnosis(_verdict(case, found, findings), _causes(found), tuple(found))


def _identifier(version: str) -> str:
    """The Runtime setting of a runtime that INIT_START names."""
    name, _, number = version.partition(":")
    return f"{name}{number}.x" if name == "nodejs" else name + number


def _importance(incident: Incident) -> tuple[int, float, int, str, str]:
    """Named before open ones, the surer first, then the larger."""
    found = incident.verdict is Verdict.CAUSE_FOUND
    sure = round(incident.candidates[0].confidence / SURE_STEP) if found else 0
    return (0 if found else 1, -sure, -incident.invocations, incident.resource, incident.symptom)


def _verdict(case: Case, found: Sequence[Incident], findings: Sequence[Finding]) -> Verdict:
    if any(i.verdict is Verdict.CAUSE_FOUND for i in found):
        return Verdict.CAUSE_FOUND
    if found or case.gaps(("log_events",)) or case.execute(FAILED)[0][0]:
        return Verdict.INCONCLUSIVE
    seen = case.execute(ENDED)[0][0] or case.execute(PERIODS)[0][0]
    seen = seen or any(OUTCOME in f.facts for f in findings)
    return Verdict.HEALTHY if seen else Verdict.INCONCLUSIVE


def _causes(found: Sequence[Incident]) -> tuple[Candidate, ...]:
    """Named causes first, each once per resource, then the others by confidence."""
    named = [i.candidates[0] for i in found if i.verdict is Verdict.CAUSE_FOUND]
    rest = [c for i in found for c in i.candidates]
    rest.sort(key=lambda c: (-c.confidence, c.slug, c.resource))
    unique: dict[tuple[str, str], Candidate] = {}
    for candidate in (*named, *rest):
        unique.setdefault((candidate.slug, candidate.resource), candidate)
    return tuple(unique.values())
