"""Whether the function itself was throttled, by its own metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import key, same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from lambda_triage.diagnosis.facts import Facts

THROTTLES = """
SELECT resource, sum(value), min(input) FROM metrics
WHERE metric = 'Throttles' AND coalesce(statistic, 'Sum') = 'Sum'
GROUP BY resource
ORDER BY resource
"""


def throttles(facts: Facts) -> tuple[float, Citation] | None:
    """Invocations of it that Lambda refused, and the proof; None where no metric tells."""
    for resource, total, input in facts.case.execute(THROTTLES):
        if total is not None and same(key(str(resource)), facts.resource):
            text = f"Throttles: {float(str(total)):,.0f}"
            return float(str(total)), Citation(
                place=Place(int(str(input)), metric="Throttles"), text=text
            )
    return None


def holds_dead_letters(facts: Facts) -> bool:
    """Whether messages in a dead-letter queue are its trouble."""
    return any(f.symptom == "dead_letters" and f.opens for f in facts.findings)
