"""What to collect next: the gaps that could change the verdict, each with its read-only call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.verdict import Verdict
from lambda_triage.facts.collect_calls import collect_calls
from lambda_triage.reports.contract import Gap

if TYPE_CHECKING:
    from lambda_triage.diagnosis.verdict import Diagnosis
    from lambda_triage.evidence.case import Case

MOST = 5  # gaps shown

# What a cause asks for by one name, and the kinds of documents that hold it.
WITHIN = {
    "network": (
        "subnets", "route_tables", "security_groups", "network_acls", "vpc_endpoints",
        "nat_gateways",
    ),
    "policies": ("policies", "attached_policies", "inline_policies", "roles"),
}  # fmt: skip
NAMED = 3  # resources told of one refused call


def gaps(case: Case, diagnosis: Diagnosis) -> tuple[Gap, ...]:
    """At most five: what undecided causes ask for, then the calls that AWS did not answer."""
    refused = _refused(case)
    asked = tuple(_answerable(gap, refused) for gap in _asked(case, diagnosis, refused))
    told = {gap.collect for gap in asked}
    rest = [gap for found in refused.values() for gap in found if gap.collect not in told]
    return tuple(dict.fromkeys((*asked, *rest)))[:MOST]


def _refused(case: Case) -> dict[str, list[Gap]]:
    """Calls that a collection made in vain, by table; one gap for all that one call brings."""
    found: dict[str, dict[str, list[str]]] = {}
    for gap in case.gaps():
        if gap.collect:
            reasons = found.setdefault(gap.table, {}).setdefault(gap.collect, [])
            reasons.append(gap.reason)
    return {
        table: [Gap(needs=table, why=_joined(why), collect=how) for how, why in calls.items()]
        for table, calls in found.items()
    }


def _joined(reasons: list[str]) -> str:
    shown = "; ".join(reasons[:NAMED])
    more = len(reasons) - NAMED
    return f"{shown}; and {more} more" if more > 0 else shown


def _answerable(gap: Gap, refused: dict[str, list[Gap]]) -> Gap:
    """The gap with what refused it, where a collection asked for it already."""
    for table in (gap.needs, *WITHIN.get(gap.needs, ())):
        if gap in refused.get(table, ()):
            return gap
        for found in refused.get(table, ()):
            return Gap(needs=gap.needs, why=f"{gap.why}; {found.why}", collect=found.collect)
    return gap


def _asked(case: Case, diagnosis: Diagnosis, refused: dict[str, list[Gap]]) -> tuple[Gap, ...]:
    """What candidates and the minimum set of a verdict ask for."""
    found: dict[str, Gap] = {}
    undecided = diagnosis.verdict is not Verdict.CAUSE_FOUND
    for candidate in diagnosis.causes:
        for needs, why in candidate.needs:
            known = needs == "functions" and case.function(candidate.resource) is not None
            if not known:
                found.setdefault(needs, _gap(needs, why, candidate.resource))
    if not undecided:
        found = {k: v for k, v in found.items() if k == "functions"}
    for gap in case.gaps(("functions", "log_events", "invocations")):
        if gap.table == "invocations" and ("log_events" in found or "log_events" in refused):
            continue
        calls = refused.get(gap.table)
        usual = _gap(gap.table, _why(gap.table, gap.reason), gap.resource)
        found.setdefault(gap.table, calls[0] if calls else usual)
    cheapest = sorted(found, key=lambda needs: needs != "functions")  # one call settles the most
    return tuple(found[needs] for needs in cheapest)


def _gap(needs: str, why: str, resource: str) -> Gap:
    name = resource.rpartition(":")[2]
    known = name not in ("", "*", "unknown")
    call = collect_calls().get(needs, "ask the owner of the function")
    return Gap(
        needs=needs, why=why, collect=call.replace("{name}", name if known else "<function>")
    )


def _why(table: str, reason: str) -> str:
    if table == "functions" and reason == "not collected":
        return "time-out, memory, runtime and VPC of the function are unknown"
    if reason == "not collected":
        return "no log event was read, so nothing can be said about what ran"
    return reason
