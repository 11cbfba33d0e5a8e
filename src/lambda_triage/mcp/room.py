"""Where a server keeps what later calls may ask for: reports by id, and bundles it collected.

The room is a temporary folder that goes with the server. It is shared with the workers, so what
is written in it appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lambda_triage.errors import UsageError
from lambda_triage.paths import final, whole

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Report

MOST_REPORTS = 50  # the oldest goes first
REPORT_ID = re.compile(r"r-[0-9a-f]{12}")
OUTSIDE = "collected.txt"  # bundles that a call put elsewhere
BUNDLE_ID = re.compile(r"b-[0-9a-f]{8}")


class Room:
    """The folder of one server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reports = folder / "reports"
        self.bundles = folder / "bundles"
        for one in (self.reports, self.bundles):
            one.mkdir(parents=True, exist_ok=True)

    def keep(self, report: Report, *, live: bool) -> str:
        """Keep a report; its id is the same for the same answer."""
        data = msgspec.json.encode(report)
        id = f"r-{hashlib.sha256(data).hexdigest()[:12]}"
        mark = self.reports / f"{id}.live"
        if live:  # before anybody can read it
            mark.touch()
        with whole(self.reports / f"{id}.json") as file:
            file.write(data)
        if not live:
            mark.unlink(missing_ok=True)
        for _, old in sorted(self._dated())[:-MOST_REPORTS]:
            old.unlink(missing_ok=True)
            old.with_suffix(".live").unlink(missing_ok=True)
        return id

    def _dated(self) -> list[tuple[int, Path]]:
        found = []
        for path in self.reports.glob("r-*.json"):
            try:
                found.append((path.stat().st_mtime_ns, path))
            except FileNotFoundError:  # another worker removed it
                continue
        return found

    def report_ids(self) -> list[str]:
        """Ids of the kept reports, newest first."""
        return [path.stem for _, path in sorted(self._dated(), reverse=True)]

    def report_file(self, id: str) -> Path:
        """The file of a kept report. Raises UsageError."""
        path = self.reports / f"{id}.json"
        if not REPORT_ID.fullmatch(id) or not path.is_file():
            raise UsageError(f"there is no report {id[:40]!r}; call diagnose again for a new id")
        return path

    def report(self, id: str) -> Report:
        """A kept report. Raises UsageError where there is none of this id."""
        from lambda_triage.reports.contract import Report

        return msgspec.json.decode(self.report_file(id).read_bytes(), type=Report)

    def is_live(self, id: str) -> bool:
        """Whether the report quotes live log groups."""
        return (self.reports / f"{id}.live").exists()

    def bundle_ids(self) -> list[str]:
        """Ids of the bundles that were collected here."""
        return sorted(path.name for path in self.bundles.glob("b-*") if path.is_dir())

    def bundle(self, id: str) -> Path:
        """The folder of a bundle. Raises UsageError where there is none of this id."""
        path = self.bundles / id
        if not BUNDLE_ID.fullmatch(id) or not path.is_dir():
            raise UsageError(
                f"there is no bundle {id[:40]!r}; collect_evidence makes one, or give its path"
            )
        return path

    def collected(self, path: Path) -> None:
        """Note a bundle that was collected to a place outside."""
        with (self.folder / OUTSIDE).open("a", encoding="utf-8") as file:
            file.write(f"{path.resolve()}\n")

    def holds(self, path: Path) -> bool:
        """Whether this server collected the path: evidence of live log groups."""
        outside = self.folder / OUTSIDE
        told = outside.read_text(encoding="utf-8").splitlines() if outside.exists() else []
        places = (self.bundles.resolve(), *map(Path, told))
        return any(final(path).is_relative_to(place) for place in places)
