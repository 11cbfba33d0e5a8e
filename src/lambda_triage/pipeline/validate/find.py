"""Paths → templates, by their content and under any name; Terraform's files of a folder are one."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import InputError
from lambda_triage.sources.files.templates import TEMPLATE_LIMIT, TEXT_LIMIT, template_language
from lambda_triage.sources.files.unpack import UTF16_MARKS
from lambda_triage.sources.templates.load import IS_JSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEAD = 64 << 10  # bytes that tell what a file is
MOST = 2_000  # templates of one call
# Folders that hold other people's templates, or copies that a build made.
LEFT_OUT = frozenset({"node_modules", "site-packages", "__pycache__", "venv"})
ENDINGS = (".yaml", ".yml", ".json", ".tf", ".template", ".cfn", ".txt", ".hcl", ".tpl", "")


class Part(Struct, frozen=True):
    """One file: its name as it was given, its text, and whether it is asked about.

    reason  why it could not be taken, where that is so
    """

    name: str
    path: Path
    text: str
    asked: bool = True
    reason: str = ""


class Unit(Struct, frozen=True):
    """What is deployed together: one template, or all Terraform files of a folder."""

    language: str
    parts: tuple[Part, ...]


def find(paths: Sequence[str], *, others: bool = False) -> tuple[Unit, ...]:
    """The templates under *paths*. InputError for what is none, unless *others* may stand there."""
    asked: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        found = list(_under(path))
        if not found and not others:
            told = "no template in this folder" if Path(path).is_dir() else "not a template"
            raise InputError(
                f"{path}: {told}; SAM, CloudFormation, CDK output, Terraform and serverless.yml"
                " are known"
            )
        asked.update((file.as_posix(), file) for file in found)
    if len(asked) > MOST:
        raise InputError(f"{len(asked)} templates are too many at once; give at most {MOST}")
    return tuple(_units(asked))


def _under(path: str) -> Iterator[Path]:
    """Files that hold a template."""
    for one in _globbed(path):
        if one.is_dir():
            yield from (file for file in _walk(one) if _language(file))
        elif not one.exists():
            raise InputError(f"{path}: no such file or folder; check the path")
        elif _language(one):
            yield one


def _globbed(path: str) -> list[Path]:
    if os.path.lexists(path) or not glob.has_magic(path):
        return [Path(path)]
    return [Path(found) for found in sorted(glob.glob(path, recursive=True))]  # noqa: PTH207


def _walk(top: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(f for f in folders if f not in LEFT_OUT and not f.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix.lower() in ENDINGS and not name.startswith(".") and path.is_file():
                yield path


def _language(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check its rights") from None
    return "terraform" if _is_hcl(path) else template_language(_utf8(head))


def _is_hcl(path: Path) -> bool:
    """Terraform's own ending: variables and outputs have files of their own."""
    return path.suffix == ".tf" or path.name.endswith(".tf.json")


def _utf8(data: bytes) -> bytes:
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _units(asked: dict[str, Path]) -> Iterator[Unit]:
    """Files in the order of their names; a folder's Terraform stands where its first file does."""
    folders: set[Path] = set()
    for _, path in sorted(asked.items()):
        if _is_hcl(path) and path.suffix == ".tf":
            if path.parent not in folders:
                folders.add(path.parent)
                files = sorted(path.parent.glob("*.tf"))[:MOST]
                yield Unit("terraform", tuple(_parts(files, asked)))
        else:
            yield Unit(_language(path) or "cloudformation", tuple(_parts([path], asked)))


def _parts(files: Iterable[Path], asked: dict[str, Path]) -> Iterator[Part]:
    for path in files:
        told = path.as_posix() in asked
        name = path.as_posix()
        try:
            with path.open("rb") as file:
                raw = _utf8(file.read(TEMPLATE_LIMIT + 1))
        except OSError as error:
            yield Part(name, path, "", told, f"it cannot be read: {error.strerror}")
            continue
        limit = (
            TEMPLATE_LIMIT if IS_JSON.match(raw[:200].decode("utf-8", "replace")) else TEXT_LIMIT
        )
        if len(raw) > limit:
            yield Part(name, path, "", told, f"it is larger than {limit >> 20} MiB")
            continue
        yield Part(name, path, raw.decode("utf-8", "replace").replace("\r\n", "\n"), told)
