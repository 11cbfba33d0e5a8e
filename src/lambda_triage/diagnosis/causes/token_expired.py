"""Credentials that are fetched once expire: every environment fails from the same age on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

# Lifetimes that issuers give by default: 15 min, 1 h (AssumeRole, OAuth 2.0 servers), 6 h, 12 h
# (GetSessionToken; STS API reference, 2026), 24 h.
LIFETIMES_S = (900, 3600, 21_600, 43_200, 86_400)
CLOSE = 0.05  # of the lifetime: from the last success to the first failure lies the next request
FEWEST = 3  # failures

# The age of an environment counts from its first invocation; it needs a start in the evidence.
AGES = """
WITH born AS (
    SELECT environment, min(start_us) AS born_us
    FROM invocations
    WHERE resource = $resource AND environment IS NOT NULL AND start_us IS NOT NULL
    GROUP BY environment HAVING bool_or(cold_start)
)
SELECT CAST(min(i.start_us - b.born_us) FILTER (status <> 'ok') AS BIGINT)  AS failed_from_us,
       CAST(max(i.start_us - b.born_us) FILTER (status = 'ok') AS BIGINT)   AS worked_until_us,
       count(*) FILTER (status <> 'ok')                                     AS failed,
       count(DISTINCT i.environment) FILTER (status <> 'ok')                AS environments
FROM invocations AS i JOIN born AS b USING (environment)
WHERE i.resource = $resource AND i.status <> 'unknown'
"""


class _Ages(Struct, frozen=True):
    failed_from_us: int | None
    worked_until_us: int | None
    failed: int
    environments: int


def weigh(facts: Facts) -> Iterator[Weight]:
    ages = next(facts.case.rows(AGES, _Ages, resource=facts.resource))
    if ages.failed_from_us is None or ages.worked_until_us is None or ages.failed < FEWEST:
        return
    age_s, until_s = ages.failed_from_us / 1e6, ages.worked_until_us / 1e6
    if until_s > age_s:
        yield Weight(-4.0, "older environments work, younger ones fail", "age")
        return
    lifetime = next((t for t in LIFETIMES_S if t <= age_s <= t * (1 + CLOSE)), None)
    text = (
        f"{ages.environments} environments work until they are {until_s / 60:.0f} min old and"
        f" fail from {age_s / 60:.0f} min on"
    )
    if lifetime is not None and until_s >= lifetime * (1 - 4 * CLOSE):
        yield Weight(6.5 if ages.environments > 1 else 5.0, text, "age")
    elif ages.environments > 1 and until_s >= 0.5 * age_s:
        yield Weight(3.0, text, "age")


def summary(facts: Facts) -> str:
    return "Credentials or a token are fetched once for each environment, and expire in it."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "give the client a provider that renews (for AWS: the SDK's assume-role provider), or"
            " keep the expiry with the token and fetch it anew before that"
        ),
    )


TOKEN_EXPIRED = Hypothesis(
    "token_expired",
    ("error",),
    -4.0,
    weigh,
    summary,
    propose,
    (("log_events", "how old the environments are that fail"),),
)
