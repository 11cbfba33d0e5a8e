"""botocore's service models, read by msgspec: each command pays for reading them again."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from botocore.session import Session


class Models:
    """Takes the place of botocore's own reader of JSON files."""

    def exists(self, file_path: str) -> bool:
        """Whether there is such a file, packed or not; the path is without its ending."""
        return Path(f"{file_path}.json").is_file() or Path(f"{file_path}.json.gz").is_file()

    def load_file(self, file_path: str) -> Any:
        """What the file holds; None where there is none."""
        for ending, unpack in ((".json", bytes), (".json.gz", gzip.decompress)):
            path = Path(file_path + ending)
            if path.is_file():
                return msgspec.json.decode(unpack(path.read_bytes()))
        return None


def share(session: Session, *others: Session) -> None:
    """Have *session* read models this way, and *others* use what it has read."""
    loader = session.get_component("data_loader")
    loader.file_loader = Models()
    for other in others:
        other.register_component("data_loader", loader)
