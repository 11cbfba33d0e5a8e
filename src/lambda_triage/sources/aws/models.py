"""botocore's service models, found and read fast: each command pays for reading them again.

Paths are text here, as botocore has them: there are a thousand of them, and `Path` would take as
long as all the rest.
"""

# ruff: noqa: PTH112, PTH113, PTH123

from __future__ import annotations

import gzip
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from botocore.session import Session


class Models:
    """Takes the place of botocore's own reader of JSON files."""

    def exists(self, file_path: str) -> bool:
        """Whether there is such a file, packed or not; the path is without its ending."""
        return os.path.isfile(f"{file_path}.json.gz") or os.path.isfile(f"{file_path}.json")

    def load_file(self, file_path: str) -> Any:
        """What the file holds; None where there is none."""
        for ending, unpack in ((".json", bytes), (".json.gz", gzip.decompress)):
            try:
                with open(file_path + ending, "rb") as file:
                    return msgspec.json.decode(unpack(file.read()))
            except FileNotFoundError:
                continue
        return None


@cache
def _folders(paths: tuple[str, ...]) -> list[str]:
    """Names of folders; asked three times for each client."""
    found = {
        entry.name
        for path in paths
        if os.path.isdir(path)
        for entry in os.scandir(path)
        if entry.is_dir()
    }
    return sorted(found)


def share(*sessions: Session) -> None:
    """Have all *sessions* read models this way, each once, from where the first would."""
    from botocore.loaders import Loader

    paths = tuple(sessions[0].get_component("data_loader").search_paths)

    class Folders(Loader):  # type: ignore[misc]  # botocore has no types
        """Takes a folder for a service: to look into each of 400 costs more than a client."""

        def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
            """Services, also those without a file of that type, which is then not found."""
            return _folders(paths)

    loader = Folders(list(paths), Models(), include_default_search_paths=False)
    for session in sessions:
        session.register_component("data_loader", loader)
