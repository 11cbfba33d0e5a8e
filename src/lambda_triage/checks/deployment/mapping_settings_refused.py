"""Event source mappings whose settings contradict one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.captures.get("source"):
        return (
            EditCode("Give the ARN of a queue, stream or cluster: its name or URL is not enough"),
        )
    if signal.captures.get("filter"):
        return (EditCode("Write the filter as JSON in a string: every leaf is a list of values"),)
    argv = ("aws", "lambda", "update-event-source-mapping", "--uuid", "<mapping>")
    window = ("--maximum-batching-window-in-seconds", "1")
    told = "Wait for batches of more than 10 messages, or take 10 at most"
    return (Command((*argv, *window), told, "adds up to the window's length to the delay"),)


MAPPING_SETTINGS_REFUSED = signature_check(
    id="deployment/mapping-settings-refused",
    title="The settings of an event source mapping are refused",
    severity=Severity.HIGH,
    cause="mapping_settings_refused",
    since="0.1",
    messages=(
        message(
            "window",
            "Maximum batch window in seconds must be",
            "batch window in seconds must",
            pattern=wrapped(
                r"Maximum batch window in seconds must be greater than 0 if maximum "
                r"batch size"
            ),
            source="Lambda API, CreateEventSourceMapping InvalidParameterValueException, 2025",
        ),
        message(
            "source",
            "Unrecognized event source",
            pattern=r"(?P<source>Unrecognized event source)",
            source="Lambda API, CreateEventSourceMapping InvalidParameterValueException, 2025",
        ),
        message(
            "filter",
            "Invalid filter pattern definition",
            pattern=r"(?P<filter>Invalid filter pattern definition)",
            source="Lambda API, FilterCriteria InvalidParameterValueException, 2026",
        ),
    ),
    summary="Lambda does not take the settings of the event source mapping",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
