"""Of a rise of the durations: whether the function changed before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Weight
from lambda_triage.diagnosis.slowness import rise
from lambda_triage.evidence.naming import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SOON_US = 900_000_000  # 15 min from a change to the rise of the durations (our choice)
# The one numbered version that served all invocations, on either side of the rise.
SERVED = """
SELECT count(*) FILTER (coalesce(start_us, end_us) < $onset),
       count(*) FILTER (coalesce(start_us, end_us) >= $onset), min(version)
FROM invocations WHERE resource = $resource AND version IS NOT NULL
HAVING min(version) = max(version) AND min(version) <> '$LATEST'
"""
CHANGED = """
SELECT count(*) FILTER (time_us BETWEEN $soon AND $onset), count(*),
       arg_max(detail, (time_us, detail))
FROM changes
WHERE (resource = $resource OR resource = '?:' || $name)
  AND kind IN ('code', 'configuration', 'alias', 'stack') AND time_us IS NOT NULL
"""


def since_change(facts: Facts) -> Iterator[Weight]:
    """What speaks against a change as the cause of a rise."""
    risen = rise(facts)
    if risen is None:
        return
    times = {"onset": risen.onset_us, "soon": risen.onset_us - SOON_US}
    for before, since, version in facts.case.execute(
        SERVED, resource=facts.resource, onset=risen.onset_us
    ):
        if before and since:
            text = f"version {version} served before the durations rose, and since"
            yield Weight(-3.0, text, "served")
    for soon, known, detail in facts.case.execute(
        CHANGED, resource=facts.resource, name=name(facts.resource), **times
    ):
        if known and not soon:
            text = f"no change within {SOON_US // 60_000_000} min before it; the last is {detail}"
            yield Weight(-1.5, text, "change")
