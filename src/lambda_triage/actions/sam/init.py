"""`sam init`: a new project folder from a template; a folder that is there is kept aside first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage import paths
from lambda_triage.actions import files
from lambda_triage.actions.execute import silent
from lambda_triage.actions.plan import Command, Move, Plan
from lambda_triage.actions.sam import flags, options
from lambda_triage.actions.sam.call import SAM, carried_out
from lambda_triage.actions.sam.failures import Failure, init_failure
from lambda_triage.errors import UsageError
from lambda_triage.facts.samconfig import SAMCONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIMIT_S = 300.0  # a clone of the templates over a slow line
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


class Init(Struct, frozen=True, kw_only=True):
    """What to make; location stands instead of runtime, manager and template."""

    name: str
    folder: str
    runtime: str | None = None
    manager: str | None = None
    architecture: str | None = None
    template: str | None = None
    location: str | None = None
    overwrite: bool = False
    options: Mapping[str, object] = {}


class Made(Struct, frozen=True):
    """The new project, what was kept of an older one, or why there is none."""

    files: tuple[str, ...] = ()
    kept: str | None = None
    failure: Failure | None = None


def plan(asked: Init) -> Plan:
    """What would be made. Raises UsageError."""
    if not NAME.fullmatch(asked.name):
        raise UsageError(
            "project_name has letters, digits, - _ . and begins with a letter or digit"
        )
    folder = flags.folder("project_directory", asked.folder)
    target = folder / asked.name
    taken = paths.is_there(target)
    if taken and not asked.overwrite:
        raise UsageError(
            f"{target} exists and is left as it is; give another project_name, or overwrite, which"
            " keeps it under another name"
        )
    argv = (
        SAM, "init", "--no-interactive", flags.text("--name", asked.name),
        flags.text("--output-dir", str(folder)), *_source(asked),
        *options.words("init", asked.options),
    )  # fmt: skip
    moves = (Move(str(target), str(files.backup(target))),) if taken else ()
    return Plan((Command(argv, str(folder), LIMIT_S),), moves, creates=(str(target),))


def has_settings(asked: Init) -> bool:
    """Whether SAM would read settings, in which a location may stand."""
    folder = flags.folder("project_directory", asked.folder)
    names = any(paths.is_there(folder / name) for name in SAMCONFIG)
    return names or bool(asked.options.get("config_file"))


def _source(asked: Init) -> list[str]:
    """Where the project comes from."""
    if asked.location:
        return [flags.text("--location", asked.location)]
    image = asked.options.get("base_image")
    if not image and not (asked.runtime and asked.manager):
        raise UsageError("give runtime and dependency_manager, or location instead of both")
    given = {
        "--runtime": asked.runtime,
        "--dependency-manager": asked.manager,
        "--architecture": asked.architecture,
        "--app-template": asked.template or (None if image else "hello-world"),
    }
    return [flags.text(flag, value) for flag, value in given.items() if value]


def run(asked: Init, said: Callable[[str], None] = silent) -> Made:
    """Make it. Raises UsageError; what was kept aside comes back when nothing was made."""
    planned = plan(asked)
    outcome = carried_out(planned, None, said)
    target = Path(planned.creates[0])
    kept = planned.moves[0] if planned.moves else None
    if outcome.code == 0 and target.is_dir():
        return Made(_listed(target), kept.target if kept else None)
    if kept and not target.exists():
        files.move(Move(kept.target, kept.source))
        kept = None
    return Made((), kept.target if kept else None, init_failure(outcome))


def _listed(folder: Path) -> tuple[str, ...]:
    return tuple(
        sorted(
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )[:500]
    )
