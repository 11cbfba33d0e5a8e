"""Names that cannot be resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Command, EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

HOST = r"[\w.<>*-]{1,253}"  # < > * stand in names that were made unreadable
NO_NAMES = ("undefined", "null", "none", "nan", "nil", "false", "true", "object")
Q = r"\\?[\"'`]"


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    captures = signal.captures
    host = captures.get("host") or captures.get("name") or "the name"
    remedies: list[Remedy] = [EditCode(f"Check the spelling and the region of {host}")]
    if function is None or function.vpc is not False:
        remedies.append(
            Command(
                (
                    "aws",
                    "ec2",
                    "describe-vpc-attribute",
                    "--attribute",
                    "enableDnsSupport",
                    "--vpc-id",
                    "<vpc id>",
                ),
                "In a VPC, enableDnsSupport and enableDnsHostnames have to be on",
            )
        )
        told = f"If {host} is private, associate its hosted zone or endpoint with the VPC"
        return (*remedies, Manual(told, "the VPC's zones are not in the evidence"))
    told = f"If {host} is private, attach the function to the VPC that resolves it"
    return (*remedies, Manual(told, "where the name lives is not in the evidence"))


def _is_no_name(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """A host called `undefined` is a setting that was never made: code/setting-undefined."""
    return (signal.captures.get("host") or "").lower() in NO_NAMES


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("endpoint") else DECISIVE


DNS_FAILURE = told_once(
    weighed(
        signature_check(
            id="network/dns-failure",
            title="A name cannot be resolved",
            severity=Severity.HIGH,
            cause="dns_failure",
            since="0.1",
            messages=(
                message(
                    "node",
                    "EAI_AGAIN",
                    "EAI_FAIL",
                    "ENOTFOUND",
                    "Inaccessible host",
                    "querySrv E",
                    pattern=rf"(?:getaddrinfo|query\w{{1,8}}) (?:EAI_AGAIN|EAI_FAIL|EAI_NODATA"
                    rf"|ENOTFOUND|ETIMEOUT|ESERVFAIL|ENODATA|ECONNREFUSED)(?: (?P<host>{HOST}))?"
                    rf"|Inaccessible host: {Q}(?P<name>{HOST})|(?:code: ?{Q}|Error: )(?:ENOTFOUND"
                    rf"|EAI_AGAIN)",
                    source="Node.js lib/dns.js and libuv; aws-sdk-js UnknownEndpoint, 2025",
                ),
                message(
                    "system",
                    "ame or service not known",
                    "emporary failure in name resolution",
                    "No address associated with hostname",
                    "nodename nor servname provided",
                    "failed to lookup address information",
                    "Resource temporarily unavailable (",
                    pattern=rf"(?:translate host name {Q}(?P<host>{HOST}){Q} to address: |on {Q}"
                    rf"(?P<name>{HOST}){Q} \([^\n]{{0,20}}?)?(?:[Nn]ame or service not known"
                    rf"|[Tt]emporary failure in name resolution"
                    rf"|No address associated with hostname|nodename nor servname provided"
                    rf"|failed to lookup address information"
                    rf"|Resource temporarily unavailable \([\w.-]{{1,253}}:\d{{1,5}}\))",
                    source="glibc gai_strerror, as Python, Ruby, PHP, Java, .NET and Rust print it,"
                    " 2025",
                ),
                message(
                    "python",
                    "gaierror",
                    "Could not connect to the endpoint URL",
                    "NameResolutionError",
                    "Failed to resolve '",
                    pattern=rf"(?P<endpoint>Could not connect to the endpoint URL): {Q}https?://"
                    rf"(?!(?:localhost|127\.|host\.docker))(?P<host>{HOST})"
                    rf"|Failed to resolve {Q}(?P<name>{HOST})|gaierror(?=[:(\]'\"])"
                    rf"|NameResolutionError",
                    source="CPython socket.gaierror, urllib3, botocore EndpointConnectionError,"
                    " 2025",
                ),
                message(
                    "java",
                    "UnknownHostException",
                    "UnresolvedAddressException",
                    pattern=rf"UnknownHostException(?:: (?P<host>{HOST}))?"
                    rf"|UnresolvedAddressException|^(?P<name>{HOST}): Name or service not known:"
                    rf" java\.net\.UnknownHost",
                    source="JDK java.net.UnknownHostException; aws-sdk-java-v2, 2025",
                ),
                message(
                    "go",
                    "no such host",
                    "No such host is known",
                    "server misbehaving",
                    "dial tcp: lookup ",
                    pattern=rf"(?:lookup (?P<host>{HOST})[^\n]{{0,60}}?: )(?:no such host"
                    rf"|server misbehaving|[^\n]{{0,80}}i/o timeout)|No such host is known"
                    rf"|no such host",
                    source="Go net.DNSError; .NET SocketError HostNotFound, 2025",
                ),
                message(
                    "php",
                    "ould not resolve host",
                    "php_network_getaddresses",
                    "ouldn't resolve host",
                    pattern=rf"[Cc]ould(?: not|n't) resolve (?:host"
                    rf"|proxy)(?: name)?:? ?{Q}?(?P<host>{HOST})?|php_network_getaddresses",
                    source="curl CURLE_COULDNT_RESOLVE_HOST; php-src main/network.c, 2025",
                ),
                message(
                    "resolver",
                    "NXDOMAIN",
                    "The DNS query name does not exist",
                    "The resolution lifetime expired",
                    "Unknown MySQL server host",
                    "No resolvable bootstrap urls",
                    "DNS resolution failed",
                    "Name resolution failed for target",
                    pattern=rf"NXDOMAIN|The DNS query name does not exist(?:: (?P<host>{HOST}))?"
                    rf"|The resolution lifetime expired"
                    rf"|Unknown MySQL server host {Q}(?P<name>{HOST})|No resolvable bootstrap urls"
                    rf"|DNS resolution failed|Name resolution failed for target",
                    source="dnspython, MySQL client, Apache Kafka clients, gRPC, 2025",
                ),
            ),
            summary="A name the function calls cannot be resolved",
            fix=_fix,
            unless=_is_no_name,
        ),
        _weight,
    ),
    "host",
    "name",
)
