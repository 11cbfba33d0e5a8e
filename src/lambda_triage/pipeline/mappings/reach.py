"""The network of a Kafka mapping's poller: from where it polls, and what it reaches from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from lambda_triage.checks.admits import lets_in, lets_out
from lambda_triage.checks.network.cluster_closed_to_poller import PORTS
from lambda_triage.checks.way_out import endpoints, ways_out
from lambda_triage.evidence.documents import Cluster, Known, RouteTable, SecurityGroup, Subnet
from lambda_triage.evidence.function import FunctionConfiguration
from lambda_triage.evidence.gap import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Endpoint, Mapping

YesNo: TypeAlias = Literal["yes", "no", "unknown"]
HTTPS = 443
# Which port an authentication of Amazon MSK means (Lambda guide, with-msk-cluster-network).
AUTHENTICATED = {"SASL_SCRAM_512_AUTH": 9096, "CLIENT_CERTIFICATE_TLS_AUTH": 9094}
MOST_BROKERS = 20
GONE = ("deleted", "failed", "rejected", "expired", "deleting")  # states of an endpoint, lower case


class Fact(Struct, frozen=True):
    """One question about the network, its answer, and what the answer rests on."""

    what: str
    answer: YesNo
    why: str


class Reach(Struct, frozen=True):
    """What is known of one poller's network.

    provisioned  whether it has provisioned pollers; None where the evidence does not tell
    closed       services that it needs and does not reach
    """

    provisioned: bool | None
    facts: tuple[Fact, ...]
    closed: tuple[str, ...]
    open: bool


def reach(case: Case, mapping: Mapping) -> Reach:
    """From the mapping, its cluster, and the subnets, routes, endpoints and groups around it."""
    provisioned = bool(mapping.pollers) if mapping.known is not Known.NOTE else None
    poller = _poller(case, mapping)
    facts = [_mode(provisioned), *_brokers(case, mapping, poller)]
    needs = ("lambda", "sts", *(("secretsmanager",) if _has_secret(mapping) else ()))
    if provisioned is False:
        if poller.subnets:
            facts += [_way(case, poller, service) for service in needs]
            facts += list(_admitted(case, poller, needs))
        else:
            why = "the cluster's subnets are not in the evidence"
            facts.append(Fact("way to Lambda and STS", "unknown", why))
    asked = [fact for fact in facts if fact.what.startswith("way to ")]
    closed = tuple(f.what.removeprefix("way to ") for f in asked if f.answer == "no")
    return Reach(provisioned, tuple(facts), closed, bool(asked) and all(
        fact.answer == "yes" for fact in asked
    ))  # fmt: skip


def _mode(provisioned: bool | None) -> Fact:
    if provisioned is None:
        return Fact("provisioned mode", "unknown", "the whole mapping is not in the evidence")
    if provisioned:
        why = "ProvisionedPollerConfig is set: Lambda makes the way to the function by itself"
        return Fact("provisioned mode", "yes", why)
    why = "no ProvisionedPollerConfig: invoking goes through the VPC of the cluster"
    return Fact("provisioned mode", "no", why)


def _poller(case: Case, mapping: Mapping) -> FunctionConfiguration:
    """Where the poller stands, as if it were a function of that VPC."""
    cluster = case.document(Cluster, mapping.source) if mapping.source else None
    named = dict[str, list[str]]()
    for one in mapping.access if isinstance(mapping.access, list) else ():
        uri = one.get("URI") if isinstance(one, dict) else None
        if isinstance(uri, str):
            kind, _, id = uri.partition(":")
            named.setdefault(kind, []).append(id)
    subnets = (cluster.subnets if cluster else None) or tuple(named.get("subnet", ()))
    groups = (cluster.groups if cluster else None) or tuple(named.get("security_group", ()))
    return FunctionConfiguration(
        "?:poller", complete=False, subnets=subnets or _only_subnets(case, mapping),
        security_groups=groups,
    )  # fmt: skip


def _only_subnets(case: Case, mapping: Mapping) -> tuple[str, ...]:
    """Of a cluster that is not in the evidence: those that all route tables here are about."""
    if not (mapping.source or "").startswith("arn:"):
        return ()
    told = [
        str(one["SubnetId"])
        for table in case.documents(RouteTable)
        for one in (table.associations if isinstance(table.associations, list) else ())
        if isinstance(one, dict) and one.get("SubnetId")
    ]
    vpcs = {t.vpc for t in case.documents(RouteTable)}
    functions = {s for f in case.functions for s in f.subnets or ()}
    return tuple(s for s in told if s not in functions) if len(vpcs) == 1 else ()


def _brokers(case: Case, mapping: Mapping, poller: FunctionConfiguration) -> Iterator[Fact]:
    """Whether the poller's groups let it out to the brokers, and for Amazon MSK in to them."""
    wanted = poller.security_groups or ()
    groups = [g for id in wanted if (g := case.document(SecurityGroup, id))]
    ports = _ports(mapping)
    what = f"brokers on TCP {', '.join(map(str, ports))}"
    if not ports or not groups or len(groups) < len(wanted):
        if ports and wanted:
            yield Fact(
                what, "unknown", f"rules of {', '.join(wanted)[:200]} are not in the evidence"
            )
        return
    names = ", ".join(wanted)
    out = [any(lets_out(group, port) is not False for group in groups) for port in ports]
    if not any(out):
        yield Fact(what, "no", f"no egress rule of {names} covers it")
    elif mapping.brokers:
        yield Fact(what, "unknown", f"{names} lets it out; the brokers' own side is not here")
    else:
        cidrs = tuple(_cidrs(case, poller))
        into = [any(lets_in(g, port, wanted, cidrs) is not False for g in groups) for port in ports]
        answer: YesNo = "yes" if any(into) else "no"
        told = "admits" if any(into) else "does not admit"
        yield Fact(what, answer, f"{names} {told} itself")


def _ports(mapping: Mapping) -> tuple[int, ...]:
    """Broker ports: as the addresses tell, else as the authentication means, else any."""
    ends = mapping.brokers.get("Endpoints") if isinstance(mapping.brokers, dict) else None
    listed = next(iter(ends.values()), None) if isinstance(ends, dict) else None
    if isinstance(listed, list):
        told = {str(one).rpartition(":")[2] for one in listed[:MOST_BROKERS]}
        return tuple(sorted(int(port) for port in told if port.isdecimal() and len(port) < 6))
    access = mapping.access if isinstance(mapping.access, list) else []
    types = {str(one.get("Type")) for one in access if isinstance(one, dict)}
    known = tuple(port for name, port in AUTHENTICATED.items() if name in types)
    return known or tuple(port for port, name in PORTS.items() if name != "SASL/SCRAM")


def _cidrs(case: Case, poller: FunctionConfiguration) -> Iterator[str]:
    for id in poller.subnets or ():
        subnet = case.document(Subnet, id)
        if subnet is not None and subnet.cidr:
            yield subnet.cidr


def _has_secret(mapping: Mapping) -> bool:
    access = mapping.access if isinstance(mapping.access, list) else []
    return any(
        isinstance(one, dict) and ":secretsmanager:" in str(one.get("URI")) for one in access
    )


def _of(found: tuple[Endpoint, ...], service: str) -> list[Endpoint]:
    return [
        e for e in found
        if (e.service or "").endswith(f".{service}") and (e.state or "").lower() not in GONE
    ]  # fmt: skip


def _way(case: Case, poller: FunctionConfiguration, service: str) -> Fact:
    what = f"way to {service}"
    own = _of(endpoints(case, poller), service)
    if own:
        return Fact(what, "yes", f"endpoint {own[0].name} of {own[0].service}")
    outs = ways_out(case, poller)
    if any(out.way is None for out in outs):
        lacking = ", ".join(out.subnet for out in outs if out.way is None)
        return Fact(what, "unknown", f"the route table of {lacking[:200]} is not in the evidence")
    ways = {out.way for out in outs}
    if ways <= {"nat", "other"}:
        return Fact(what, "yes", "all subnets have a default route out of the VPC")
    if _not_collected(case, "vpc_endpoints"):
        return Fact(what, "unknown", "the VPC's endpoints are not in the evidence")
    bad = next(out for out in outs if out.way not in ("nat", "other"))
    told = {
        "internet_gateway": "is public, where only an endpoint helps",
        "blackhole": "has a default route that leads nowhere",
        "none": "has no default route",
    }[str(bad.way)]
    return Fact(what, "no", f"{bad.subnet} {told}, and there is no endpoint for {service}")


def _not_collected(case: Case, table: str) -> bool:
    return any(gap.resource == EVERYTHING for gap in case.gaps([table]))


def _admitted(case: Case, poller: FunctionConfiguration, needs: tuple[str, ...]) -> Iterator[Fact]:
    """Whether the endpoints' groups let the poller in."""
    wanted = poller.security_groups or ()
    cidrs = tuple(_cidrs(case, poller))
    for service in needs if wanted else ():
        for endpoint in _of(endpoints(case, poller), service):
            groups = [g for id in endpoint.groups or () if (g := case.document(SecurityGroup, id))]
            said = [lets_in(group, HTTPS, wanted, cidrs) for group in groups]
            if groups and len(groups) == len(endpoint.groups or ()) and not any(
                answer is not False for answer in said
            ):  # fmt: skip
                why = f"no group of {endpoint.name} admits {', '.join(wanted)} on {HTTPS}"
                yield Fact(f"way to {service}", "no", why)
