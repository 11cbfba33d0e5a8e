"""A project folder → the template that is run: the built one where it is fresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import FormatError, InputError, UsageError
from lambda_triage.paths import at_home, is_folder, is_plain_file
from lambda_triage.pipeline.locally.values import part
from lambda_triage.pipeline.validate.find import find
from lambda_triage.sources.settings import TEMPLATES
from lambda_triage.sources.templates.load import load

if TYPE_CHECKING:
    from lambda_triage.pipeline.locally.values import Tree

BUILT = Path(".aws-sam", "build", "template.yaml")  # where `sam build` puts it
SYNTH = "cdk.out/*.template.json"


class Source(Struct, frozen=True):
    """A template that was read, and what is to be known of the choice."""

    path: Path
    tree: Tree
    notes: tuple[str, ...] = ()


def template_of(folder: Path, template: str | None) -> Source:
    """The template that was named, else the one that the folder has. Raises InputError."""
    if not is_folder(folder):
        raise InputError(f"{folder}: no such folder; give the project's folder")
    if template is not None:
        path = beside(folder, template)
        if not is_plain_file(path):
            raise InputError(f"{path}: no such file; template_file is taken from {folder}")
        return Source(path, _tree(path))
    plain, built = _plain(folder), folder / BUILT
    if is_plain_file(built) and (plain is None or _time(built) >= _time(plain)):
        return Source(built, _tree(built), ("runs what sam build made",))
    if plain is not None:
        stale = is_plain_file(built)
        told = f"{BUILT.as_posix()} is older than {plain.name} and was left out: run sam_build"
        return Source(plain, _tree(plain), (told,) if stale else ())
    return _synthesized(folder)


def plain_template(folder: Path) -> Source | None:
    """The template that a person wrote. Raises InputError."""
    path = _plain(folder)
    return Source(path, _tree(path)) if path else None


def _plain(folder: Path) -> Path | None:
    return next((folder / name for name in TEMPLATES if is_plain_file(folder / name)), None)


def beside(folder: Path, told: str) -> Path:
    """A path as a call gives it: absolute, or from the project's folder. Raises InputError."""
    if "\0" in told:
        raise InputError(f"{told[:60]!r} is no path")
    return folder / at_home(told)


def _synthesized(folder: Path) -> Source:
    """The only template that CDK wrote."""
    found = sorted(folder.glob(SYNTH))
    if len(found) > 1:
        names = ", ".join(path.relative_to(folder).as_posix() for path in found[:10])
        raise UsageError(f"{folder} has several templates; give template_file: {names}")
    if not found:
        raise InputError(
            f"{folder} has no template: none of {', '.join(TEMPLATES)}, and none in cdk.out;"
            " give template_file, or run cdk synth"
        )
    return Source(found[0], _tree(found[0]))


def _tree(path: Path) -> Tree:
    unit = find((str(path),))[0]
    text, reason = unit.parts[0].text, unit.parts[0].reason
    if unit.language != "cloudformation":
        raise UsageError(f"{path} is {unit.language}; only SAM, CloudFormation and CDK run locally")
    try:
        tree = None if reason else load(text)
    except FormatError as error:
        reason = str(error)
        tree = None
    except RecursionError:
        raise FormatError(f"{path}: nested too deeply") from None
    if not isinstance(tree, dict):
        raise FormatError(f"{path}: {reason or 'not a template'}; validate tells the place")
    if not part(tree, "Resources"):
        raise FormatError(f"{path}: it has no Resources")
    return tree


def _time(path: Path) -> float:
    return path.stat().st_mtime
