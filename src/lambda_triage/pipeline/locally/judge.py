"""A failed local run → its most likely cause, by the diagnosis of any other log."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.evidence.function import FunctionConfiguration

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Cause
    from lambda_triage.runtime import Function, Invocation, Run

# Packages that Lambda's Python runtimes bring along and this interpreter may not have
# (Lambda Developer Guide, "Runtime dependencies in Python", 2026-11).
BROUGHT = re.compile(r"No module named '(boto3|botocore|s3transfer|jmespath|dateutil|urllib3)\b")
NOBODY = re.compile(r"NoCredentials|Unable to locate credentials|CredentialsProviderError")


class Judged(Struct, frozen=True):
    """The first cause, or why this machine and not the code is to blame."""

    cause: Cause | None = None
    here: str | None = None


def judge(function: Function, run: Run, *, credentials: bool) -> Judged:
    """What explains that the last invocation failed."""
    last = run.invocations[-1]
    if here := _here(last, run, credentials):
        return Judged(here=here)
    from lambda_triage.pipeline.diagnose import diagnose

    report = diagnose(("-",), stdin=io.BytesIO(_log(run)), functions=(_configuration(function),))
    return Judged(report.causes[0] if report.verdict == "cause_found" else None)


def _here(last: Invocation, run: Run, credentials: bool) -> str | None:
    """What a deployed function would not meet."""
    said = f"{last.error_type} {last.error_message}"
    if missing := BROUGHT.search(said):
        return (
            f"Lambda's Python has {missing[1]}, this machine's has not: pip install it beside"
            " lambda-triage, or put it into requirements.txt and run sam_build"
        )
    if not credentials and NOBODY.search(said + run.text[-20_000:]):
        return "the function ran without credentials: give profile, and it acts as that profile"
    return None


def _log(run: Run) -> bytes:
    """As `aws logs filter-log-events` answers."""
    events = [
        {"logStreamName": e.stream, "timestamp": e.time_us // 1000, "message": e.message}
        for e in run.events
    ]
    return msgspec.json.encode({"events": events, "searchedLogStreams": []})


def _configuration(function: Function) -> FunctionConfiguration:
    return FunctionConfiguration(
        resource=f"?:{function.name}",
        complete=False,
        name=function.name,
        runtime=function.runtime,
        handler=function.handler,
        timeout_s=round(function.timeout_s),
        memory_mb=function.memory_mb,
        package_type="Zip",
        vpc=False,  # as it ran
        environment=tuple(sorted(function.environment)),
    )
