"""Lambda's own answers about a function → its configuration, and when it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

from msgspec.structs import replace

from lambda_triage.evidence.function import SETTINGS, FunctionConfiguration
from lambda_triage.evidence.naming import unqualified
from lambda_triage.evidence.tables import CHANGES
from lambda_triage.sources.numbers import whole
from lambda_triage.sources.secret_values import secret_settings
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case, Value
    from lambda_triage.sources.files.read import Document

JSONObject: TypeAlias = Mapping[str, object]
# By where in its answer a configuration stands: GetFunction has the concurrency, lists lack the
# state, and of the versions only $LATEST is taken.
TELLING = {"Configuration.": 0, "": 1, "Functions": 2, "Versions": 3}


def read_configuration(case: Case, body: JSONObject, document: Document) -> None:
    """GetFunctionConfiguration."""
    _add(case, function(body, document))


def read_function(case: Case, body: JSONObject, document: Document) -> None:
    """GetFunction: the configuration, and its reserved concurrency."""
    reserved = _object(body, "Concurrency").get("ReservedConcurrentExecutions")
    _add(case, function(_object(body, "Configuration"), document, reserved, "Configuration."))


def read_functions(case: Case, body: JSONObject, document: Document) -> None:
    """ListFunctions."""
    for index, item in enumerate(_list(body, "Functions")):
        _add(case, function(item, document, None, f"Functions[{index}]."))


def read_versions(case: Case, body: JSONObject, document: Document) -> None:
    """ListVersionsByFunction: $LATEST as the configuration, published versions as changes."""
    before: str | None = None
    for index, item in enumerate(_list(body, "Versions")):
        path = f"Versions[{index}]."
        known = function(item, document, None, path)
        code = _text(item, "CodeSha256")
        if known.version == "$LATEST":
            _add(case, known)
            continue
        if known.last_modified_us is not None:
            change: dict[str, Value] = {
                "resource": known.resource,
                "time_us": known.last_modified_us,
                "kind": "version" if code is not None and code == before else "code",
                "detail": f"version {known.version} was published",
                "input": known.input,
                "path": path,
            }
            case.add(CHANGES, [change])
        before = code


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
    variables = _object(_object(body, "Environment"), "Variables")
    known = FunctionConfiguration(
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
        vpc_id=_text(vpc, "VpcId"),
        security_groups=_texts(vpc.get("SecurityGroupIds")),
        subnets=tuple(str(s) for s in cast("list[object]", vpc.get("SubnetIds") or [])),
        layers=tuple(layers),
        environment=tuple(sorted(variables)),
        environment_bytes=sum(len(f"{k}{v}".encode()) for k, v in variables.items()),
        secrets=secret_settings(variables),
        settings=tuple((k, str(v)) for k, v in sorted(variables.items()) if k in SETTINGS),
        ephemeral_mb=_whole(_object(body, "EphemeralStorage"), "Size") or 512,
        snapstart=_text(snapstart, "ApplyOn") or "None",
        snapstart_status=_text(snapstart, "OptimizationStatus"),
        tracing=_text(_object(body, "TracingConfig"), "Mode") or "PassThrough",
        role=_text(body, "Role"),
        kms_key=_text(body, "KMSKeyArn"),
        code_size=_whole(body, "CodeSize"),
        code_sha256=_text(body, "CodeSha256"),
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
    return _beside(known, body)


def _beside(known: FunctionConfiguration, body: Mapping[str, object]) -> FunctionConfiguration:
    """The same, with logging, destinations, image and Managed Instances."""
    logging = _object(body, "LoggingConfig")
    image = _object(body, "ImageConfigResponse")
    capacity = _object(body, "CapacityProviderConfig")
    provider = _object(capacity, "LambdaManagedInstancesCapacityProviderConfig")
    return replace(
        known,
        log_format=_text(logging, "LogFormat") or "Text",
        log_group=_text(logging, "LogGroup"),
        log_level=_text(logging, "ApplicationLogLevel"),
        dead_letter=_text(_object(body, "DeadLetterConfig"), "TargetArn"),
        file_systems=tuple(_text(f, "Arn") or "" for f in _list(body, "FileSystemConfigs")),
        description=_text(body, "Description"),
        image_command=_texts(_object(image, "ImageConfig").get("Command")),
        capacity_provider=_text(provider, "CapacityProviderArn"),
        durable="DurableConfig" in body,
        runtime_version=_text(_object(body, "RuntimeVersionConfig"), "RuntimeVersionArn"),
    )


def _add(case: Case, found: FunctionConfiguration) -> None:
    """Keep one answer of a function: the one that was asked about it alone, which tells most."""
    own = [f for f in case.functions if f.resource == found.resource and f.complete]
    lesser = [f for f in own if _rank(f) > _rank(found)]
    if lesser:
        case.functions[case.functions.index(lesser[0])] = found
    elif all(_rank(f) == _rank(found) and not _equal(f, found) for f in own):
        case.add_function(found)
    if found.last_modified_us is not None and found.last_modified_us not in {
        f.last_modified_us for f in own
    }:
        change: dict[str, Value] = {
            "resource": found.resource,
            "time_us": found.last_modified_us,
            "kind": "configuration",
            "detail": "LastModified",
            "input": found.input,
        }
        case.add(CHANGES, [change])


def _equal(one: FunctionConfiguration, other: FunctionConfiguration) -> bool:
    return replace(one, input=other.input, path=other.path) == other


def _rank(function: FunctionConfiguration) -> int:
    """What tells most of a function comes first."""
    return TELLING.get(function.path.partition("[")[0], 1)


def _object(body: Mapping[str, object], name: str) -> JSONObject:
    value = body.get(name)
    return cast("JSONObject", value) if isinstance(value, dict) else {}


def _list(body: Mapping[str, object], name: str) -> list[JSONObject]:
    value = body.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _text(body: Mapping[str, object], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and value else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else ()


def _whole(body: Mapping[str, object], name: str) -> int | None:
    return whole(body.get(name))
