"""Imports that fail in a copy of a library that a layer brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

IN_A_LAYER = 1.0  # log-odds; the path shows a layer's copy, not that the layer is at fault


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    path = signal.captures.get("path", "the library")
    told = f"Remove {path} from the layer, or bring layer and package to one version"
    move = FixPackage("pin", path, told)
    if function is None or function.name is None:
        return (move,)
    argv = ("aws", "lambda", "get-function-configuration", "--function-name", function.name)
    return (move, Command((*argv, "--query", "Layers"), "Read which layers are attached, in order"))


LAYER_SHADOWS_PACKAGE = signature_check(
    id="packaging/layer-shadows-package",
    title="A layer's copy of a library is the one that fails",
    severity=Severity.HIGH,
    cause="layer_conflict",
    since="0.1",
    messages=(
        message(
            "python",
            "/opt/python/",
            pattern=r"(?:cannot import name|has no attribute|ImportError|ImportModuleError"
            r"|size changed)[^\n]{0,400}?(?P<path>/opt/python/(?:lib/python3\.\d+/site-packages/)?"
            r"[\w-]+)",
            source="AWS Lambda guide, layers: /opt/python precedes the runtime's libraries, 2025",
        ),
        message(
            "node",
            "/opt/nodejs/",
            pattern=r"(?:is not a function|is not a constructor|not defined by|Cannot find module)"
            r"[\s\S]{0,1500}?(?P<path>/opt/nodejs/(?:node\d+/)?node_modules/(?:@[\w.-]+/)?[\w.-]+)",
            source="AWS Lambda guide, layers: NODE_PATH holds /opt/nodejs, 2025",
        ),
    ),
    summary="The library that fails is loaded from a layer: {path}",
    fix=_fix,
    weight=IN_A_LAYER,
)
