"""AWS answers in JSON → function configurations, metrics, spans and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lambda_triage.evidence.function import FunctionConfiguration
from lambda_triage.evidence.tables import CHANGES
from lambda_triage.sources.metrics import read_metric_data
from lambda_triage.sources.resources import unqualified
from lambda_triage.sources.times import micros
from lambda_triage.sources.traces import read_traces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.case import Case, Value
    from lambda_triage.sources.files.read import Document

JSONObject = dict[str, object]


def read_document(case: Case, document: Document) -> bool:
    """Take what a document tells into the case; False when nothing here reads its kind."""
    body = document.body
    match document.kind:
        case "lambda.GetFunctionConfiguration" if isinstance(body, dict):
            _add(case, function(body, document))
        case "lambda.GetFunction" if isinstance(body, dict):
            configuration = _object(body, "Configuration")
            reserved = _object(body, "Concurrency").get("ReservedConcurrentExecutions")
            _add(case, function(configuration, document, reserved, "Configuration."))
        case "lambda.ListFunctions" if isinstance(body, dict):
            for index, item in enumerate(_list(body, "Functions")):
                _add(case, function(item, document, None, f"Functions[{index}]."))
        case "cloudwatch.GetMetricData" if isinstance(body, dict):
            read_metric_data(case, body, document.input)
        case "xray.BatchGetTraces" if isinstance(body, dict):
            read_traces(case, body, document.input)
        case _:
            return False
    return True


def function(
    body: Mapping[str, object],
    document: Document,
    reserved: object = None,
    path: str = "",
) -> FunctionConfiguration:
    """One function out of Lambda's own answer: what it leaves out is absent."""
    name = _text(body, "FunctionName")
    arn = _text(body, "FunctionArn")
    vpc = _object(body, "VpcConfig")
    architectures = body.get("Architectures")
    layers = [_text(layer, "Arn") or "" for layer in _list(body, "Layers")]
    snapstart = _object(body, "SnapStart")
    modified = _text(body, "LastModified")
    return FunctionConfiguration(
        resource=unqualified(arn) if arn else f"?:{name or 'unknown'}",
        complete=True,
        name=name,
        runtime=_text(body, "Runtime"),
        handler=_text(body, "Handler"),
        timeout_s=_whole(body, "Timeout"),
        memory_mb=_whole(body, "MemorySize"),
        architecture=str(architectures[0])
        if isinstance(architectures, list) and architectures
        else "x86_64",
        package_type=_text(body, "PackageType") or "Zip",
        vpc=bool(vpc.get("VpcId") or vpc.get("SubnetIds")),
        subnets=tuple(str(s) for s in cast("list[object]", vpc.get("SubnetIds") or [])),
        layers=tuple(layers),
        environment=tuple(sorted(_object(_object(body, "Environment"), "Variables"))),
        ephemeral_mb=_whole(_object(body, "EphemeralStorage"), "Size") or 512,
        snapstart=_text(snapstart, "ApplyOn") or "None",
        snapstart_status=_text(snapstart, "OptimizationStatus"),
        tracing=_text(_object(body, "TracingConfig"), "Mode") or "PassThrough",
        log_format=_text(_object(body, "LoggingConfig"), "LogFormat") or "Text",
        role=_text(body, "Role"),
        kms_key=_text(body, "KMSKeyArn"),
        code_size=_whole(body, "CodeSize"),
        state=_text(body, "State"),
        state_reason_code=_text(body, "StateReasonCode"),
        state_reason=_text(body, "StateReason"),
        last_update_status=_text(body, "LastUpdateStatus"),
        last_update_reason_code=_text(body, "LastUpdateStatusReasonCode"),
        last_update_reason=_text(body, "LastUpdateStatusReason"),
        last_modified_us=micros(modified) if modified else None,
        version=_text(body, "Version"),
        reserved_concurrency=reserved if isinstance(reserved, int) else None,
        input=document.input,
        path=path,
    )


def _add(case: Case, found: FunctionConfiguration) -> None:
    case.add_function(found)
    if found.last_modified_us is not None:
        change: dict[str, Value] = {
            "resource": found.resource,
            "time_us": found.last_modified_us,
            "kind": "configuration",
            "detail": "LastModified",
            "input": found.input,
        }
        case.add(CHANGES, [change])


def _object(body: Mapping[str, object], name: str) -> JSONObject:
    value = body.get(name)
    return cast("JSONObject", value) if isinstance(value, dict) else {}


def _list(body: Mapping[str, object], name: str) -> list[JSONObject]:
    value = body.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _text(body: Mapping[str, object], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and value else None


def _whole(body: Mapping[str, object], name: str) -> int | None:
    value = body.get(name)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
