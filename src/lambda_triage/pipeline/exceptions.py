"""What a team has accepted: exceptions with a reason and a last day, and a baseline of the known.

An exception takes a finding out of the judgement, and the report says so with its reason; one that
has expired takes nothing out, and is said, too. A baseline takes nothing out: it tells what is new.
"""

from __future__ import annotations

import re
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.checks.catalog import CATALOG
from lambda_triage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from lambda_triage.checks.run import Judged
    from lambda_triage.findings import Finding

NAMED = {"check", "resource", "reason", "expires"}
LINTED = re.compile(r"[EWI]S?\d{4}")  # rules of cfn-lint and of its serverless rules


class Exception_(Struct, frozen=True):  # noqa: N801 - the field's word; the builtin keeps its name
    """One accepted finding: `resource` is a key, an ARN or a pattern with `*`.

    expires  last day on which it holds; None for ever
    """

    check: str
    resource: str
    reason: str
    expires: date | None

    def covers(self, finding: Finding, today: date) -> bool:
        """Whether the finding is accepted on that day."""
        if finding.check != self.check or (self.expires is not None and today > self.expires):
            return False
        return fnmatchcase(finding.resource, self.resource)


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    check: str
    resource: str
    summary: str


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Findings that are known: `lambda-triage baseline` writes it."""

    schema: int
    findings: tuple[_Known, ...]


def read_exceptions(path: Path) -> tuple[Exception_, ...]:
    """A TOML file of `[[exception]]` tables. InputError names what is wrong, and where."""
    import tomllib

    try:
        with path.open("rb") as file:
            told = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; see docs/exceptions.md") from None
    rows = told.get("exception")
    if not isinstance(rows, list) or told.keys() - {"exception"}:
        raise InputError(f"{path}: only [[exception]] tables are known; see docs/exceptions.md")
    return tuple(_exception(row, f"{path}, exception {n}") for n, row in enumerate(rows, 1))


def _exception(row: object, where: str) -> Exception_:
    if not isinstance(row, dict) or row.keys() - NAMED:
        raise InputError(f"{where}: known keys are {', '.join(sorted(NAMED))}")
    check, reason = row.get("check"), row.get("reason")
    if check not in CATALOG and not is_validated(str(check)):
        raise InputError(f"{where}: there is no check {check!r}; `lambda-triage checks` lists them")
    if not isinstance(reason, str) or not reason.strip():
        raise InputError(f"{where}: give a reason; whoever reads the report will ask")
    expires = row.get("expires")
    if expires is not None and not isinstance(expires, date):
        raise InputError(f"{where}: expires is a date, as in expires = 2027-01-31")
    return Exception_(str(check), str(row.get("resource") or "*"), reason.strip(), expires)


def is_validated(rule: str) -> bool:
    """Whether `lambda-triage validate` has a rule of this name beside the catalogue's checks."""
    from lambda_triage.pipeline.validate.rules import RULES

    return rule in RULES or LINTED.fullmatch(rule) is not None


class Accepted(Struct, frozen=True):
    """A finding that an exception took out, and the exception."""

    finding: Finding
    exception: Exception_


class Agreed(Struct, frozen=True):
    """What a team has agreed on: accepted findings, expired exceptions, ids of the known.

    known  None where no baseline was given
    """

    accepted: tuple[Accepted, ...] = ()
    expired: tuple[Exception_, ...] = ()
    known: frozenset[str] | None = None


def apart(
    judged: Judged, exceptions: Iterable[Exception_], today: date
) -> tuple[Judged, tuple[Accepted, ...]]:
    """What is left to judge, and what was accepted."""
    known = tuple(exceptions)
    kept: list[Finding] = []
    accepted: list[Accepted] = []
    for finding in judged.findings:
        found = next((e for e in known if e.covers(finding, today)), None)
        if found is None:
            kept.append(finding)
        else:
            accepted.append(Accepted(finding, found))
    return replace(judged, findings=tuple(kept)), tuple(accepted)


def expired(exceptions: Iterable[Exception_], today: date) -> tuple[Exception_, ...]:
    """Exceptions whose last day is over."""
    return tuple(e for e in exceptions if e.expires is not None and today > e.expires)


def read_baseline(path: Path) -> frozenset[str]:
    """Ids of the findings in a baseline file; InputError for anything else."""
    try:
        told = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            f"cannot read {path}: {error}; write one with `lambda-triage baseline`"
        ) from None
    return frozenset(f.id for f in told.findings)


def baseline(findings: Sequence[tuple[str, str, str, str]]) -> bytes:
    """The baseline file of these findings: (id, check, resource, summary), one a line."""
    known = sorted(set(findings), key=lambda f: (f[1], f[2], f[0]))
    whole = Baseline(1, tuple(_Known(*f) for f in known))
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
