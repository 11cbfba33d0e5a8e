"""Errors with a known cause that invocations log, and then report success."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.checks.check import check
from lambda_triage.checks.index import indexed
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Finding, Role, Severity
from lambda_triage.sources.tally import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARE = 0.05  # of the invocations that succeed; our choice
# What clients repeat by themselves with success is no failure that somebody hid.
REPEATED = ("network/", "scaling/", "retries/", "streams/")
# What no process survives: an invocation that succeeded only quotes it.
FATAL = ("crashes/", "runtime-exit/", "memory/node-heap-exhausted", "timeouts/")
LEVEL = re.compile(
    r"\[(?:ERROR|CRITICAL|FATAL)\]|\t(?:ERROR|FATAL|CRITICAL|fail|crit)\t|\bERROR\b"
    r'|"(?:log_)?level"\s*:\s*"(?:[Ee]rror|ERROR|[Ff]atal|FATAL|[Cc]ritical|CRITICAL)"'
    r"|Traceback \(most recent call last\)|^(?:\S+ )?(?:FATAL|SEVERE)\b",
    re.MULTILINE,
)
HEAD = 300  # characters of the first line in which a logger's level stands

SUCCEEDED = "SELECT resource, ok FROM outcomes ORDER BY resource"
EVENT = "SELECT text FROM log_events WHERE id = $id"


class _Succeeded(Struct, frozen=True):
    resource: str
    ok: int


class _Event(Struct, frozen=True):
    text: str


@check(
    id="errors/swallowed",
    title="Errors are logged, and success is reported",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("log_events", "invocations"),
)
def swallowed(scene: Scene) -> Iterator[Finding]:
    succeeded = {row.resource: row.ok for row in scene.case.rows(SUCCEEDED, _Succeeded)}
    strongest: dict[str, Finding] = {}
    for finding in _quiet(scene):
        ok = succeeded.get(finding.resource, 0)
        hidden = min(finding.statuses.get("ok", 0), ok)
        if hidden and hidden >= SHARE * ok and _is_error(scene, finding):
            held = strongest.get(finding.resource)
            if held is None or (finding.weight, hidden) > (held.weight, held.invocations):
                strongest[finding.resource] = _finding(finding, hidden, ok)
    yield from (strongest[resource] for resource in sorted(strongest))


def _quiet(scene: Scene) -> Iterator[Finding]:
    """What signature checks found in invocations that succeeded, and only there."""
    for known in indexed():
        if known.role is not Role.SIGNATURE or known.id.startswith((*REPEATED, *FATAL)):
            continue
        if scene.signals(*(s.id for s in known.signatures)):
            yield from (f for f in known.judge(scene) if not f.opens and f.weight >= STRONG)


def _is_error(scene: Scene, finding: Finding) -> bool:
    ids = [c.event for c in finding.citations if c.event is not None]
    texts = (row.text for id in ids for row in scene.case.rows(EVENT, _Event, id=id))
    return any(LEVEL.search(text) and not _is_quoted(text) for text in texts)


def _is_quoted(text: str) -> bool:
    """Whether the logger's own level is lower: then the words of an error are only quoted."""
    found = QUIET.search(text.partition("\n")[0])
    return found is not None and found.start() <= HEAD


def _finding(finding: Finding, hidden: int, ok: int) -> Finding:
    told = finding.summary.rstrip(".")
    return replace(
        finding,
        summary=f"{told}; {hidden} of {ok} invocations log this as an error and report success",
        symptom="swallowed",
        opens=True,
        role=Role.SYMPTOM,
        invocations=hidden,
        by_status=(("swallowed", hidden),),
        impact=f"{hidden} of {ok} invocations",
    )
