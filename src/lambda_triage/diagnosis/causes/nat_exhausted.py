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

# NAT gateway metrics that stay 0 while it has ports and bandwidth (VPC guide, NAT gateways, 2026).
PEAKS = """
SELECT metric, max(value), min(input) FROM metrics
WHERE metric IN ('ErrorPortAllocation', 'PacketsDropCount')
GROUP BY metric
ORDER BY metric
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    if facts.function is not None and facts.function.vpc is not None:
        vpc = facts.function.vpc
        text = f"the function is {'' if vpc else 'not '}attached to a VPC"
        yield Weight(1.0 if vpc else -6.0, text, "vpc", configured(facts, "VpcConfig", ""))
    for metric, peak, input in facts.case.execute(PEAKS):
        cited = (Citation(place=Place(int(str(input)), metric=str(metric))),)
        if float(str(peak)) > 0:
            yield Weight(4.0, f"the NAT gateway's {metric} reached {peak:g}", "ports", cited)
        else:
            yield Weight(-4.0, f"the NAT gateway's {metric} stayed 0", "ports", cited)


def summary(facts: Facts) -> str:
    if any(w.points < -3 for w in weigh(facts) if w.topic == "ports"):
        return "The NAT gateway is ruled out: it always had ports and dropped nothing."
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
