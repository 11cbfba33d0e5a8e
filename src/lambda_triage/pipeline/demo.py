"""The bundled incidents."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from lambda_triage.errors import UsageError


class DemoIncident(Struct, frozen=True):
    """One bundled incident: its name, one line about it and the folder of its evidence."""

    name: str
    about: str
    folder: Path


def incidents(name: str | None = None) -> tuple[DemoIncident, ...]:
    """All bundled incidents and scenarios, or the one named."""
    root = Path(str(files("lambda_triage.demo")))
    folders = sorted(p for kind in ("incidents", "scenarios") for p in (root / kind).glob("*/"))
    found = [DemoIncident(p.name, _about(p), p) for p in folders]
    chosen = [i for i in found if name in (None, i.name)]
    if not chosen:
        names = ", ".join(i.name for i in found)
        raise UsageError(f"no bundled incident is named {name}; there are: {names}")
    return tuple(chosen)


def _about(folder: Path) -> str:
    return "recorded from a real handler" if folder.parent.name == "incidents" else "illustrative"
