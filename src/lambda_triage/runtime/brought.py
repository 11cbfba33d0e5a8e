"""What Lambda's Python runtimes bring along, out of this interpreter's packages."""

from __future__ import annotations

import contextlib
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The runtime client with what it needs, and the SDK with what it needs
# (Lambda Developer Guide, "Runtime-included SDK versions", 2026-11).
CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")
SDK = ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")


def linked(folder: Path) -> Path | None:
    """*folder* with links to these packages; None where the client is not installed as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in (*CLIENT, *SDK):
        for path in _top(package):
            with contextlib.suppress(OSError):
                (folder / path.name).symlink_to(path, target_is_directory=path.is_dir())
    return folder if (folder / "awslambdaric").is_dir() else None


def _top(package: str) -> Iterator[Path]:
    """Its modules and folders, side by side as they are installed."""
    try:
        listed = files(package) or []
    except PackageNotFoundError:
        return
    seen = set[str]()
    for file in listed:
        top = file.parts[0]
        if top in seen or top in ("..", "__pycache__") or Path(top).is_absolute():
            continue
        seen.add(top)
        root = Path(str(file.locate())).parents[len(file.parts) - 1]
        yield root / top
