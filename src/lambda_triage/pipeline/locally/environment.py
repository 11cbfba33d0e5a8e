"""The variables of a local run: the template's, a file's over them, and what is not known here.

As the SAM CLI has it (SAM developer guide, "Locally invoke Lambda functions", 2026-11): a file
overrides only what the template declares, a function's own part goes before `Parameters`, and what
cannot be worked out is the empty text. Other than there, the caller's own variables override
nothing, and no credentials are made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.locally.event import document
from lambda_triage.pipeline.locally.values import Standin, part, plain
from lambda_triage.sources.templates.resolve import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lambda_triage.evidence.documents import Json
    from lambda_triage.pipeline.locally.chosen import Chosen

LOCAL = {"AWS_SAM_LOCAL": "true"}  # by which code knows that it runs locally
# An SDK finds nobody's credentials: neither in the home folder, nor those of the machine.
NOBODY = {
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
DYNAMIC = "{{resolve:"  # a value that CloudFormation fetches while it deploys


class Variables(Struct, frozen=True):
    """Values; what stands in for a value, by variable; what is not known; what was left out."""

    values: dict[str, str]
    standins: tuple[tuple[str, Standin], ...] = ()
    unknown: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def variables_of(function: Chosen, folder: Path, file: str | None) -> Variables:
    """The function's variables. Raises UsageError, InputError for the file."""
    given = _overrides(function, folder, file) if file else {}
    values: dict[str, str] = {}
    standins: list[tuple[str, Standin]] = []
    unknown: list[str] = []
    declared = _declared(function)
    for name, raw in declared.items():
        if name in given:
            values[name] = given[name]
            continue
        before = len(function.values.standins)
        value = function.values.value(raw)
        if value == NO_VALUE:
            continue
        standins += [(name, one) for one in function.values.standins[before:]]
        known = not isinstance(value, dict | list) and value is not None
        values[name] = plain(value) if known else ""
        if not known or DYNAMIC in values[name]:
            unknown.append(name)
    ignored = tuple(name for name in given if name not in declared)
    return Variables(values, tuple(dict.fromkeys(standins)), tuple(unknown), ignored)


def _declared(function: Chosen) -> dict[str, Json]:
    """As the template writes them, the function's own over those of Globals."""
    found: dict[str, Json] = {}
    for body in (function.shared, function.own):
        written = part(body, "Environment")
        if "Variables" not in written:  # the whole of it hangs on a condition
            worked = function.values.value(body.get("Environment"))
            written = worked if isinstance(worked, dict) else {}
        variables = part(written, "Variables")
        if len(variables) == 1 and next(iter(variables)).startswith("Fn::"):
            worked = function.values.value(variables)
            variables = worked if isinstance(worked, dict) else {}
        found |= variables
    return found


def _overrides(function: Chosen, folder: Path, file: str) -> Mapping[str, str]:
    """What a file says for this function."""
    told = document(folder, file, "environment_variables_file")
    parts = told if isinstance(told, dict) else {"": told}
    for id, body in parts.items():
        if not isinstance(body, dict):
            raise UsageError(
                f"environment_variables_file: {id[:60]!r} is no object; write"
                f' {{"Parameters": {{"NAME": "value"}}}} or {{"{function.id}": {{…}}}}'
            )
    own = part(parts, function.id) or part(parts, function.name)
    found = part(parts, "Parameters") | own
    return {
        name: "" if value is None or isinstance(value, dict | list) else plain(value)
        for name, value in found.items()
    }
