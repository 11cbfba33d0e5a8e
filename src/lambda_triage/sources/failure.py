"""The error that an event tells: what the runtime or the function itself wrote about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.parse import runtime_error

if TYPE_CHECKING:
    from lambda_triage.scan.row import Row

# Text that stands in every runtime's own error lines; sources: the runtime interface clients.
RUNTIME_LITERALS = (
    "Traceback (most recent call last)",
    "[ERROR] ",
    "Invoke Error",
    "Uncaught Exception",
    "Unhandled Promise Rejection",
    '"errorType"',
    '"errorMessage"',
    "Error raised from handler",
    "Critical exception from handler",
    "Init error when loading handler",
    "module initialization error",
    "\tat ",
    "   at ",
    "panic: ",
    ": java.",
    "): software.amazon.awssdk.",
    "): com.amazonaws.",
    "LAMBDA_RUNTIME Failed to post handler ",
)
# Forms that only a runtime writes, when an error left the handler or the module.
UNHANDLED = re.compile(
    r"^\[ERROR\] [A-Za-z_][\w.]*(?:: |\n|$)"  # awslambdaric: no tab, no time
    r"|\tERROR\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)"
    r"|\sERROR\s+(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)"
    r'|"log_level"\s*:\s*"ERROR"'
    r"|^(?:Error raised from handler|Critical exception from handler|Init error when loading)"
    r"|^module initialization error"
    r'|^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \{"errorMessage"'
    r'|^\s*\{\s*"error(?:Type|Message)"'
    r"|^panic: "
    r"|^[^\n]{0,300}: [\w.$]*(?:Exception|Error)\n(?:[\w.$]*(?:Exception|Error)[^\n]*\n)?\s*at "
    r"|^[^\n]{1,300}: java\.(?:\w+\.)+\w*(?:Exception|Error)\s*\Z"  # first line, by itself
    # The same of an AWS SDK: `toString` puts the class first, only Lambda's runtime puts it last.
    r"|\(Service: [^\n]{1,300}\): (?:software\.amazon\.awssdk|com\.amazonaws)[\w.$]+\s*\Z"
    # aws-lambda-cpp, in the Node and Python clients: the answer was refused, the caller gets none.
    r"|LAMBDA_RUNTIME Failed to post handler ",
    re.MULTILINE,
)

# How the logs of extensions begin; sources: datadog-lambda-extension, newrelic, OpenTelemetry.
EXTENSION = re.compile(r"extension|telemetry|^\s*at |^\W*$|collector|dynatrace", re.IGNORECASE)


class Failure(Struct, frozen=True):
    """One error as an event tells it."""

    error_type: str | None
    message: str | None
    fingerprint: str
    is_init: bool
    unhandled: bool


def read_failure(row: Row) -> Failure | None:
    """The error in the row's text; None when it tells none."""
    error = runtime_error.parse(row.text)
    if error is None:
        return None
    unhandled = error.unhandled or (error.unhandled is None and UNHANDLED.search(row.text))
    return Failure(
        error.error_type,
        error.message,
        runtime_error.fingerprint(error),
        error.is_init,
        # After the runtime's report nobody writes but extensions: this one is the function's.
        bool(unhandled) and (row.after is None or EXTENSION.search(row.after[:200]) is not None),
    )
