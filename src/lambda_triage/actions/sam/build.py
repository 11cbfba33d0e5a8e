"""`sam build`: the project's functions into .aws-sam, or into a folder that holds nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.actions.execute import silent
from lambda_triage.actions.plan import Command, Plan
from lambda_triage.actions.sam import flags, options
from lambda_triage.actions.sam.call import SAM, carried_out, template, whom
from lambda_triage.actions.sam.failures import BUILDING, Failure, build_failure
from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.pipeline.target import Access

LIMIT_S = 840.0  # below the limit of a call of the server, so that the answer still comes
DEFAULT = ".aws-sam/build"
BUILT = "template.yaml"
# What `sam build` writes at each resource of the template it builds.
MARK = "SamResourceId"
LARGEST = 16 << 20  # bytes of a built template that are looked at


class Build(Struct, frozen=True, kw_only=True):
    """What to build."""

    folder: str
    template: str | None = None
    build_dir: str | None = None
    options: Mapping[str, object] = {}


class Built(Struct, frozen=True):
    """The functions that were built, where, or why not."""

    folder: str
    functions: tuple[str, ...] = ()
    failure: Failure | None = None
    output: tuple[str, ...] = ()


def plan(asked: Build, who: Access | None = None) -> Plan:
    """What would be run. Raises UsageError, also for a build_dir with anything else in it."""
    folder = flags.folder("project_directory", asked.folder)
    target = folder / (asked.build_dir or DEFAULT)
    if asked.build_dir:
        _own(target.resolve(), folder)
    argv = (
        SAM, "build", *template(folder, asked.template),
        *([flags.text("--build-dir", asked.build_dir)] if asked.build_dir else []),
        *whom(who), *options.words("build", asked.options),
    )  # fmt: skip
    there = target.exists()
    places = (str(folder / ".aws-sam"), *((str(target),) if asked.build_dir else ()))
    return Plan(
        (Command(argv, str(folder), LIMIT_S),),
        creates=() if there else places,
        replaces=(f"{target} (what SAM built before)",) if there else (),
    )


def _own(target: Path, folder: Path) -> None:
    """Raises UsageError unless SAM may empty the folder, which it does."""
    if target == folder or target in folder.parents:
        raise UsageError(f"build_dir: {target} holds the project, and SAM empties it; name another")
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"build_dir: {target} is no folder; name another")
    found = [path.name for path in target.iterdir()]
    foreign = [name for name in found if not _built(target, name)]
    if foreign:
        raise UsageError(
            f"build_dir: {target} holds {min(foreign)[:80]!r}, which SAM did not build, and"
            " SAM empties it; name another folder, or leave build_dir out"
        )


def _built(target: Path, name: str) -> bool:
    """Whether the entry is a built template, or a folder that this template names."""
    try:
        with (target / BUILT).open(encoding="utf-8") as file:
            text = file.read(LARGEST)
    except (OSError, UnicodeDecodeError):
        return False
    if MARK not in text:
        return False
    return name == BUILT or bool(re.search(rf"(?m)^\s+{re.escape(name)}:\s*$", text))


def run(asked: Build, who: Access | None = None, said: Callable[[str], None] = silent) -> Built:
    """Build. Raises UsageError."""
    outcome = carried_out(plan(asked, who), who, said)
    found = [match for line in outcome.lines if (match := BUILDING.match(line))]
    names = [name.strip() for match in found for name in match["functions"].split(",")]
    failure = build_failure(outcome)
    target = asked.build_dir or DEFAULT
    return Built(target, () if failure else tuple(names), failure, outcome.lines)
