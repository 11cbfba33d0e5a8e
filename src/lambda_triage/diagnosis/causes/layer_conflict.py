"""A layer brings another copy of a library than the one the code was built with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, FixPackage, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SEEN = "packaging/layer-shadows-package"
# The last change of the function's layers before its first failure, and what ran well until then.
CHANGED = """
WITH first AS (
    SELECT min(coalesce(start_us, end_us)) AS failed_us FROM invocations
    WHERE resource = $resource AND status NOT IN ('ok', 'unknown')
)
SELECT c.detail, c.time_us, c.input, c.path,
       (SELECT count(*) FROM invocations AS i
        WHERE i.resource = $resource AND status = 'ok' AND coalesce(start_us, end_us) < c.time_us)
FROM changes AS c, first
WHERE c.resource = $resource AND c.time_us <= first.failed_us AND c.detail ILIKE '%layers%'
ORDER BY c.time_us DESC, c.detail LIMIT 1
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    if not facts.found(SEEN):
        yield Weight(-STRONG, "no library that fails was loaded from a layer", "copy")
        return
    for detail, time_us, source, path, well in facts.case.execute(CHANGED, resource=facts.resource):
        place = Place(int(str(source)), path=str(path))
        text = f"the layers were changed before the first failure: {detail}"
        proof = Citation(place=place, text=str(detail), time_us=int(str(time_us)))
        # Without an invocation that went well before, the change may be one of many.
        yield Weight(STRONG if well else STRONG / 2, text, "change", (proof,))


def summary(facts: Facts) -> str:
    return "A layer brings another copy of a library than the one the code was built with."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    told = "Remove the library from the layer, or bring layer and package to one version"
    return (FixPackage("pin", "the layer's library", told),)


# It explains nothing without a stack that leads into a layer.
LAYER_CONFLICT = Hypothesis("layer_conflict", (), -STRONG, weigh, summary, propose)
