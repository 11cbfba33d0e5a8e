"""Archives that Lambda cannot unpack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    argv = ("unzip", "-t", "<archive>")
    return (Command(argv, "Test the archive: it has to be a zip file with the code at its root"),)


ARCHIVE_UNREADABLE = signature_check(
    id="deployment/archive-unreadable",
    title="Lambda cannot unpack the archive",
    severity=Severity.HIGH,
    cause="archive_unreadable",
    since="0.1",
    messages=(
        message(
            "zip",
            "Could not unzip uploaded file",
            "must be a non-empty zip",
            "Could not unzip",
            pattern=wrapped(r"Could not unzip uploaded file|Uploaded file must be a non-empty zip"),
            source="Lambda API, InvalidParameterValueException, 2026",
        ),
    ),
    summary="What was uploaded as code is no archive that Lambda can unpack, or an empty one",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
