"""Functions that nothing invokes, although a source is connected and had something for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.invoking import admissions
from lambda_triage.checks.series import counts
from lambda_triage.checks.uninvoked import named, uninvoked
from lambda_triage.checks.wires import Came, came, wires
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.uninvoked import Uninvoked
    from lambda_triage.checks.wires import Wire

LONG_H, MANY = 4.0, 24  # hours or periods of silence worth a question without any proof; our choice
EXPECTED = 20.0  # invocations by its own share so far; by chance none come with probability e^-20
# How far an event got, by metrics (guides of Lambda, EventBridge, Scheduler, SNS and SQS, 2026).
STAGES = {
    "passed": ("TriggeredRules", "MatchedEvents"),
    "dropped": ("FilteredOutEventCount", "NumberOfNotificationsFilteredOut"),
    "refused": ("FailedInvocations", "InvocationDroppedCount", "TargetErrorCount",
                "NumberOfNotificationsFailed"),
    "deleted": ("NumberOfMessagesDeleted",),
    "waiting": ("ApproximateNumberOfMessagesVisible",),
}  # fmt: skip
OTHERS = "SELECT DISTINCT resource FROM invocations"


@check(
    id="triggers/never-invoked",
    title="Nothing invokes the function, though something was to",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def never_invoked(scene: Scene) -> Iterator[Finding]:
    every = list(wires(scene))
    functions = {w.function for w in every}
    busy = _busy(scene, functions)
    for one in uninvoked(scene, functions):
        own = [w for w in every if w.function == one.resource and w.is_on is not False]
        found = [(w, _came(scene, w, one)) for w in own]
        sure = [(w, c) for w, c in found if c.sure]
        open_ = [(w, c) for w, c in found if c.sure is None]
        long = one.hours >= LONG_H or one.points >= MANY
        if sure:
            yield _finding(scene, one, sure, own, sure=True)
        elif open_ and one.always and long and not busy - {one.resource}:
            yield _finding(scene, one, open_, own, sure=False)


def _busy(scene: Scene, functions: set[str]) -> set[str]:
    """Functions that run: beside them, an idle one of which nothing is known is nothing odd."""
    known = functions | {f.resource for f in scene.case.functions}
    busy = {scene.key(str(row[0])) for row in scene.case.execute(OTHERS)}
    running = {scene.key(s.resource) for s in counts(scene, "Invocations") if s.total > 0}
    return busy | (running & known)


def _came(scene: Scene, wire: Wire, one: Uninvoked) -> Came:
    """What came; where a filter stands before it, as much as its own share so far lets expect."""
    now = came(scene, wire, one.from_us, one.to_us)
    if now.sure is None and now.offered and one.before:
        earlier = came(scene, wire, one.began_us, one.from_us - 1).offered
        expected = one.before / earlier * now.offered if earlier else 0.0
        if expected >= EXPECTED:
            text = f"{now.text}, of which about {expected:,.0f} were to invoke it, as before"
            return Came(True, text, now.offered, now.citations)
    return now


def _finding(
    scene: Scene,
    one: Uninvoked,
    found: list[tuple[Wire, Came]],
    own: list[Wire],
    *,
    sure: bool,
) -> Finding:
    wire, what = found[0]
    for_ = f"{one.hours:,.0f} hours" if one.hours >= 1.5 else f"{one.hours * 60:,.0f} minutes"
    unknown = f"whether anything came by {wire.label} is not in the evidence"
    told = f"while {what.text}" if sure else f"and {what.text or unknown}"
    if what.text and not sure:
        told += f", and {wire.label} is on"
    text = f"No invocation for {for_}"
    return Finding(
        resource=one.resource,
        summary=f"{text}, {told}",
        citations=(one.proof, *(c for _, came in found for c in came.citations)),
        symptom="not_triggered",
        opens=True,
        invocations=0,
        by_status=(("not_triggered", 1),),
        onset_us=one.from_us,
        impact=text,
        facts=tuple(sorted(_facts(scene, one, own, what).items())),
        remedies=(
            Manual(
                "Go along the way of one event: did the source send it, does the filter let it"
                " pass, may the source invoke the function, is every part of it on?",
                "a function that is not invoked writes no log",
            ),
        ),
    )


def _facts(scene: Scene, one: Uninvoked, own: list[Wire], what: Came) -> dict[str, str]:
    """What the causes weigh: how far events got, and what stands in their way."""
    facts = {
        "filtered": "yes" if any(w.filtered for w in own) else "no",
        "pulled": "yes" if all(w.pulled for w in own) else "no",
        "on": "yes" if all(w.is_on and not w.once for w in own) else "",
        "offered": f"{what.offered:.0f}" if what.offered is not None else "",
    }
    for stage, metrics in STAGES.items():
        told = [s for m in metrics for s in counts(scene, m) if _is_own(s.resource, one, own)]
        values = [sum(v for t, v in s.points if t >= one.from_us) for s in told]
        if stage == "waiting":
            values = [s.last for s in told]
        facts[stage] = f"{max(values):.0f}" if values else ""
    asked = [a for a in admissions(scene) if scene.key(a.edge.function) == one.resource]
    pushed = [w for w in own if not w.pulled]
    if asked and pushed:
        known = all(a.edge.source for a in asked)
        facts["admitted"] = "no" if not all(a.passed for a in asked) else "yes" if known else ""
    return {k: v for k, v in facts.items() if v}


def _is_own(resource: str, one: Uninvoked, own: list[Wire]) -> bool:
    return same(resource, one.resource) or any(named(resource, w.source) for w in own)
