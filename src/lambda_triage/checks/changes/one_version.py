"""Failures confined to one of the versions that take traffic at the same time."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Alias
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

SURE = 0.01  # one-sided p of Fisher's exact test; our choice
FEWEST = 5  # invocations of the version, and of the others since its first
MOST = 2_000  # invocations of either side that enter the test: beyond, the answer is clear

# The version with the highest share of failures beside what all others did in the same time.
BESIDE = """
WITH failures AS (
    SELECT resource, version, arg_min(input, (coalesce(start_us, end_us, 0), input, line)) AS input,
           arg_min(line, (coalesce(start_us, end_us, 0), input, line)) AS line,
           min(coalesce(start_us, end_us)) AS onset_us
    FROM invocations
    WHERE version IS NOT NULL AND status NOT IN ('ok', 'unknown')
    GROUP BY resource, version
)
SELECT v.resource, v.version, v.ended, v.failed, v.others, v.others_failed, v.sibling,
       f.onset_us, f.input, f.line
FROM versions_beside AS v
JOIN failures AS f ON f.resource = v.resource AND f.version = v.version
WHERE v.ended >= $fewest AND v.others >= $fewest
  AND v.failed * v.others > v.others_failed * v.ended
ORDER BY v.resource, v.version
"""


class _Beside(Struct, frozen=True):
    resource: str
    version: str
    ended: int
    failed: int
    others: int
    others_failed: int
    sibling: str
    onset_us: int | None
    input: int
    line: int


@check(
    id="changes/one-version",
    title="One version fails, the other beside it does not",
    severity=Severity.HIGH,
    role=Role.CONTEXT,
    since="0.1",
    reads=("invocations",),
)
def one_version(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(BESIDE, _Beside, fewest=FEWEST):
        if _chance(row) < SURE:
            yield _finding(scene, row)


def _chance(row: _Beside) -> float:
    """p that so many of the failures fall on the version by chance (R. A. Fisher, 1922)."""
    failed, ended = _scaled(row.failed, row.ended)
    other_failed, others = _scaled(row.others_failed, row.others)
    bad = failed + other_failed
    tail = sum(comb(ended, k) * comb(others, bad - k) for k in range(failed, min(bad, ended) + 1))
    return tail / comb(ended + others, bad)


def _scaled(failed: int, ended: int) -> tuple[int, int]:
    return (failed, ended) if ended <= MOST else (failed * MOST // ended, MOST)


def _finding(scene: Scene, row: _Beside) -> Finding:
    text = (
        f"Version {row.version} fails in {row.failed} of {row.ended} invocations, the others at"
        f" the same time in {row.others_failed} of {row.others}"
    )
    return Finding(
        resource=row.resource,
        summary=text,
        key=row.version,
        citations=(
            Citation(place=Place(row.input, line=row.line), text=text, time_us=row.onset_us),
        ),
        invocations=row.failed,
        onset_us=row.onset_us,
        remedies=_fix(scene, row),
    )


def _fix(scene: Scene, row: _Beside) -> tuple[Remedy, ...]:
    aliases = [a for a in scene.case.documents(Alias) if scene.key(a.resource) == row.resource]
    named = [a.alias for a in aliases if a.alias and _routes(a, row.version)]
    argv = ("aws", "lambda", "update-alias", "--function-name", name(row.resource), "--name")
    whole = ("--function-version", row.sibling, "--routing-config", "AdditionalVersionWeights={}")
    told = f"send all traffic to version {row.sibling} while the fault is looked for"
    return (Command((*argv, named[0] if named else "<alias>", *whole), told),)


def _routes(alias: Alias, version: str) -> bool:
    weights = alias.weights if isinstance(alias.weights, dict) else {}
    return version == alias.version or version in weights
