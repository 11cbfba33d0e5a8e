"""Runs a case and writes its folder: the log in one form of export, the documents, the label."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
import re
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from aws_shapes import filter_log_events, function_configuration, write, zipped
from case import CLIENT, Act, Case, began

from lambda_triage.runtime import Function, LogEvent, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.runtime import JSON

STAMP = re.compile(r"(?<=\]\t)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?=\t)")
HIDDEN = {"PYTHONPATH", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
STAND_IN = "\tFound endpoint for "  # the SDK on AWS_ENDPOINT_URL, which nobody sets in Lambda
MOST_LINES = 120
FOLDERS = "/var/tmp"  # not in /tmp, which an act may replace
OF_THIS_MACHINE = re.compile(r"/work/|/root/|/home/|/executed-|127\.0\.0\.1:[1-9]\d{4}")


def record(case: Case, folder: Path) -> int:
    """Run all acts and write the folder anew; return the number of log events."""
    start = began(case.name)
    with ExitStack() as stack:
        root = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="executed-", dir=FOLDERS))
        )
        root.chmod(0o755)
        real = {
            name: stack.enter_context(service()) for name, service in sorted(case.services.items())
        }
        log = [e for n, act in enumerate(case.acts) for e in _play(case, act, root / str(n), real)]
        log = sorted(log, key=lambda event: event.time_us)
        last = root / str(len(case.acts) - 1) / "task"
        settings = _configuration(case, last, start) if case.with_configuration else None
    shutil.rmtree(folder, ignore_errors=True)
    evidence = folder / "evidence"
    evidence.mkdir(parents=True)
    _export(case, log, evidence)
    if settings is not None:
        write(evidence / "function.json", settings)
    for name, document in case.documents.items():
        _document(evidence / name, document(log) if callable(document) else document)
    (folder / "case.json").write_text(_label(case), encoding="utf-8", newline="\n")
    _examine(case, folder, log)
    return len(log)


def _play(case: Case, act: Act, folder: Path, real: Mapping[str, str]) -> list[LogEvent]:
    function = _function(case, act, folder, real)
    arrivals = act.arrivals or [index * act.every_s for index in range(len(act.events))]
    start = began(case.name) + timedelta(seconds=act.after_s)
    start_us = round(start.timestamp() * 1e6)
    events = cast("Sequence[JSON]", act.events)
    result = run(function, events, arrivals=arrivals, start_us=start_us)
    renamed = {address: name for name, address in real.items()}
    if act.one_request:
        first = result.invocations[0].request_id
        renamed |= {invocation.request_id: first for invocation in result.invocations}
    said = [event for event in result.events if STAND_IN not in event.message]
    return [_shown(event, act.version, renamed) for event in said]


def _function(case: Case, act: Act, folder: Path, real: Mapping[str, str]) -> Function:
    task = folder / "task"
    for name, content in act.code.items():
        path = task / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        path.chmod(0o755 if data.startswith(b"\x7fELF") else 0o644)
    environment = dict(act.environment)
    for name, address in real.items():
        environment = {k: v.replace(name, address) for k, v in environment.items()}
    if act.host:
        host = folder / "host"
        host.mkdir()
        (host / "sitecustomize.py").write_text(act.host)
        environment["PYTHONPATH"] = str(host)
    return Function(
        case.function,
        act.handler,
        task,
        act.memory_mb,
        act.timeout_s,
        environment,
        case.runtime,
        task / act.bootstrap if act.bootstrap else None,
    )


def _shown(event: LogEvent, version: str, renamed: Mapping[str, str]) -> LogEvent:
    """Put the log's own time, version and names into a line."""
    time = datetime.fromtimestamp(event.time_us // 1000 / 1000, UTC)
    message = STAMP.sub(_iso(time), event.message, count=1)
    for real, name in renamed.items():
        message = _named(message, real, name)
    message = message.replace("Version: $LATEST", f"Version: {version}")
    return replace(event, message=message, stream=event.stream.replace("$LATEST", version))


def _named(message: str, real: str, name: str) -> str:
    """Rename an address, also where a client prints its host and its port apart."""
    message = message.replace(real, name)
    address = re.fullmatch(r"(?:https?://)?([\d.]+):(\d+)", real)
    if address is None:
        return message
    scheme, _, rest = name.rpartition("://")
    host, _, port = rest.partition(":")
    port = port or ("443" if scheme == "https" else "80")
    plain = f"{address[1]}:{address[2]}"
    apart = (f"host='{address[1]}', port={address[2]}", f"host='{host}', port={port}")
    pair = (f"('{address[1]}', {address[2]})", f"('{host}', {port})")
    tail = (f"port {address[2]} ", f"port {port} ")
    for old, new in ((plain, rest), apart, pair, tail):
        message = message.replace(old, new)
    return message


def _configuration(case: Case, task: Path, start: datetime) -> dict[str, object]:
    act = case.acts[-1]
    function = Function(
        case.function, act.handler, task, act.memory_mb, act.timeout_s, runtime=case.runtime
    )
    return function_configuration(
        function,
        description="",
        modified=start + timedelta(seconds=case.configured_s),
        code=zipped(task),
        environment={k: v for k, v in act.environment.items() if k not in HIDDEN},
        vpc=case.vpc,
    )


def _export(case: Case, log: list[LogEvent], evidence: Path) -> None:
    name = case.function
    if case.form == "filter":
        write(evidence / "events.json", filter_log_events(log))
    elif case.form == "get":
        for n, stream in enumerate(dict.fromkeys(event.stream for event in log), start=1):
            events = [event for event in log if event.stream == stream]
            write(evidence / f"stream-{n}.json", _get_log_events(events))
    elif case.form == "csv":
        table = io.StringIO()
        rows = csv.writer(table, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        rows.writerow(["timestamp", "message"])
        rows.writerows([event.time_us // 1000, event.message] for event in log)
        _text(evidence / "log-events-viewer-result.csv", table.getvalue())
    else:
        lines = "".join(_line(case.form, event) for event in log)
        _text(evidence / f"{name}.log", lines)


def _line(form: str, event: LogEvent) -> str:
    time = datetime.fromtimestamp(event.time_us // 1000 / 1000, UTC)
    message = event.message.rstrip("\n")
    if form == "tail":
        return f"{time.isoformat(timespec='microseconds')} {event.stream} {message}\n"
    if form == "short":
        return f"{time:%Y-%m-%dT%H:%M:%S} {message}\n"
    return f"{_iso(time)} {message}\n" if form == "viewer" else f"{message}\n"


def _get_log_events(events: list[LogEvent]) -> dict[str, object]:
    document = filter_log_events(events)
    kept = ("timestamp", "message", "ingestionTime")
    listed = document["events"]
    assert isinstance(listed, list)
    return {
        "events": [{key: event[key] for key in kept} for event in listed],
        "nextForwardToken": f"f/{listed[-1]['eventId']}/s",
        "nextBackwardToken": f"b/{listed[0]['eventId']}/s",
    }


def _document(path: Path, document: object) -> None:
    if isinstance(document, str):
        _text(path, document)
    else:
        write(path, document)


def _label(case: Case) -> str:
    label: dict[str, object] = {"cause": case.cause}
    if case.looks_like is not None:
        label["looks_like"] = case.looks_like
    client = f"{CLIENT}, {importlib.metadata.version('awslambdaric')}"
    label |= {
        "also_acceptable": list(case.also),
        "weighed": case.weighed,
        "made": "executed",
        "decoy": case.decoy,
        "sources": [client, *case.sources],
        "story": case.story,
    }
    return json.dumps(label, indent=2, ensure_ascii=False) + "\n"


def _examine(case: Case, folder: Path, log: list[LogEvent]) -> None:
    """Refuse what is too long, or shows where it was made."""
    lines = sum(event.message.rstrip("\n").count("\n") + 1 for event in log)
    if lines > MOST_LINES:
        raise ValueError(f"{case.name}: {lines} lines of log; at most {MOST_LINES}")
    for path in sorted(folder.rglob("*.*")):
        found = OF_THIS_MACHINE.search(path.read_text(encoding="utf-8")) if path.is_file() else None
        if found is not None:
            raise ValueError(f"{path}: shows {found[0]!r}")


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
