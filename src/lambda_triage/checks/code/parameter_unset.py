"""Calls whose required parameter is empty, mostly because a setting it comes from is not set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

LIKELY = 1.8  # log-odds; the value may also come from the event


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    name = signal.captures.get("parameter", "the parameter")
    return (EditCode(f"Find where {name} comes from; set its environment variable, fail early"),)


PARAMETER_UNSET = signature_check(
    id="code/parameter-unset",
    title="A call gets no value for a required parameter",
    severity=Severity.HIGH,
    cause="env_var_missing",
    since="0.1",
    messages=(
        message(
            "botocore",
            "Invalid type for parameter ",
            pattern=r"Invalid type for parameter (?P<parameter>[\w.]{1,100}), value: None",
            source="botocore validate.py, 2025",
        ),
        message(
            "javascript",
            "Missing required key ",
            "No value provided for input HTTP label",
            "Empty value provided for input HTTP label",
            pattern=r"Missing required key '(?P<parameter>\w{1,100})' in params"
            r"|(?:No|Empty) value provided for input HTTP label: (?P<label>\w{1,100})",
            source="AWS SDK for JavaScript v2 param_validator.js, v3 smithy-client, 2025",
        ),
        message(
            "service",
            "failed to satisfy constraint: Member must not be null",
            pattern=r"Value null at '(?P<parameter>\w{1,100})' failed to satisfy constraint",
            source="AWS JSON services, ValidationException, 2025",
        ),
        message(
            "clients",
            'must be a string, got "undefined"',
            'must be a string, got \\"undefined\\"',
            "secretOrPrivateKey must have a value",
            "Received undefined",
            "supabaseUrl is required",
            pattern=r"parameter to `(?P<parameter>\w+)\(\)` must be a string, got \\*\"undefined"
            r"|secretOrPrivateKey must have a value|supabaseUrl is required"
            r"|argument must be (?:of type )?[^\n]{1,80}\. Received undefined",
            source="mongoose, jsonwebtoken, supabase-js, Node.js ERR_INVALID_ARG_TYPE, 2025",
        ),
    ),
    summary="A call gets no value for {parameter}",
    fix=_fix,
    weight=LIKELY,
)
