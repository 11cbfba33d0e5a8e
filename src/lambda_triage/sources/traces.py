"""BatchGetTraces' answer → rows of `spans`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lambda_triage.evidence.naming import unqualified
from lambda_triage.evidence.tables import SPANS
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.case import Case, Value

DEPTH_LIMIT = 64  # nested subsegments followed


def read_traces(case: Case, body: Mapping[str, object], input: int) -> None:
    """Take every segment document; unprocessed trace ids become gaps."""
    traces = body.get("Traces")
    for trace in traces if isinstance(traces, list) else []:
        if isinstance(trace, dict):
            case.add(SPANS, list(_trace(trace, input)))
    unprocessed = body.get("UnprocessedTraceIds")
    for trace_id in unprocessed if isinstance(unprocessed, list) else []:
        case.miss("spans", "*", f"X-Ray did not return trace {trace_id}")


def _trace(trace: Mapping[str, object], input: int) -> Iterator[dict[str, Value]]:
    segments = trace.get("Segments")
    documents = []
    for segment in segments if isinstance(segments, list) else []:
        text = segment.get("Document") if isinstance(segment, dict) else None
        try:
            document = msgspec.json.decode(text) if isinstance(text, str) else text
        except msgspec.DecodeError:
            continue
        if isinstance(document, dict):
            documents.append(document)
    resource = next((r for d in documents if (r := _function(d))), "?:unknown")
    for document in documents:
        yield from _span(document, str(trace.get("Id") or ""), resource, None, input, 0)


def _function(document: Mapping[str, object]) -> str | None:
    aws = document.get("aws")
    aws = aws if isinstance(aws, dict) else {}
    arn = aws.get("function_arn") or document.get("resource_arn") or aws.get("resource_arn")
    return unqualified(arn) if isinstance(arn, str) and ":function:" in arn else None


def _span(
    document: Mapping[str, object],
    trace_id: str,
    resource: str,
    parent: str | None,
    input: int,
    depth: int,
) -> Iterator[dict[str, Value]]:
    aws = document.get("aws")
    http = document.get("http")
    response = http.get("response") if isinstance(http, dict) else None
    status = response.get("status") if isinstance(response, dict) else None
    yield {
        "resource": resource,
        "trace_id": str(document.get("trace_id") or trace_id),
        "request_id": _string(aws.get("request_id")) if isinstance(aws, dict) else None,
        "span_id": _string(document.get("id")),
        "parent_id": _string(document.get("parent_id")) or parent,
        "name": _string(document.get("name")),
        "namespace": _string(document.get("namespace")),
        "origin": _string(document.get("origin")),
        "start_us": micros(document.get("start_time")),
        "end_us": micros(document.get("end_time")),
        "error": bool(document.get("error")),
        "fault": bool(document.get("fault")),
        "throttle": bool(document.get("throttle")),
        "status": status if isinstance(status, int) and 0 < status < 1000 else None,
        "message": _message(document.get("cause")),
        "input": input,
    }
    below = document.get("subsegments")
    if isinstance(below, list) and depth < DEPTH_LIMIT:
        for child in below:
            if isinstance(child, dict):
                parent_id = _string(document.get("id"))
                yield from _span(child, trace_id, resource, parent_id, input, depth + 1)


def _message(cause: object) -> str | None:
    exceptions = cause.get("exceptions") if isinstance(cause, dict) else None
    first = exceptions[0] if isinstance(exceptions, list) and exceptions else None
    return _string(first.get("message")) if isinstance(first, dict) else None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
