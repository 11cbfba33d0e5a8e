"""The forms in which exported log events and answers arrive."""

from __future__ import annotations

from enum import StrEnum

from lambda_triage.scan.block import Prefix


class Form(StrEnum):
    """What an input is, judged by its first 64 KiB."""

    filter_log_events = "filter_log_events"
    get_log_events = "get_log_events"
    tail_detailed = "tail_detailed"
    tail_short = "tail_short"
    tail_json = "tail_json"
    sam_logs = "sam_logs"
    console_copy = "console_copy"
    s3_export = "s3_export"
    subscription = "subscription"
    insights_json = "insights_json"
    insights_csv = "insights_csv"
    telemetry = "telemetry"
    log_result = "log_result"
    serverless_logs = "serverless_logs"
    plain = "plain"
    document = "document"
    template = "template"
    settings = "settings"
    transcript = "transcript"
    binary = "binary"
    empty = "empty"
    marker = "marker"


RAW_PREFIX = {
    Form.s3_export: Prefix.ISO,
    Form.tail_short: Prefix.ISO,
    Form.tail_detailed: Prefix.ISO_STREAM,
    Form.sam_logs: Prefix.STREAM_ISO,
    Form.plain: Prefix.NONE,
}
