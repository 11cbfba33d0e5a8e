"""Requests of an API's callers that ended in one way, counted for each function behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

COUNTED = """
SELECT resource,
       CAST(sum(requests) FILTER (hit) AS BIGINT)   AS hit,
       CAST(sum(requests) AS BIGINT)                AS total,
       min(first_us) FILTER (hit)                   AS first_us,
       arg_min(input, (input, line)) FILTER (hit)   AS input,
       arg_min(line, (input, line)) FILTER (hit)    AS line
FROM (SELECT *, {condition} AS hit FROM requests)
GROUP BY resource
HAVING hit > 0
ORDER BY resource
"""


class Requests(Struct, frozen=True):
    """Requests of one function's API that ended so, and all of them."""

    resource: str
    hit: int
    total: int
    first_us: int | None
    input: int
    line: int

    def citation(self, text: str) -> Citation:
        """Proof by the first of them."""
        place = Place(self.input, line=self.line + 1)
        return Citation(place=place, text=text, time_us=self.first_us)


def requests(scene: Scene, condition: str) -> Iterator[Requests]:
    """Requests for which *condition*, SQL over one row of the table `requests`, holds."""
    return scene.case.rows(COUNTED.format(condition=condition), Requests)


def counted(scene: Scene, condition: str) -> dict[str, int]:
    """How many requests of each function's API *condition* holds for."""
    return {row.resource: row.hit for row in requests(scene, condition)}
