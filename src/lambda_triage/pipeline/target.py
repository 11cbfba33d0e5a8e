"""What to collect, as a person says it: a function or a stack, a span of time, a project folder."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import FormatError, UsageError
from lambda_triage.facts.samconfig import SAMCONFIG
from lambda_triage.sources.settings import chosen, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

SINCE = re.compile(r"(?P<number>\d{1,6})\s*(?P<unit>m|min|h|d|w)$")
UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
DEFAULT_SINCE = "3h"
LONGEST = timedelta(days=455)  # for as long as CloudWatch keeps metrics (CloudWatch guide, 2026)
STACK = "aws:cloudformation:stack"  # type of an artifact in the manifest of `cdk synth`
PLACE = re.compile(r"aws://(?P<account>[^/]+)/(?P<region>[a-z0-9-]+)$")


class Access(Struct, frozen=True):
    """As whom, and where; None is as the AWS CLI would have it."""

    profile: str | None = None
    region: str | None = None
    role_arn: str | None = None


class Target(Struct, frozen=True):
    """What a collection is about. Times are milliseconds since 1970, UTC."""

    start_ms: int
    end_ms: int
    functions: tuple[str, ...] = ()
    stack: str | None = None
    qualifier: str | None = None


class Project(Struct, frozen=True):
    """What the settings of a project folder say about where it is deployed."""

    stack: str
    region: str | None = None
    profile: str | None = None


def window(
    since: str | None, between: str | None, now: datetime, longest: timedelta | None = LONGEST
) -> tuple[int, int]:
    """`3h`, or `2026-11-20T08:00Z/2026-11-20T09:30Z`, in milliseconds. Raises UsageError.

    longest  how far back; None for logs alone, which may be of any age
    """
    if since and between:
        raise UsageError("--since and --window contradict each other; give one")
    if between:
        first, slash, last = between.partition("/")
        start, end = _time(first), _time(last) if slash else now
    else:
        start, end = _before(now, since or DEFAULT_SINCE), now
    if start >= end:
        raise UsageError("the window ends before it begins; write --window BEGIN/END")
    if longest is not None and now - start > longest:
        raise UsageError("the window begins before CloudWatch's oldest metrics, 455 days ago")
    return _ms(start), _ms(min(end, now))


def _before(now: datetime, since: str) -> datetime:
    try:
        return now - _span(since)
    except OverflowError:
        raise UsageError(f"--since {since}: no calendar goes back so far") from None


def _span(text: str) -> timedelta:
    found = SINCE.fullmatch(text.strip())
    if not found:
        raise UsageError(f"--since {text}: write minutes, hours, days or weeks as 90m, 3h, 2d, 1w")
    return timedelta(**{UNITS[found["unit"]]: int(found["number"])})


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--window: {text} is no time; write BEGIN/END as 2026-11-20T08:00Z/2026-11-20T09:30Z"
        ) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _ms(time: datetime) -> int:
    return int(time.timestamp() * 1000)


def project(folder: Path, environment: str | None = None) -> Project | None:
    """Where a SAM or CDK project is deployed; None where the folder is none.

    Raises UsageError when its settings name no stack, or several.
    """
    for name in SAMCONFIG:
        if (folder / name).is_file():
            return _sam(folder / name, environment)
    if (folder / "cdk.json").is_file():
        return _cdk(folder)
    return None


def _sam(file: Path, environment: str | None) -> Project:
    try:
        found = chosen(read_settings(file.read_text(encoding="utf-8")), environment)
    except (FormatError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from None
    if found is None or found.stack is None:
        raise UsageError(f"{file} names no stack; give --stack, or --config-env with one that does")
    return Project(found.stack, found.region, found.profile)


def _cdk(folder: Path) -> Project:
    settings = _json(folder / "cdk.json")
    output = settings.get("output")
    manifest = folder / (output if isinstance(output, str) else "cdk.out") / "manifest.json"
    if not manifest.is_file():
        raise UsageError(f"{manifest} is missing; run `cdk synth` first, or give --stack")
    artifacts = _json(manifest).get("artifacts")
    stacks = [
        Project(str(_part(body, "properties").get("stackName") or name), _region(body))
        for name, body in (artifacts if isinstance(artifacts, dict) else {}).items()
        if isinstance(body, dict) and body.get("type") == STACK
    ]
    if len(stacks) != 1:
        names = ", ".join(sorted(stack.stack for stack in stacks)) or "none"
        raise UsageError(f"{manifest} has several stacks or none ({names}); give --stack")
    return stacks[0]


def _region(artifact: dict[str, object]) -> str | None:
    found = PLACE.fullmatch(str(artifact.get("environment")))
    return found["region"] if found and found["region"] != "unknown-region" else None


def _part(body: dict[str, object], name: str) -> dict[str, object]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _json(file: Path) -> dict[str, object]:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None
    return value if isinstance(value, dict) else {}


def only_folder(paths: Sequence[str]) -> Path | None:
    """The folder, where one path is given and it is one."""
    return Path(paths[0]) if len(paths) == 1 and Path(paths[0]).is_dir() else None
