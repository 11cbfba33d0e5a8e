"""The event of a local run: JSON of the call, or of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambda_triage.errors import InputError, UsageError
from lambda_triage.paths import beginning
from lambda_triage.pipeline.locally.project import beside

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.runtime import JSON

LIMIT = 6 << 20  # bytes: Lambda quota "Invocation payload", synchronous


def event_of(folder: Path, data: JSON, file: str | None) -> JSON:
    """The event; an empty object where nothing is told. Raises UsageError, InputError."""
    if data is not None and file is not None:
        raise UsageError("event_data and event_file contradict each other; give one")
    if file is not None:
        return document(folder, file, "event_file")
    if data is None:
        return {}
    if not isinstance(data, str):
        return data
    if len(data) > LIMIT:
        raise UsageError(f"event_data has over {LIMIT >> 20} MB, which Lambda refuses")
    return _parsed(data, "event_data")


def document(folder: Path, file: str, what: str) -> JSON:
    """The JSON in a file of the project. Raises UsageError, InputError."""
    path = beside(folder, file)
    data = beginning(path, LIMIT + 1)
    if data is None:
        raise InputError(f"cannot read {what} {path}: no file; it is taken from {folder}")
    if len(data) > LIMIT:
        raise UsageError(f"{what} {path} has over {LIMIT >> 20} MB, which Lambda refuses")
    return _parsed(data.decode("utf-8-sig", "replace"), f"{what} {path}")


def _parsed(text: str, what: str) -> JSON:
    try:
        found: JSON = json.loads(text)
    except json.JSONDecodeError as error:
        told = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise UsageError(f"{what} is not JSON: {told}; correct it") from None
    except (RecursionError, ValueError) as error:
        raise UsageError(f"{what} is not JSON: {str(error)[:80]}; correct it") from None
    return found
