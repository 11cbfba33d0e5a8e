"""Which container or document a JSON value is, judged by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.bundle.place import CALL
from lambda_triage.sources.files.documents import kind_of
from lambda_triage.sources.files.form import Form

if TYPE_CHECKING:
    from lambda_triage.sources.files.item import Json

EVENT_KEYS = {"logStreamName", "timestamp", "message", "ingestionTime", "eventId"}
EVENT_MARKS = {"logStreamName", "ingestionTime", "eventId"}
GZIP_BASE64, ZLIB_BASE64, JSON_BASE64 = "H4sI", "eJ", "eyJtZXNzYWdlVHlwZSI"


def json_form(value: Json) -> Form | None:
    """The container a whole JSON value is; None for any other JSON."""
    if isinstance(value, dict):
        return _object_form(value)
    if isinstance(value, list):
        return _array_form(value)
    return None


def is_event(value: Json) -> bool:
    """One object of `events` in an answer of CloudWatch Logs."""
    return isinstance(value, dict) and EVENT_KEYS.issuperset(value) and "timestamp" in value


def is_telemetry(value: Json) -> bool:
    """One element of a batch of the Telemetry or Logs API."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("type"), str)
        and "time" in value
        and "record" in value
    )


def is_performance(value: object) -> bool:
    """An event of Lambda Insights as a value of its own, out of the log event's message."""
    return isinstance(value, dict) and {"cpu_total_time", "function_name"} <= value.keys()


def is_payload(value: Json) -> bool:
    """Base64 of what a subscription filter sends, as Kinesis and Firehose events carry it."""
    return isinstance(value, str) and value.startswith((GZIP_BASE64, ZLIB_BASE64, JSON_BASE64))


def _object_form(value: dict[str, Json]) -> Form | None:
    if value.get("kind") == CALL:  # calls.jsonl of a bundle: about the collection, no evidence
        return Form.marker
    if _is_subscription(value):
        return Form.subscription
    if isinstance(value.get("LogResult"), str):
        return Form.log_result
    if "sessionUpdate" in value or "sessionResults" in value or "sessionStart" in value:
        return Form.filter_log_events
    if isinstance(events := value.get("events"), list) and (form := _events_form(value, events)):
        return form
    if isinstance(rows := value.get("results"), list) and _is_insights(value, rows):
        return Form.insights_json
    if is_event(value) and EVENT_MARKS & value.keys():
        return Form.filter_log_events
    return Form.document if kind_of(value) != "unknown" else None


def _is_subscription(value: dict[str, Json]) -> bool:
    if value.get("messageType") in ("DATA_MESSAGE", "CONTROL_MESSAGE"):
        return True
    logs = value.get("awslogs")
    if isinstance(logs, dict) and isinstance(logs.get("data"), str):
        return True
    records = value.get("Records", value.get("records"))
    if not isinstance(records, list) or not records or not isinstance(records[0], dict):
        return False
    kinesis = records[0].get("kinesis")
    return is_payload((kinesis if isinstance(kinesis, dict) else records[0]).get("data"))


def _events_form(value: dict[str, Json], events: list[Json]) -> Form | None:
    """An empty or cut list of events is told by the keys beside it."""
    first = events[0] if events else None
    if first is None:
        known = {"searchedLogStreams", "nextForwardToken", "nextBackwardToken", "nextToken"}
        return Form.filter_log_events if known & value.keys() or len(value) == 1 else None
    if not is_event(first) and not (isinstance(first, dict) and _is_cut_event(first)):
        return None
    named = isinstance(first, dict) and ("logStreamName" in first or "eventId" in first)
    return Form.filter_log_events if named else Form.get_log_events


def _is_cut_event(value: dict[str, Json]) -> bool:
    return EVENT_KEYS.issuperset(value)


def _is_insights(value: dict[str, Json], rows: list[Json]) -> bool:
    if not rows:
        return "statistics" in value or "status" in value
    return _is_row(rows[0])


def _is_row(row: Json) -> bool:
    if isinstance(row, dict):
        return "@message" in row
    first = row[0] if isinstance(row, list) and row else None
    return isinstance(first, dict) and {"field", "value"} >= first.keys() and "field" in first


def _array_form(value: list[Json]) -> Form | None:
    if not value:
        return None
    first = value[0]
    if is_telemetry(first):
        return Form.telemetry
    if is_performance(first):  # `jq -s` of the messages
        return Form.get_log_events
    if is_event(first) and isinstance(first, dict):
        return Form.filter_log_events if "logStreamName" in first else Form.get_log_events
    if _is_row(first):
        return Form.insights_json
    if all(isinstance(item, str) for item in value):  # --query 'events[].message'
        return Form.get_log_events
    return Form.document if kind_of(first) != "unknown" else None
