"""A platform line, text or JSON → what it says of its invocation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.scan.row import Kind, Row
from lambda_triage.sources.parse import platform_event, report_line

if TYPE_CHECKING:
    from lambda_triage.sources.attempt import Attempt

VERSION = re.compile(r"Version: (\S+)")
RUNTIME_VERSION = re.compile(r"Runtime Version: (\S+)")
RUNTIME_ARN = re.compile(r"Runtime Version ARN: (\S+)")
TYPE_LINE = re.compile(r"^((?:Runtime|Extension|Sandbox|Function)\.\w+)\s*$", re.MULTILINE)
TIMEOUT = re.compile(r"Task timed out after [\d.]+ seconds")
FAULT = re.compile(r"RequestId: \S+\s+(?:Error: ?)?(?P<message>[^\n]{1,300})")


class PlatformLine(Struct, frozen=True):
    """What one platform line tells; None where it does not."""

    version: str | None = None
    function: str | None = None
    runtime_version: str | None = None
    runtime_version_arn: str | None = None
    status: str | None = None
    error_type: str | None = None
    message: str | None = None
    report: report_line.ReportLine | None = None

    def fill(self, attempt: Attempt) -> None:
        """Put what REPORT says into the attempt."""
        if self.report is None:
            return
        for name in ("duration_us", "billed_ms", "init_us", "restore_us", "memory_mb"):
            setattr(attempt, name, getattr(self.report, name))
        attempt.max_memory_mb = self.report.max_memory_mb
        attempt.trace_id = self.report.trace_id
        status = self.report.status
        attempt.report_status = "error" if status == "failure" else status
        attempt.error_type = attempt.error_type or self.report.error_type


def read_platform(row: Row) -> PlatformLine:
    """Read the text of a platform row."""
    event = platform_event.parse(row.text)
    if event is not None:
        return _from_event(event.value)
    match row.kind:
        case Kind.REPORT:
            report = report_line.parse(row.text)
            return PlatformLine(
                report=report,
                status=report.status if report else None,
                error_type=report.error_type if report else None,
            )
        case Kind.INIT_REPORT:
            init = report_line.parse_init_report(row.text)
            return PlatformLine(
                status=init.status if init else None, error_type=init.error_type if init else None
            )
        case Kind.RESTORE_REPORT:
            restore = report_line.parse_restore_report(row.text)
            return PlatformLine(
                status=restore.status if restore else None,
                error_type=restore.error_type if restore else None,
            )
        case Kind.TIMEOUT:
            return PlatformLine(message=_first(TIMEOUT, row.text), status="timeout")
        case Kind.FAULT:
            found = FAULT.search(row.text)
            return PlatformLine(
                message=found["message"].strip() if found else row.text[:300],
                error_type=_first(TYPE_LINE, row.text),
            )
        case Kind.START:
            return PlatformLine(version=_first(VERSION, row.text))
        case _:
            return PlatformLine(
                runtime_version=_first(RUNTIME_VERSION, row.text),
                runtime_version_arn=_first(RUNTIME_ARN, row.text),
            )


def _from_event(value: platform_event.Value) -> PlatformLine:
    match value:
        case report_line.ReportLine():
            return PlatformLine(report=value, status=value.status, error_type=value.error_type)
        case platform_event.InitStart():
            return PlatformLine(
                version=value.function_version,
                function=value.function_name,
                runtime_version=value.runtime_version,
                runtime_version_arn=value.runtime_version_arn,
            )
        case platform_event.Start():
            return PlatformLine(version=value.version)
        case platform_event.Fault():
            message = value.message
            timed_out = bool(message and TIMEOUT.search(message))
            kind = "Sandbox.Timedout" if timed_out else value.error_type
            return PlatformLine(message=message, error_type=kind, status=value.status)
        case platform_event.RuntimeDone() | report_line.InitReport() | report_line.RestoreReport():
            return PlatformLine(status=value.status, error_type=value.error_type)
        case _:
            return PlatformLine()


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    if found is None:
        return None
    return found[1] if pattern.groups else found[0]
