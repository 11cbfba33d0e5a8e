"""Layers that somebody else publishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import account
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LAYER = re.compile(r"arn:aws[\w-]*:lambda:[\w-]+:(?P<account>\d{12}):layer:[\w-]+:\d+")
# Accounts from which AWS itself publishes layers, the same in most Regions: Powertools for AWS
# Lambda, Lambda Insights, Lambda Web Adapter, ADOT, SDK for pandas (guides of each, 2026).
OF_AWS = frozenset({"017000801446", "094274105915", "580247275435", "753240598075",
                    "901920570463", "615299751070", "336392948345"})  # fmt: skip
# AWS Parameters and Secrets has an account of its own in each Region.
NAMES_OF_AWS = re.compile(
    r":layer:(?:AWS-Parameters-and-Secrets-Lambda-Extension|LambdaInsightsExtension"
    r"|AWSLambdaPowertools\w*|AWS-AppConfig-Extension)(?:-Arm64)?:"
)


@check(
    id="rights/foreign-layer",
    title="A layer comes from another account",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def foreign_layer(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        own = account(function.resource)
        for n, layer in enumerate(function.layers or ()):
            found = LAYER.fullmatch(layer)
            if not own or not found or found["account"] in {own, *OF_AWS}:
                continue
            if NAMES_OF_AWS.search(layer):
                continue
            place = Place(function.input, path=f"{function.path}Layers[{n}].Arn")
            text = f"{layer.split(':layer:')[1]} of account {found['account']}"
            yield Finding(
                resource=function.resource,
                summary=f"Code of another account runs with the function's role: layer {text}",
                key=layer.rpartition(":")[0],
                citations=(Citation(place=place, text=layer),),
                remedies=(
                    Manual(
                        "Check who publishes it; publish a copy of that version in your own"
                        " account, so that it can neither change hands nor vanish",
                        "whether the publisher is trusted is the owner's decision",
                    ),
                ),
            )
