"""A plan of SAM is carried out: the program is found, things are kept aside, output is followed."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage import paths
from lambda_triage.actions import files
from lambda_triage.actions.execute import execute, silent
from lambda_triage.actions.sam import find, flags
from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.actions.execute import Outcome
    from lambda_triage.actions.plan import Plan
    from lambda_triage.pipeline.target import Access

SAM = "sam"  # how plans name the program, wherever it is


def carried_out(
    plan: Plan,
    who: Access | None = None,
    said: Callable[[str], None] = silent,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Do what the plan says, its one command last. Raises UsageError, AccessError."""
    surroundings = os.environ if environment is None else environment
    program = find.sam(surroundings)
    _usable(program, Path(program).stat().st_mtime)
    told = find.surroundings(who, surroundings)  # before anything is moved: it may fail
    for one in plan.moves:
        files.move(one)
    (command,) = plan.commands
    return execute(replace(command, argv=(program, *command.argv[1:])), told, said)


@lru_cache(maxsize=8)
def _usable(program: str, changed: float) -> str:
    """Asking SAM for its version takes a second; a process of this package asks once."""
    return find.checked(program)


def whom(who: Access | None) -> list[str]:
    """Profile and region as SAM takes them; a role is lent by the environment instead."""
    if who is None or who.role_arn:
        return []
    found = [flags.text("--profile", who.profile)] if who.profile else []
    return found + ([flags.text("--region", who.region)] if who.region else [])


def template(folder: Path, given: str | None) -> list[str]:
    """The template that was named, relative to the project. Raises UsageError."""
    if given is None:
        return []
    if not paths.is_plain_file(folder / flags.plain("template_file", given)):
        raise UsageError(f"template_file: {given[:200]} is no file in {folder}")
    return [flags.text("--template-file", given)]


def place(who: Access | None) -> str:
    """Where a plan would act, in words."""
    region = (who.region if who else None) or "the configured region"
    return f"{region}, profile {who.profile}" if who and who.profile else region
