"""Answers against labels: top-1, top-3, abstention, reliability."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.statistics.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.bench.labelled import Labelled

DECIDABLE = ("logs", "logs+config")
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0)  # edges of the reliability table


class Answer(Struct, frozen=True):
    """What the diagnosis said of one row: verdict, and causes with confidence, best first."""

    id: str
    verdict: str
    causes: tuple[tuple[str, float], ...]


class Share(Struct, frozen=True):
    """right of total, with its 95 % Wilson interval."""

    right: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share; (0, 1) for nothing."""
        return wilson_interval(self.right, self.total) if self.total else (0.0, 1.0)

    @property
    def share(self) -> float:
        """right / total; 0 for nothing."""
        return self.right / self.total if self.total else 0.0


class Scores(Struct, frozen=True):
    """All scores of one pass."""

    top1: Share  # decidable from logs or logs+config, verdict cause_found
    top3: Share
    all_top1: Share
    forced: Share  # the best candidate, whatever the verdict: precision at full recall
    weighed: Share  # no single line or document names the cause
    message: Share  # one does
    abstained: Share
    wrong: Share  # verdict cause_found, and the first cause is not acceptable
    healthy: Share
    tricky: Share
    by_decidable: dict[str, Share]
    by_cause: dict[str, Share]
    reliability: tuple[tuple[float, float, Share, float], ...]  # from, to, right, mean confidence
    brier: float


def correct(row: Labelled, answer: Answer, depth: int = 1) -> bool:
    """Whether a labelled row is answered rightly; candidates below the bar count for top-3 only."""
    if row.healthy:
        return answer.verdict == "healthy" or (
            answer.verdict == "inconclusive" and not answer.causes
        )
    if depth == 1 and answer.verdict != "cause_found":
        return False
    accepted = {row.category} | row.acceptable
    return any(cause in accepted for cause, _ in answer.causes[:depth])


def score(rows: Sequence[Labelled], answers: Sequence[Answer]) -> Scores:
    """Score *answers*, which stand in the order of *rows*; rows without a label are left out."""
    pairs = [(r, a) for r, a in zip(rows, answers, strict=True) if r.category is not None]
    ill = [p for p in pairs if not p[0].healthy]
    decidable = [p for p in ill if p[0].decidable_from in DECIDABLE]
    by_decidable: dict[str, list[tuple[Labelled, Answer]]] = defaultdict(list)
    by_cause: dict[str, list[tuple[Labelled, Answer]]] = defaultdict(list)
    for row, answer in ill:
        by_decidable[row.decidable_from].append((row, answer))
        by_cause[row.category or ""].append((row, answer))
    named = [(r, a) for r, a in ill if a.verdict == "cause_found"]
    return Scores(
        top1=_share(decidable),
        top3=_share(decidable, 3),
        all_top1=_share(ill),
        forced=Share(sum(_best(r, a) for r, a in ill), len(ill)),
        weighed=_share([p for p in ill if p[0].weighed is True]),
        message=_share([p for p in ill if p[0].weighed is False]),
        abstained=Share(sum(a.verdict != "cause_found" for _, a in ill), len(ill)),
        wrong=Share(sum(not correct(r, a) for r, a in named), len(ill)),
        healthy=_share([p for p in pairs if p[0].healthy]),
        tricky=_share([p for p in ill if p[0].tricky]),
        by_decidable={k: _share(v) for k, v in sorted(by_decidable.items())},
        by_cause={k: _share(v) for k, v in sorted(by_cause.items())},
        reliability=tuple(_reliability(named)),
        brier=_brier(ill),
    )


def _best(row: Labelled, answer: Answer) -> bool:
    accepted = {row.category} | row.acceptable
    return bool(answer.causes) and answer.causes[0][0] in accepted


def _share(pairs: Sequence[tuple[Labelled, Answer]], depth: int = 1) -> Share:
    return Share(sum(correct(r, a, depth) for r, a in pairs), len(pairs))


def _reliability(
    named: Sequence[tuple[Labelled, Answer]],
) -> Iterable[tuple[float, float, Share, float]]:
    for low, high in pairwise(BINS):
        inside = [
            (r, a)
            for r, a in named
            if low <= a.causes[0][1] < high or high == 1.0 <= a.causes[0][1]
        ]
        if inside:
            mean = sum(a.causes[0][1] for _, a in inside) / len(inside)
            yield low, high, _share(inside), round(mean, 3)


def _brier(ill: Sequence[tuple[Labelled, Answer]]) -> float:
    """Mean squared error of the first cause's confidence; 0 is perfect."""
    errors = []
    for row, answer in ill:
        confidence = answer.causes[0][1] if answer.causes else 0.0
        accepted = {row.category} | row.acceptable
        right = bool(answer.causes) and answer.causes[0][0] in accepted
        errors.append((confidence - right) ** 2)
    return round(sum(errors) / len(errors), 4) if errors else 0.0
