"""The contract of a cause that is weighed: prior, what speaks for it and what against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Citation, Finding, Remedy

    Weigh = Callable[[Facts], Iterator["Weight"]]
    Propose = Callable[[Facts], tuple[Remedy, ...]]


class Weight(Struct, frozen=True):
    """One piece of evidence: log-odds points (negative speaks against) and the words for it.

    topic  evidence on one topic counts once, at its strongest
    """

    points: float
    text: str
    topic: str
    citations: tuple[Citation, ...] = ()
    finding: Finding | None = None


class Hypothesis(Struct, frozen=True):
    """A cause that explains symptoms which have many explanations.

    explains  symptoms it can explain
    prior     log-odds before any evidence, fitted on the project's own incidents
    summary   one sentence about this case
    needs     what would decide, as (evidence, why); asked for while undecided
    """

    slug: str
    explains: tuple[str, ...]
    prior: float
    weigh: Weigh
    summary: Callable[[Facts], str]
    propose: Propose
    needs: tuple[tuple[str, str], ...] = ()
