"""Flows: VPC flow log records, grouped by interface and peer."""

from lambda_triage.evidence.table import Column, Table

FLOWS = Table(
    "flows",
    "Records of VPC flow logs, one row for each interface, pair of addresses, port and action.",
    {
        "interface": Column("VARCHAR", "network interface, eni-…"),
        "source": Column("VARCHAR", "IP address the packets came from"),
        "destination": Column("VARCHAR", "IP address they went to"),
        "port": Column("INTEGER", "the lower of the two ports: the one that is served"),
        "protocol": Column("INTEGER", "IANA number: 6 TCP, 17 UDP"),
        "action": Column("VARCHAR", "ACCEPT or REJECT"),
        "records": Column("BIGINT", "records of this kind"),
        "packets": Column("BIGINT", "packets in them"),
        "bytes": Column("BIGINT", "bytes in them"),
        "first_us": Column("BIGINT", "start of the first, µs since the epoch, UTC"),
        "last_us": Column("BIGINT", "end of the last, µs since the epoch, UTC"),
        "input": Column("INTEGER", "input it was read from"),
        "line": Column("INTEGER", "line of the first of them, from 1"),
    },
    ("interface", "source", "destination", "port", "protocol", "action"),
)
