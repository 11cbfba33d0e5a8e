"""Whether a build is older than the code that it was made of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.errors import TriageError
from lambda_triage.pipeline.locally.code import code_of
from lambda_triage.pipeline.locally.project import BUILT, plain_template
from lambda_triage.pipeline.validate.looked_at import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.pipeline.locally.project import Source

MOST = 5_000  # files that are looked at
LEFT_OUT = frozenset({"node_modules", "__pycache__", "venv", "cdk.out", "tests"})


def stale(folder: Path, source: Source, id: str, values: Mapping[str, str]) -> str | None:
    """A sentence where a file of the function's source was changed after the build."""
    built = folder / BUILT
    if source.path != built:
        return None
    try:
        plain = plain_template(folder)
        code = code_of(plain, id, values) if plain else None
    except (TriageError, StopIteration):
        return None
    path = resolved(folder, code.path or ".") if code else None
    if path is None or not path.is_dir():
        return None
    made = built.stat().st_mtime
    newer = next((name for name, time in _files(path) if time > made), None)
    return newer and f"{newer} was changed after sam build made this: run sam_build"


def _files(top: Path) -> Iterator[tuple[str, float]]:
    seen = 0
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(f for f in folders if f not in LEFT_OUT and not f.startswith("."))
        for name in sorted(files):
            seen += 1
            if seen > MOST:
                return
            path = Path(folder, name)
            try:
                yield path.relative_to(top).as_posix(), path.stat().st_mtime
            except OSError:
                continue
