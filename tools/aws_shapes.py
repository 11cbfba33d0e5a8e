"""Log events and a function → the JSON that the AWS CLI prints for them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import uuid
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lambda_triage.runtime import Function, LogEvent

ACCOUNT, REGION = "123456789012", "eu-west-1"
INGESTION_MS = 900  # events reach CloudWatch about a second after they are written


def write(path: Path, document: object) -> None:
    """Write as the CLI does: four blanks, characters beyond ASCII as they are."""
    text = json.dumps(document, indent=4, ensure_ascii=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def filter_log_events(events: Iterable[LogEvent]) -> dict[str, object]:
    """Shape of `aws logs filter-log-events`: all streams, in the order of time."""
    ordered = sorted(events, key=lambda event: event.time_us // 1000)
    streams = dict.fromkeys(event.stream for event in ordered)
    return {
        "events": [
            {
                "logStreamName": event.stream,
                "timestamp": event.time_us // 1000,
                "message": event.message,
                "ingestionTime": event.time_us // 1000 + INGESTION_MS,
                "eventId": _event_id(event, index),
            }
            for index, event in enumerate(ordered)
        ],
        "searchedLogStreams": [
            {"logStreamName": stream, "searchedCompletely": True} for stream in streams
        ],
    }


def function_configuration(
    function: Function,
    *,
    description: str,
    modified: datetime,
    code: bytes,
    environment: Mapping[str, str] | None = None,
    vpc: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Shape of `aws lambda get-function-configuration`, complete as AWS answers it."""
    digest = hashlib.sha256(code).digest()
    variables = dict(function.environment if environment is None else environment)
    runtime = hashlib.sha256(function.runtime.encode()).hexdigest()
    document: dict[str, object] = {
        "FunctionName": function.name,
        "FunctionArn": function.arn,
        "Runtime": function.runtime,
        "Role": f"arn:aws:iam::{ACCOUNT}:role/{function.name}-role",
        "Handler": function.handler,
        "CodeSize": len(code),
        "Description": description,
        "Timeout": round(function.timeout_s),
        "MemorySize": function.memory_mb,
        "LastModified": modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "CodeSha256": base64.b64encode(digest).decode(),
        "Version": "$LATEST",
        "Environment": {"Variables": variables},
        "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": str(uuid.UUID(bytes=digest[:16], version=4)),
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "RuntimeVersionConfig": {
            "RuntimeVersionArn": f"arn:aws:lambda:{REGION}::runtime:{runtime}"
        },
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": function.log_group},
    }
    if vpc is not None:
        document["VpcConfig"] = dict(vpc)
    if not variables:
        del document["Environment"]
    return document


def metric_data(
    series: Sequence[tuple[str, Sequence[tuple[datetime, float]]]],
) -> dict[str, object]:
    """Shape of `aws cloudwatch get-metric-data`: labelled series, newest point first."""
    return {
        "MetricDataResults": [
            {
                "Id": f"m{index}",
                "Label": label,
                "Timestamps": [f"{time:%Y-%m-%dT%H:%M:%S}+00:00" for time, _ in reversed(points)],
                "Values": [value for _, value in reversed(points)],
                "StatusCode": "Complete",
            }
            for index, (label, points) in enumerate(series)
        ],
        "Messages": [],
    }


def zipped(folder: Path) -> bytes:
    """The deployment package of a handler's folder; the same bytes on every machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(p for p in folder.rglob("*.py") if p.is_file()):
            name = path.relative_to(folder).as_posix()
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), path.read_bytes())
    return buffer.getvalue()


def _event_id(event: LogEvent, index: int) -> str:
    """56 digits, rising with time, as CloudWatch's are."""
    digest = hashlib.sha256(f"{event.stream} {index} {event.message}".encode()).hexdigest()
    return f"{event.time_us // 1000:014d}{index:06d}{int(digest[:30], 16) % 10**36:036d}"
