"""The code of a function and of its layers, as folders of this machine."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from lambda_triage.errors import InputError, UsageError, as_name
from lambda_triage.paths import is_there
from lambda_triage.pipeline.locally.values import part
from lambda_triage.pipeline.validate.code import ASSET, cloudformation_code, local
from lambda_triage.pipeline.validate.looked_at import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lambda_triage.evidence.documents import Json
    from lambda_triage.pipeline.locally.chosen import Chosen
    from lambda_triage.pipeline.locally.project import Source
    from lambda_triage.pipeline.validate.code import Code

UNZIPPED = 250 << 20  # bytes: Lambda quota "Deployment package size", unzipped
ENTRIES = 100_000
LAYERS = ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion")


def code_of(source: Source, id: str, values: Mapping[str, str]) -> Code:
    """Where the template says that the code of a function is."""
    found = (code for code in cloudformation_code(source.tree, values) if code.id == id)
    return next(found)


def task_dir(source: Source, function: Chosen, code: Code, room: Path) -> Path:
    """The folder with the code; what is packed or inline goes to *room*. Raises InputError."""
    if code.inline:
        return _inline(function, room)
    if code.path is None and not code.absent:
        raise UsageError(
            f"the code of {function.id} is not on this machine; give a template whose"
            f" {code.at[-1]} is a folder, or call sam_remote_invoke"
        )
    path = resolved(source.path.parent, code.path or ".")
    if path is None or not is_there(path):
        raise InputError(
            f"the code of {function.id} does not exist: {code.at[-1]} is"
            f" {as_name(code.path or '.')}, and there is nothing; correct it, or run sam_build"
        )
    return path if path.is_dir() else unzipped(path, room)


def layers_of(
    source: Source, function: Chosen, room: Path
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Folders of the layers that are here, the first layer first; notes on the others."""
    folders: list[Path] = []
    notes: list[str] = []
    for number, layer in enumerate(_listed(function)):
        id = str(layer["Ref"]) if isinstance(layer, dict) and "Ref" in layer else ""
        body = part(part(source.tree, "Resources"), id)
        if body.get("Type") not in LAYERS:
            told = layer if isinstance(layer, str) else id or "a layer"
            notes.append(f"layer {told} is not on this machine and was left out")
            continue
        path = _content(source, function, body)
        if path is None or not is_there(path):
            raise InputError(f"layer {as_name(id)} does not exist in its folder; run sam_build")
        if "BuildMethod" in part(body, "Metadata") and not _is_built(source):
            notes.append(f"layer {id} is taken as it is, not built: run sam_build")
        folders.append(path if path.is_dir() else unzipped(path, room / f"layer-{number}"))
    return tuple(folders), tuple(notes)


def unzipped(archive: Path, target: Path) -> Path:
    """An archive's files, with the right to be executed. Raises InputError, UsageError."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            if len(members) > ENTRIES or sum(m.file_size for m in members) > UNZIPPED:
                raise UsageError(f"{archive} holds over 250 MB or {ENTRIES:,} files")
            for member in members:
                path = opened.extract(member, target)
                _executable(path, member.external_attr >> 16)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise InputError(f"{archive} is neither a folder nor a readable .zip: {error}") from None
    target.mkdir(parents=True, exist_ok=True)  # an empty archive
    return target


def _executable(path: str, mode: int) -> None:
    from pathlib import Path

    if mode & 0o111 and (file := Path(path)).is_file():
        file.chmod(0o755)


def _inline(function: Chosen, room: Path) -> Path:
    code = part(function.own, "Code").get("ZipFile") or function.own.get("InlineCode")
    text = function.values.value(code)
    if not isinstance(text, str):
        raise UsageError(f"the inline code of {function.id} is not known before it is deployed")
    room.mkdir(parents=True, exist_ok=True)
    (room / "index.py").write_text(text, encoding="utf-8", errors="replace")
    return room


def _listed(function: Chosen) -> list[Json]:
    """Those of Globals first, as SAM joins lists."""
    both = (function.shared.get("Layers"), function.own.get("Layers"))
    return [layer for layers in both if isinstance(layers, list) for layer in layers]


def _content(source: Source, function: Chosen, body: Mapping[str, Json]) -> Path | None:
    properties = part(body, "Properties")
    told = part(body, "Metadata").get(ASSET) or properties.get("ContentUri")
    path = local(function.values.value(told or properties.get("Content")))
    return resolved(source.path.parent, path) if path is not None else None


def _is_built(source: Source) -> bool:
    return source.path.parent.parent.name == ".aws-sam"
