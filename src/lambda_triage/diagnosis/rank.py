"""Findings of one resource → incidents with their candidates, scored by log-odds."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.diagnosis.server_errors import server_errors
from lambda_triage.diagnosis.verdict import Candidate, Incident
from lambda_triage.findings import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
    from lambda_triage.findings import Finding

LOOSE_DISCOUNT = 1.0  # log-odds lost by a message that shares no invocation with the symptom
FULL_COVERAGE = 0.5  # share of a symptom's invocations from which a message counts in full
LEAST_COVERAGE = 0.3  # share of its weight that it keeps however few it covers
SECOND_MESSAGE = 0.5  # log-odds added by a second, different message of the same cause
ENDED = ("error", "timeout", "oom", "crash", "init_failure")  # how an invocation may end
MOST_CANDIDATES = 5  # kept per incident
LEAST_CONFIDENCE = 0.02  # below which a candidate is not worth a line


def incidents(facts: Facts, hypotheses: Iterable[Hypothesis]) -> list[Incident]:
    """Every incident of one resource, largest first."""
    hypotheses = tuple(hypotheses)
    symptoms = [f for f in facts.findings if f.role is Role.SYMPTOM and f.opens]
    repaired = {f.symptom for f in facts.findings if f.symptom in ENDED and f.role is Role.RISK}
    messages = [f for f in facts.findings if f.cause and f.role is not Role.RISK]
    standing = [f for f in facts.findings if f.cause and f.explains]
    found = [_incident(facts, s, messages, hypotheses, standing) for s in symptoms]
    lone = [
        m
        for m in messages
        if m.opens and not any(_shares(m, s) for s in symptoms) and not _repaired(m, repaired)
    ]
    groups: dict[str, list[Finding]] = defaultdict(list)
    for message in lone:
        groups[message.symptom or "error"].append(message)
    open_symptoms = {s.symptom for s in symptoms}
    for symptom, group in sorted(groups.items()):
        if symptom not in open_symptoms and not (symptoms and symptom == "error"):
            first = max(group, key=lambda f: (f.weight, f.id))
            found.append(_incident(facts, first, group, hypotheses, standing, symptom))
    return sorted(found, key=lambda i: (-i.invocations, i.symptom, i.resource))


def _incident(
    facts: Facts,
    finding: Finding,
    messages: Sequence[Finding],
    hypotheses: Sequence[Hypothesis],
    standing: Sequence[Finding],
    symptom: str | None = None,
) -> Incident:
    name = symptom or finding.symptom or "error"
    by_cause: dict[str, list[tuple[float, Finding]]] = defaultdict(list)
    behind = _behind(facts, name)
    for message in messages:
        points = message.weight if symptom else _points(message, finding, behind)
        if points > 0 and message.cause:
            by_cause[message.cause].append((points, message))
    for state in standing:  # a contradiction of settings counts where it explains the symptom
        if name in state.explains and state.cause and state not in messages:
            by_cause[state.cause].append((state.weight, state))
    asked = behind | {name}
    asking = replace(facts, symptom=name)
    weighed = {h.slug: h for h in hypotheses if asked & set(h.explains) or h.slug in by_cause}
    candidates = [
        _candidate(asking, slug, by_cause.get(slug, []), weighed.get(slug))
        for slug in sorted(by_cause.keys() | weighed.keys())
    ]
    return Incident(
        facts.resource,
        name,
        finding.onset_us,
        finding.invocations,
        finding,
        _normalised(candidates),
    )


def _shares(message: Finding, symptom: Finding) -> bool:
    return message.statuses.get(symptom.symptom or "", 0) > 0


def _repaired(message: Finding, repaired: set[str]) -> bool:
    """Whether it failed only where the retries succeeded."""
    failed = {status for status, n in message.statuses.items() if n and status != "ok"}
    return bool(failed) and failed <= repaired


def _behind(facts: Facts, symptom: str) -> frozenset[str]:
    """How those invocations ended that failed with the requests: what explains them explains both.

    Empty for other symptoms, and where the function did not fail as often as its API.
    """
    errors = server_errors(facts) if symptom == "request" else None
    return errors.failed if errors else frozenset()


def _points(message: Finding, symptom: Finding, behind: frozenset[str]) -> float:
    """The message's weight for this symptom: whole where it covers it, less where it does not."""
    shared = message.statuses.get(symptom.symptom or "", 0)
    shared = shared or sum(message.statuses.get(status, 0) for status in behind)
    if shared == 0:
        elsewhere = sum(message.statuses.values())
        return 0.0 if elsewhere else message.weight - LOOSE_DISCOUNT
    coverage = shared / max(symptom.invocations, 1)
    return message.weight * min(1.0, max(LEAST_COVERAGE, coverage / FULL_COVERAGE))


def _candidate(
    facts: Facts,
    slug: str,
    messages: list[tuple[float, Finding]],
    hypothesis: Hypothesis | None,
) -> Candidate:
    messages = sorted(messages, key=lambda m: (-m[0], m[1].id))
    score = messages[0][0] + SECOND_MESSAGE * min(len(messages) - 1, 2) if messages else 0.0
    weights: tuple[Weight, ...] = ()
    if hypothesis is not None:
        weights = strongest(hypothesis.weigh(facts))
        score += sum(w.points for w in weights) + (0.0 if messages else hypothesis.prior)
    best = messages[0][1] if messages else None
    remedies = best.remedies if best else ()
    if hypothesis is not None and not remedies:
        remedies = hypothesis.propose(facts)
    return Candidate(
        slug=slug,
        resource=facts.resource,
        score=score,
        confidence=0.0,
        summary=best.summary if best else (hypothesis.summary(facts) if hypothesis else slug),
        findings=tuple(m for _, m in messages),
        weights=weights,
        remedies=remedies,
        needs=hypothesis.needs if hypothesis else (),
    )


def strongest(weights: Iterable[Weight]) -> tuple[Weight, ...]:
    """Of the evidence on one topic only the strongest: what depends on one another counts once."""
    by_topic: dict[str, Weight] = {}
    for weight in weights:
        held = by_topic.get(weight.topic)
        if held is None or abs(weight.points) > abs(held.points):
            by_topic[weight.topic] = weight
    return tuple(by_topic.values())


def _normalised(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Scores as probabilities beside one another and beside *none of these*, which scores 0."""
    total = 1.0 + sum(math.exp(c.score) for c in candidates)
    shared = [
        Candidate(
            c.slug,
            c.resource,
            c.score,
            round(math.exp(c.score) / total, 4),
            c.summary,
            c.findings,
            c.weights,
            c.remedies,
            c.needs,
        )
        for c in candidates
    ]
    likely = [c for c in shared if c.confidence >= LEAST_CONFIDENCE]
    likely.sort(key=lambda c: (-c.confidence, c.slug))
    measured = [c for c in shared if c not in likely and _is_ruled_out(c)]
    return (*likely[:MOST_CANDIDATES], *measured)


def _is_ruled_out(candidate: Candidate) -> bool:
    """Whether a metric speaks against it: a suspicion that was looked into is worth a line."""
    places = [c.place for w in candidate.weights if w.points < 0 for c in w.citations]
    return any(place is not None and place.metric for place in places)
