"""Functions whose settings for the Lambda Web Adapter contradict one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# Quick start and configuration of the Lambda Web Adapter (its documentation, 2026).
LAYER = re.compile(r":layer:LambdaAdapterLayer(?:X86|Arm64)(?::\d+)?$")
WRAPPER = "/opt/bootstrap"
TAKEN = {"9001": "Lambda's Runtime API", "3000": "the extension of Lambda Insights"}
ENTRY = re.compile(r"\.(?:lambda_)?handler$")  # a runtime's own handler, no start-up script


@check(
    id="handler/web-adapter-settings",
    title="Settings of the web adapter contradict one another",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="web_adapter_misconfigured",
)
def web_adapter_settings(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        for text, fix in _contradictions(function):
            yield Finding(
                resource=function.resource,
                summary=f"The web adapter cannot hand requests to the application: {text}",
                key=text,
                citations=(
                    Citation(
                        place=Place(function.input, path=f"{function.path}Environment"), text=text
                    ),
                ),
                cause="web_adapter_misconfigured",
                weight=STRONG,
                explains=("init_failure", "error", "timeout"),
                remedies=(EditCode(fix),),
            )


def _contradictions(function: FunctionConfiguration) -> Iterator[tuple[str, str]]:
    if function.is_image or function.layers is None or function.environment is None:
        return  # an image brings the adapter itself
    adapter = any(LAYER.search(layer) for layer in function.layers)
    wrapper = function.setting("AWS_LAMBDA_EXEC_WRAPPER")
    managed = not (function.runtime or "provided").startswith("provided")
    if not adapter:
        if wrapper == WRAPPER and not function.layers and managed:
            told = f"AWS_LAMBDA_EXEC_WRAPPER is {WRAPPER}, and no layer brings it"
            yield told, "Attach the layer of the adapter, or remove the variable"
        return
    if managed and wrapper is None:
        told = "its layer is attached, and AWS_LAMBDA_EXEC_WRAPPER is not set"
        yield told, f"Set AWS_LAMBDA_EXEC_WRAPPER to {WRAPPER}, and the handler to the script"
    elif managed and wrapper != WRAPPER:
        told = f"AWS_LAMBDA_EXEC_WRAPPER is {wrapper}, which takes its place"
        yield told, f"Only one wrapper runs: let {WRAPPER} be it, and start the other in the script"
    elif managed and ENTRY.search(function.handler or ""):
        told = f"the handler is {function.handler}, where a start-up script is expected"
        yield told, "Set the handler to an executable script that starts the server (run.sh)"
    port = function.setting("AWS_LWA_PORT") or function.setting("PORT")
    if port in TAKEN:
        yield f"port {port} belongs to {TAKEN[port]}", "Let the application listen on 8080"
