"""Checks that are a message: whoever sees it knows the cause."""

from __future__ import annotations

from collections import defaultdict
from string import Formatter
from typing import TYPE_CHECKING

from lambda_triage.checks.check import Check
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Citation, Finding, Remedy, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

    Fix = Callable[[Signal, FunctionConfiguration | None], tuple[Remedy, ...]]
    Unless = Callable[[Signal, FunctionConfiguration | None], bool]

DECISIVE = 4.0  # log-odds of a message that admits one explanation
STRONG = 2.5  # a message that nearly always means it
HINT = 0.9  # a message that is compatible with it: alone just above the bar
BLANK = "(not named)"


class _Words(Formatter):
    """Fills a sentence with captures; what was not captured reads as such."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> str:  # noqa: ARG002
        value = kwargs.get(str(key)) if isinstance(kwargs, dict) else None
        return str(value) if value else BLANK


def message(
    name: str, *literals: str, pattern: str, source: str, caseless: bool = False
) -> Signature:
    """A signature to be named after its check: `message(...)` inside `signature_check`."""
    return Signature(name, literals, pattern, source, caseless)


def signature_check(
    *,
    id: str,
    title: str,
    severity: Severity,
    cause: str,
    since: str,
    messages: tuple[Signature, ...],
    summary: str,
    fix: Fix,
    weight: float = DECISIVE,
    unless: Unless | None = None,
    symptom: str | None = None,
    beyond: bool = False,
) -> Check:
    """A check that names *cause* whenever one of *messages* occurs and *unless* does not hold.

    summary  one sentence; `{capture}` is filled from the message
    fix      remedies for a signal and the function's configuration, where it is known
    unless   True where the message is harmless or belongs to another check
    symptom  what the message itself shows to be failing, where no invocation does (default: error)
    beyond   True where that failure lies outside of the invocation: its outcome says nothing of it
    """
    signatures = tuple(
        Signature(f"{id}.{m.id}", m.literals, m.pattern, m.source, m.caseless) for m in messages
    )
    words = _Words()

    def judge(scene: Scene) -> Iterator[Finding]:
        for (resource, key), signals in _grouped(scene, signatures).items():
            kept = [s for s in signals if not (unless and unless(s, scene.function(resource)))]
            if not kept:
                continue
            first = kept[0]
            failed = sum(s.failed for s in kept)
            loose = sum(s.events for s in kept) if beyond else _loose(kept, scene)
            yield Finding(
                resource=resource,
                summary=words.vformat(summary, (), first.captures),
                key=key,
                citations=tuple(Citation(event=e) for s in kept for e in s.examples)[:5],
                cause=cause,
                weight=weight,
                symptom=symptom,
                opens=failed > 0 or loose > 0,
                role=Role.SIGNATURE if failed or loose else Role.RISK,
                invocations=sum(s.invocations for s in kept),
                onset_us=min((s.first_us for s in kept if s.first_us is not None), default=None),
                by_status=_by_status(kept),
                impact=_impact(failed, sum(s.events for s in kept)),
                facts=tuple(sorted(first.captures.items())),
                remedies=fix(first, scene.function(resource)),
            )

    return Check(
        id, title, severity, Role.SIGNATURE, since, ("log_events",), judge, signatures, cause
    )


def _loose(signals: list[Signal], scene: Scene) -> int:
    """Events whose outcome is not known, and that may have failed all the same."""
    loose = sum(s.loose for s in signals)
    if any(s.failed for s in signals):
        return loose
    if any(s.ok for s in signals):
        return 0  # harmless where the outcome is known: no alarm where it is not
    if loose and scene.is_well(signals[0].resource):
        loose -= sum(s.unsettled for s in signals)
    return loose


def _grouped(
    scene: Scene, signatures: tuple[Signature, ...]
) -> dict[tuple[str, str], list[Signal]]:
    groups: dict[tuple[str, str], list[Signal]] = defaultdict(list)
    for signal in scene.signals(*(s.id for s in signatures)):
        key = "&".join(f"{k}={v}" for k, v in sorted(signal.captures.items()))
        groups[signal.resource, key].append(signal)
    return dict(sorted(groups.items()))


def _by_status(signals: list[Signal]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = defaultdict(int)
    for signal in signals:
        for status, count in signal.statuses.items():
            total[status] += count
    return tuple(sorted(total.items()))


def _impact(failed: int, events: int) -> str:
    if failed:
        return f"{failed} failed invocation{'s' if failed != 1 else ''}"
    return f"{events} log event{'s' if events != 1 else ''}"
