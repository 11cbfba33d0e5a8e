"""The known history, written in every container that exports arrive in."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import zlib
from typing import Any

from tests.sources.files.known import GROUP, HISTORY, Logged, iso_micros, iso_ms


def _event(n: int, event: Logged, *, named: bool) -> dict[str, Any]:
    body = {
        "timestamp": event.ms,
        "message": event.message + "\n",
        "ingestionTime": event.ms + 900,
        "eventId": f"{n:056d}",
    }
    return {"logStreamName": event.stream, **body} if named else body


def events(*, named: bool = True) -> list[dict[str, Any]]:
    return [_event(n, event, named=named) for n, event in enumerate(HISTORY)]


def filter_log_events(indent: int | None = 4) -> bytes:
    body = {"events": events(), "searchedLogStreams": [], "nextToken": "abc"}
    return json.dumps(body, indent=indent).encode()


def get_log_events() -> bytes:
    plain = [{k: v for k, v in e.items() if k != "eventId"} for e in events(named=False)]
    body = {"events": plain, "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}
    return json.dumps(body, ensure_ascii=False).encode()


def event_lines() -> bytes:
    return "".join(json.dumps(event) + "\n" for event in events()).encode()


def live_tail() -> bytes:
    rows = [
        {**event, "logGroupIdentifier": f"123456789012:{GROUP}", "eventId": None}
        for event in events()
    ]
    frame = {"sessionUpdate": {"sessionMetadata": {"sampled": False}, "sessionResults": rows}}
    return (json.dumps({"sessionStart": {"sessionId": "1"}}) + json.dumps(frame)).encode()


def tail_detailed() -> bytes:
    return _lines(f"{iso_micros(e)}+00:00 {e.stream} {e.message}" for e in HISTORY)


def tail_short() -> bytes:
    return _lines(f"{iso_micros(e)[:19]} {e.message}" for e in HISTORY)


def tail_json() -> bytes:
    return _lines(f"{iso_micros(e)}+00:00 {e.stream} {_pretty(e.message)}" for e in HISTORY)


def _pretty(message: str) -> str:
    return "\n" + json.dumps(json.loads(message), indent=4) if message[0] == "{" else message


def sam_logs(zone: str = "") -> bytes:
    return _lines(f"{e.stream} {iso_micros(e)}{zone} {e.message}" for e in HISTORY)


def coloured_sam_logs() -> bytes:
    return _lines(
        f"\x1b[36m{e.stream}\x1b[0m \x1b[33m{iso_micros(e)}\x1b[0m {e.message}" for e in HISTORY
    )


def s3_export() -> bytes:
    return _lines(f"{iso_ms(e)} {e.message}" for e in HISTORY)


def console_tabs() -> bytes:
    return _lines(f"{iso_ms(e)}\t{e.message}" for e in HISTORY)


def console_table() -> bytes:
    head = ["-" * 80, "|   timestamp   |        message        |", "|---------------|-------|"]
    rows = [f"| {e.ms} | {e.message.replace('|', chr(92) + '|')} |" for e in HISTORY]
    return _lines([*head, *rows, "-" * 80])


def console_columns() -> bytes:
    return _lines(f"  | {iso_ms(e)[:-1]}+00:00 | {e.message}" for e in HISTORY)


def _lines(lines: Any) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def subscription_documents() -> list[dict[str, Any]]:
    """One document for each run of events of one stream."""
    found: list[dict[str, Any]] = []
    for n, event in enumerate(HISTORY):
        if not found or found[-1]["logStream"] != event.stream:
            found.append(
                {
                    "messageType": "DATA_MESSAGE",
                    "owner": "123456789012",
                    "logGroup": GROUP,
                    "logStream": event.stream,
                    "subscriptionFilters": ["all"],
                    "logEvents": [],
                }
            )
        found[-1]["logEvents"].append(
            {"id": f"{n:056d}", "timestamp": event.ms, "message": event.message + "\n"}
        )
    return found


CONTROL = {
    "messageType": "CONTROL_MESSAGE",
    "owner": "CloudwatchLogs",
    "logGroup": "",
    "logStream": "",
    "subscriptionFilters": [],
    "logEvents": [{"id": "", "timestamp": 1, "message": "CWL CONTROL MESSAGE: Checking health"}],
}


def _packed(document: dict[str, Any], pack: Any = gzip.compress) -> str:
    return base64.b64encode(pack(json.dumps(document).encode())).decode()


def concatenated() -> bytes:
    return b"".join(json.dumps(d).encode() for d in [CONTROL, *subscription_documents()])


def concatenated_gzip() -> bytes:
    return b"".join(gzip.compress(json.dumps(d).encode()) for d in subscription_documents())


def twice_gzipped() -> bytes:
    return gzip.compress(concatenated_gzip())


def lambda_event(pack: Any = gzip.compress) -> bytes:
    return b"\n".join(
        json.dumps({"awslogs": {"data": _packed(d, pack)}}).encode()
        for d in subscription_documents()
    )


def zlib_lambda_event() -> bytes:
    return lambda_event(zlib.compress)


def kinesis_event() -> bytes:
    records = [{"kinesis": {"data": _packed(d)}} for d in [CONTROL, *subscription_documents()]]
    return json.dumps({"Records": records}, indent=2).encode()


def firehose_event() -> bytes:
    records = [{"recordId": "1", "data": _packed(d)} for d in subscription_documents()]
    return json.dumps({"invocationId": "1", "region": "eu-west-1", "records": records}).encode()


def _insights_row(event: Logged) -> dict[str, str]:
    return {
        "@timestamp": iso_ms(event)[:-1].replace("T", " "),
        "@message": event.message,
        "@logStream": event.stream,
        "@log": f"123456789012:{GROUP}",
    }


def insights_answer() -> bytes:
    rows = [
        [{"field": k, "value": v} for k, v in _insights_row(e).items()] for e in reversed(HISTORY)
    ]
    body = {"results": rows, "statistics": {"recordsMatched": 20.0}, "status": "Complete"}
    return json.dumps(body, indent=4).encode()


def insights_export() -> bytes:
    return json.dumps([_insights_row(e) for e in reversed(HISTORY)]).encode()


def insights_csv() -> bytes:
    text = io.StringIO()
    rows = [_insights_row(e) for e in HISTORY]
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def search_csv() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["timestamp", "message"])
    writer.writerows([e.ms, e.message + "\n"] for e in HISTORY)
    return text.getvalue().encode()


def telemetry() -> bytes:
    batch = [{"time": iso_ms(e), "type": "function", "record": e.message} for e in HISTORY]
    return json.dumps(batch[:9]).encode() + b"\n" + json.dumps(batch[9:]).encode()
