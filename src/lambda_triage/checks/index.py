"""The catalogue without its modules: what every check needs and looks for, from one generated file.

Importing three hundred small modules takes longer than reading a small log. The index holds all
that is needed to scan and to decide which checks have anything to say; a check's module is
imported when it is run. `tools/index.py` writes the file, and a test holds it against the modules.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from lambda_triage.checks.check import Check
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Role, Severity  # noqa: TC001  # msgspec resolves them

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding

FILE = "index.json"


class _Signature(msgspec.Struct, frozen=True, array_like=True):
    id: str
    literals: tuple[str, ...]
    pattern: str
    source: str
    caseless: bool


class _Check(msgspec.Struct, frozen=True, array_like=True):
    id: str
    title: str
    severity: Severity
    role: Role
    since: str
    reads: tuple[str, ...]
    cause: str | None
    signatures: tuple[_Signature, ...]


class _OnDemand(msgspec.Struct, frozen=True):
    """A judge whose module is imported when it is first called."""

    id: str

    def __call__(self, scene: Scene) -> Iterator[Finding]:
        from lambda_triage.checks.catalog import load

        return load(self.id).judge(scene)


@cache
def indexed() -> tuple[Check, ...]:
    """All checks, in the order of the catalogue, none of them imported yet."""
    raw = files("lambda_triage.checks").joinpath(FILE).read_bytes()
    return tuple(_check(row) for row in msgspec.json.decode(raw, type=tuple[_Check, ...]))


def _check(row: _Check) -> Check:
    signatures = tuple(
        Signature(s.id, s.literals, s.pattern, s.source, s.caseless) for s in row.signatures
    )
    return Check(
        row.id,
        row.title,
        row.severity,
        row.role,
        row.since,
        row.reads,
        _OnDemand(row.id),
        signatures,
        row.cause,
    )


def index(checks: Iterable[Check]) -> bytes:
    """The index file of these checks: one line each, so that a change is one line."""
    rows = [
        _Check(
            c.id,
            c.title,
            c.severity,
            c.role,
            c.since,
            c.reads,
            c.cause,
            tuple(
                _Signature(s.id, s.literals, s.pattern, s.source, s.caseless) for s in c.signatures
            ),
        )
        for c in checks
    ]
    return b"[\n" + b",\n".join(map(msgspec.json.encode, rows)) + b"\n]\n"
