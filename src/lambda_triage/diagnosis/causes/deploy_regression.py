"""A new version fails where the one before it did not."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG
from lambda_triage.diagnosis.changed import since_change
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

FEWEST = 5  # invocations of each version
SURE = 0.01  # one-sided p of Fisher's exact test; our choice
LIKELY = 0.05  # and the p up to which it still counts, for less
MOST = 2000  # invocations of a version that enter the test: beyond, the answer is clear anyway

SPLIT = """
SELECT version, ended, failed FROM versions
WHERE resource = $resource AND ended >= $fewest
ORDER BY first_us DESC NULLS LAST, version DESC
LIMIT 2
"""


def _split(facts: Facts) -> tuple[str, int, int, str, int, int] | None:
    """New version with its invocations and failures, then the same of the one before."""
    rows = facts.case.execute(SPLIT, resource=facts.resource, fewest=FEWEST)
    if len(rows) < 2:
        return None
    (new, ended, failed), (old, was_ended, was_failed) = rows
    counts = [int(str(n)) for n in (ended, failed, was_ended, was_failed)]
    return str(new), counts[0], counts[1], str(old), counts[2], counts[3]


def fisher(failed: int, ended: int, was_failed: int, was_ended: int) -> float:
    """One-sided p that so many of the failures fall on the first group by chance.

    R. A. Fisher, "On the Interpretation of χ² from Contingency Tables", J. R. Stat. Soc. 85 (1922).
    """
    bad, total = failed + was_failed, ended + was_ended
    ways = comb(total, bad)
    most = min(bad, ended)
    tail = sum(comb(ended, k) * comb(was_ended, bad - k) for k in range(failed, most + 1))
    return tail / ways


def _scaled(failed: int, ended: int) -> tuple[int, int]:
    return (failed, ended) if ended <= MOST else (failed * MOST // ended, MOST)


CLEAN = 5  # invocations without a failure before the change
SOON_MIN = 60  # minutes from a change to the first failure that make it likely
# The last change of the function after which it fails, and before which it did not.
AFTER = """
WITH own AS (
    SELECT coalesce(start_us, end_us) AS at_us, status
    FROM invocations
    WHERE resource LIKE '%' || $name AND status <> 'unknown'
      AND coalesce(start_us, end_us) IS NOT NULL
), broken AS (
    SELECT min(at_us) AS first_us FROM own WHERE status <> 'ok'
), last AS (
    SELECT time_us, detail, input, path FROM changes, broken
    WHERE resource LIKE '%' || $name AND time_us <= first_us
      AND kind IN ('code', 'configuration', 'alias', 'stack')
    ORDER BY time_us DESC, detail LIMIT 1
)
SELECT detail, (first_us - time_us) // 60000000 AS minutes,
       count(*) FILTER (at_us < time_us) AS before,
       count(*) FILTER (at_us >= time_us) AS after,
       count(*) FILTER (at_us >= time_us AND status <> 'ok') AS failed,
       min(input) AS input, min(path) AS path
FROM own, broken, last
GROUP BY detail, minutes
HAVING before >= $clean AND 2 * failed >= after
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    yield from _after_change(facts)
    yield from since_change(facts)
    split = _split(facts)
    if split is None:
        return
    new, ended, failed, old, was_ended, was_failed = split
    if not failed and not was_failed:
        return  # what became slower without failing is told by its durations
    told = f"version {new}: {failed} of {ended} fail, version {old}: {was_failed} of {was_ended}"
    worse = failed * was_ended > was_failed * ended
    chance = fisher(*_scaled(failed, ended), *_scaled(was_failed, was_ended))
    if worse and chance < LIKELY:
        yield Weight(6.5 if chance < SURE else 4.5, told, "version")
    else:
        yield Weight(-2.0, told, "version")
    if any(f.cause and f.opens and f.weight >= STRONG for f in facts.findings):
        yield Weight(-3.0, "a message names a cause that can be fixed where it stands", "message")


def _after_change(facts: Facts) -> Iterator[Weight]:
    """A change of the function between clean invocations and failing ones."""
    rows = facts.case.execute(AFTER, name=name(facts.resource), clean=CLEAN)
    for detail, minutes, before, after, failed, input, path in rows:
        told = (
            f"{before} invocations succeeded before {detail}, {failed} of {after} failed after it"
        )
        place = Place(int(str(input)), path=str(path) if path else None)
        near = int(str(minutes)) <= SOON_MIN
        yield Weight(
            7.0 if near else 4.5, told, "change", (Citation(place=place, text=str(detail)),)
        )


def summary(facts: Facts) -> str:
    split = _split(facts)
    if split is None or not (split[2] or split[5]):
        told = [w.text for w in _after_change(facts)]
        return (
            f"It fails since it was changed: {told[0]}."
            if told
            else ("A new version fails more often than the one before.")
        )
    new, ended, failed, old, was_ended, was_failed = split
    return (
        f"Version {new} fails in {failed} of {ended} invocations, version {old} in"
        f" {was_failed} of {was_ended}."
    )


def propose(facts: Facts) -> tuple[Remedy, ...]:
    split = _split(facts)
    version = split[3] if split else "<version before>"
    named = ("--function-name", name(facts.resource), "--name", "<alias>")
    argv = ("aws", "lambda", "update-alias", *named)
    return (
        Command(
            (*argv, "--function-version", version),
            f"send callers back to version {version} while the fault is looked for",
            "what the new version changed is gone until it is released again",
        ),
    )


DEPLOY_REGRESSION = Hypothesis(
    "deploy_regression",
    ("error", "timeout", "crash", "oom", "init_failure", "slow"),
    -4.0,
    weigh,
    summary,
    propose,
)
