"""The function sits in a VPC, and from its subnets there is no way to what it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured
from lambda_triage.diagnosis.words import names_store
from lambda_triage.findings import Command, Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

NOTE = 0.8  # log-odds of a reported note: it may support, never conclude
LITTLE_MEMORY = 0.7  # share of Memory Size below which the work had hardly begun
NO = ("false", "no", "none", "0")


def weigh(facts: Facts) -> Iterator[Weight]:
    function, outcomes = facts.function, facts.outcomes
    if function is not None and function.vpc is not None:
        cited = configured(facts, "VpcConfig", "")
        if function.vpc:
            yield Weight(3.8, "the function is attached to a VPC", "vpc", cited)
        else:
            yield Weight(-6.0, "the function is not attached to a VPC", "vpc", cited)
    if outcomes and outcomes.timeouts:
        ended = outcomes.ok + outcomes.timeouts
        if outcomes.ok == 0:
            yield Weight(0.8, "no invocation got through", "share")
        elif outcomes.ok > ended / 2:
            yield Weight(-3.0, f"{outcomes.ok} of {ended} invocations did get through", "share")
        used, size = outcomes.max_memory_mb, outcomes.memory_mb
        if used and size and used < LITTLE_MEMORY * size:
            yield Weight(0.4, f"only {used} of {size} MB were used", "memory")
        if outcomes.last_line and names_store(outcomes.last_line):
            yield Weight(
                -1.5, "it stopped at a database or cache, which needs no route out", "peer"
            )
    for found in facts.found("network/route-out"):
        yield Weight(-6.0, found.summary, "route", found.citations)
    if (facts.note("nat") or "").lower() in NO:
        yield Weight(NOTE, "reported: there is no NAT gateway", "nat")
    if facts.found("network/connect-timeout"):
        yield Weight(1.0, "a connection could not be opened in time", "connect")


def summary(facts: Facts) -> str:
    return (
        "The function runs in a VPC, and its calls hang as they do without a route:"
        " no NAT gateway or VPC endpoint leads out of its subnets."
    )


def propose(facts: Facts) -> tuple[Remedy, ...]:
    subnets = facts.function.subnets if facts.function else None
    ids = ",".join(subnets) if subnets else "<subnet ids of the function>"
    return (
        Command(
            (
                "aws",
                "ec2",
                "describe-route-tables",
                "--filters",
                f"Name=association.subnet-id,Values={ids}",
            ),
            "look for a 0.0.0.0/0 route to a NAT gateway, or endpoints for the services called",
        ),
        Manual(
            "give the private subnets a route to a NAT gateway (internet), a gateway endpoint (S3,"
            " DynamoDB) or interface endpoints (other AWS services); an internet gateway does not"
            " help, since Lambda's interfaces have no public address",
            "the routes and what the function calls are not in the evidence",
        ),
    )


TIMEOUT_VPC_NO_ROUTE = Hypothesis(
    "timeout_vpc_no_route",
    ("timeout",),
    -2.3,
    weigh,
    summary,
    propose,
    (
        ("functions", "whether the function is attached to a VPC"),
        ("network", "whether its subnets have a route out"),
    ),
)
