"""Recorded answers that a browser keeps from its page, by their own CORS headers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.cors_remedies import remedies
from lambda_triage.checks.exchanged import (
    asked,
    crosses,
    is_preflight,
    made_by_gateway,
    owner,
    shown,
)
from lambda_triage.checks.signature import DECISIVE, HINT
from lambda_triage.evidence.documents import Exchange
from lambda_triage.findings import Citation, Finding, Role, Severity
from lambda_triage.patterns.cors_answer import (
    ORIGIN,
    Answer,
    match_answer,
    match_preflight,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.checks.scene import Scene
    from lambda_triage.patterns.verdict import Match

    Failed = tuple[Exchange, Match]

# Failures that want an explanation of their own; CORS only hides a 5xx of theirs from the page.
FAILED = """
SELECT (SELECT count(*) FROM invocations WHERE status NOT IN ('ok', 'unknown'))
     + (SELECT count(*) FROM requests WHERE status >= 500)
"""


@check(
    id="api/cors-answer-lacks",
    title="A recorded answer lacks the CORS headers that a browser wants",
    severity=Severity.MEDIUM,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("exchanges",),
    cause="cors_missing",
)
def cors_answer_lacks(scene: Scene) -> Iterator[Finding]:
    groups: dict[tuple[str, bool, str], list[Failed]] = defaultdict(list)
    passing: dict[tuple[str, bool], list[Exchange]] = defaultdict(list)
    for one in scene.case.documents(Exchange):
        preflight = is_preflight(one)
        match = _match(one, preflight=preflight)
        if match is None:
            continue
        resource = owner(scene, one)
        if match.matched:
            passing[resource, preflight].append(one)
        else:
            groups[resource, preflight, str(match.clause)].append((one, match))
    elsewhere = bool(groups) and bool(scene.case.execute(FAILED)[0][0])
    for (resource, preflight, clause), failed in sorted(groups.items(), key=lambda kv: kv[0]):
        well = passing[resource, preflight]
        yield _finding(resource, clause, failed, well, preflight=preflight, elsewhere=elsewhere)


def _match(one: Exchange, *, preflight: bool) -> Match | None:
    """None where no browser would judge the answer, or where what is recorded does not tell."""
    if not crosses(one) or (one.method == "OPTIONS" and not preflight):
        return None
    answer = Answer(one.status, one.headers)
    if one.origin is None:
        match = match_answer(answer, asked(one))
        return None if match.matched else match
    return match_preflight(answer, asked(one)) if preflight else match_answer(answer, asked(one))


def _finding(
    resource: str,
    clause: str,
    failed: Sequence[Failed],
    well: Sequence[Exchange],
    *,
    preflight: bool,
    elsewhere: bool,
) -> Finding:
    first, match = failed[0]
    missing = match.actual is None and not preflight
    broken = missing and all((one.status or 0) >= 500 for one, _ in failed)
    masked = broken or (missing and all(made_by_gateway(one) for one, _ in failed))
    opens = not broken or bool(well and not elsewhere)
    page = f"a page of {first.origin}" if first.origin else "every page"
    lead = f"keeps the answer from {page}"
    if preflight:
        lead = f"sends no {first.asked_method or 'request'} for {page}"
    times = [one.time_us for one, _ in failed if one.time_us is not None]
    return Finding(
        resource=resource,
        summary=f"A browser {lead}: {shown(first)} {match.reason}" + _beside(clause, failed, well),
        key=f"{clause}&{'preflight' if preflight else 'request'}",
        citations=tuple(_cited(*one) for one in failed[:5]),
        cause="cors_missing",
        weight=HINT if masked else DECISIVE,
        symptom="request" if opens else None,
        opens=opens,
        role=Role.SIGNATURE if opens else Role.RISK,
        explains=() if opens else ("request",),
        onset_us=min(times, default=None),
        by_status=(("request", len(failed)),),
        impact=f"{len(failed)} recorded exchange{'s' if len(failed) > 1 else ''}",
        remedies=remedies(match, first, preflight=preflight),
    )


def _cited(one: Exchange, match: Match) -> Citation:
    text = f"{shown(one)} {match.reason}"
    return Citation(place=one.place("status"), text=text, time_us=one.time_us)


def _beside(clause: str, failed: Sequence[Failed], well: Sequence[Exchange]) -> str:
    """Which other answers fail in the same way, and which do not."""
    bad = {one.status for one, _ in failed if one.status is not None}
    others = sorted(bad - {failed[0][0].status})
    good = sorted({one.status for one in well if one.status is not None} - bad)
    told = f"; so do answers of {_listed(others)}" if others else ""
    if clause == ORIGIN and good:
        told += f"; answers of {_listed(good)} are right"
    return told


def _listed(statuses: Sequence[int]) -> str:
    return ", ".join(map(str, statuses[:4]))
