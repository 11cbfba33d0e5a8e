"""The NAT gateway between the function and the internet is out of ports or bandwidth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

# ErrorPortAllocation stays 0 while there are ports. Of the packets a few are always dropped: from
# 0.01 % of those that came on something is wrong (Amazon VPC User Guide, "Monitor NAT gateways with
# Amazon CloudWatch", 2026).
PEAKS = """
SELECT max(value), min(input) FROM metrics WHERE metric = 'ErrorPortAllocation'
HAVING count(*) > 0
"""
DROPS = """
SELECT sum(value) FILTER (metric = 'PacketsDropCount')
       / nullif(sum(value) FILTER (metric <> 'PacketsDropCount'), 0),
       min(input) FILTER (metric = 'PacketsDropCount')
FROM metrics
WHERE metric IN ('PacketsDropCount', 'PacketsInFromSource', 'PacketsInFromDestination')
HAVING count(DISTINCT metric) = 3
"""
MESSAGE = "network/nat-exhausted"
DROPPED = 0.0001  # of the packets


def weigh(facts: Facts) -> Iterator[Weight]:
    if facts.function is not None and facts.function.vpc is not None:
        vpc = facts.function.vpc
        text = f"the function is {'' if vpc else 'not '}attached to a VPC"
        yield Weight(1.0 if vpc else -6.0, text, "vpc", configured(facts, "VpcConfig", ""))
    for peak, input in facts.case.execute(PEAKS):
        cited = (Citation(place=Place(int(str(input)), metric="ErrorPortAllocation")),)
        if float(str(peak)) > 0:
            text = f"the NAT gateway's ErrorPortAllocation reached {peak:g}"
            yield Weight(4.0, text, "ports", cited)
        elif not facts.found(MESSAGE):  # it may lack bandwidth instead
            yield Weight(-4.0, "the NAT gateway's ErrorPortAllocation stayed 0", "ports", cited)
    for share, input in facts.case.execute(DROPS):
        cited = (Citation(place=Place(int(str(input)), metric="PacketsDropCount")),)
        if share is not None and float(str(share)) > DROPPED:
            text = f"the NAT gateway drops {100 * float(str(share)):.2g} % of the packets"
            yield Weight(4.0, text, "drops", cited)


def summary(facts: Facts) -> str:
    if any(w.points < -3 for w in weigh(facts) if w.topic == "ports"):
        return "The NAT gateway is ruled out: it always had ports."
    return "The NAT gateway runs out of ports, so new connections hang."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Reuse connections, use VPC endpoints for AWS services, or spread over more gateways",
            "the subnets and routes are not in the evidence",
        ),
    )


NAT_EXHAUSTED = Hypothesis(
    "nat_exhausted",
    ("timeout",),
    -3.0,
    weigh,
    summary,
    propose,
    (("metrics", "whether the NAT gateway ran out of ports (ErrorPortAllocation)"),),
)
