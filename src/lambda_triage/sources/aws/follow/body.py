"""Values out of an answer, whatever it holds: what is not there or of another type is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.documents.build import parsed, walk

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json

LONGEST = 2_048  # characters of a name, ARN or URL that AWS takes anywhere


def text(body: Json, path: str) -> str | None:
    """The name, ARN or number at `A.B`; None where there is none that AWS would take."""
    return _name(walk(body, path))


def texts(body: Json, path: str) -> tuple[str, ...]:
    """The names at `A[]` or `A[].B`, each once."""
    value = walk(body, path)
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for item in items if (name := _name(item))))


def objects(body: Json, path: str) -> list[dict[str, Json]]:
    """The objects of the list at `A`, or the one object."""
    value = walk(body, path)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def inside(body: Json, path: str) -> dict[str, Json]:
    """The object at `A.B`; an empty one where there is none."""
    value = walk(body, path)
    return value if isinstance(value, dict) else {}


def opened(value: Json) -> Json:
    """JSON that stands in a string, as policies and definitions do."""
    return parsed(value) if isinstance(value, str) else value


def _name(value: Json) -> str | None:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        return None
    return value if value.isprintable() and value == value.strip() else None
