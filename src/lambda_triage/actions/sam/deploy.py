"""`sam deploy`: a stack from the built template, without questions; outputs or first failure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage import paths
from lambda_triage.actions.execute import silent
from lambda_triage.actions.plan import Command, Plan
from lambda_triage.actions.sam import flags, options
from lambda_triage.actions.sam.call import (
    SAM,
    carried_out,
    place,
    template,
    whom,
)
from lambda_triage.actions.sam.events import Event, events
from lambda_triage.actions.sam.failures import Failure, deploy_failure, unchanged
from lambda_triage.errors import UsageError
from lambda_triage.facts.samconfig import SAMCONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lambda_triage.pipeline.target import Access

LIMIT_S = 840.0  # below the limit of a call of the server; the stack goes on in AWS
KEEP = 2_000_000  # characters; a row of the wide table has 1,200
# CloudFormation user guide, "Creating a stack" (2026-11).
STACK = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")
CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")
LARGEST = 1 << 20  # bytes of settings that are looked at
OUTPUT = re.compile(r"(Key|Value)\s{2,}(.*)")


class Deploy(Struct, frozen=True, kw_only=True):
    """What to deploy; None is as samconfig has it, else as the plan shows."""

    stack: str
    folder: str
    template: str | None = None
    bucket: str | None = None
    resolve_bucket: bool | None = None
    capabilities: Sequence[str] | None = None
    options: Mapping[str, object] = {}


class Deployed(Struct, frozen=True):
    """How it went: deployed, prepared (a change set, not executed), unchanged or failed."""

    status: str
    outputs: Mapping[str, str] = {}
    changed: tuple[Event, ...] = ()
    failure: Failure | None = None


def plan(asked: Deploy, who: Access | None = None) -> Plan:
    """What would be run and changed. Raises UsageError."""
    if not STACK.fullmatch(asked.stack):
        raise UsageError(
            "application_name is a stack's name: letters, digits and -, a letter first, at most 128"
        )
    folder = flags.folder("project_directory", asked.folder)
    bucket, where = _bucket(asked, folder)
    allowed = _allowed(asked, folder)
    argv = (
        SAM, "deploy", flags.text("--stack-name", asked.stack), *template(folder, asked.template),
        "--no-confirm-changeset", "--no-fail-on-empty-changeset", *bucket,
        *(("--capabilities", *allowed) if allowed else ()), *whom(who),
        *options.words("deploy", asked.options),
    )  # fmt: skip
    does = "makes a change set for" if _prepares(asked) else "creates or updates"
    effects = [f"{does} the stack {asked.stack} in {place(who)}", f"uploads artifacts to {where}"]
    if allowed:
        effects.append(f"lets the template make what {', '.join(allowed)} stands for")
    return Plan((Command(argv, str(folder), LIMIT_S, KEEP),), aws=tuple(effects))


def _prepares(asked: Deploy) -> bool:
    return asked.options.get("no_execute_changeset") is True


def _bucket(asked: Deploy, folder: Path) -> tuple[list[str], str]:
    """The words for the bucket, and where artifacts go in words."""
    if asked.bucket:
        if asked.resolve_bucket:
            raise UsageError("s3_bucket and resolve_s3 contradict each other; give one")
        words = [flags.text("--s3-bucket", asked.bucket), "--no-resolve-s3"]
        return words, f"s3://{asked.bucket}"
    settings = asked.resolve_bucket is None and _says(folder, "s3_bucket|resolve_s3")
    if settings:
        return [], "the bucket of samconfig"
    if asked.resolve_bucket is False:
        return ["--no-resolve-s3"], "no bucket"
    return ["--resolve-s3"], "SAM's own bucket, which it makes once (aws-sam-cli-managed-default)"


def _allowed(asked: Deploy, folder: Path) -> tuple[str, ...]:
    """The capabilities. Raises UsageError for unknown ones."""
    if asked.capabilities is None:
        return () if _says(folder, "capabilities") else CAPABILITIES[:1]
    for one in asked.capabilities:
        if one not in CAPABILITIES:
            raise UsageError(f"capabilities are {', '.join(CAPABILITIES)}")
    return tuple(asked.capabilities)


def _says(folder: Path, names: str) -> bool:
    """Whether the project's settings say it, in any section."""
    for name in SAMCONFIG:
        text = paths.beginning(folder / name, LARGEST)
        if text is not None:
            told = text.decode("utf-8", "replace")
            return bool(re.search(rf"(?m)^\s*({names})\s*[=:]", told))
    return False


def run(asked: Deploy, who: Access | None = None, said: Callable[[str], None] = silent) -> Deployed:
    """Deploy. Raises UsageError, AccessError."""
    outcome = carried_out(plan(asked, who), who, said)
    if outcome.code is not None and unchanged(outcome):
        return Deployed("unchanged")
    if outcome.code != 0:
        return Deployed("failed", failure=deploy_failure(outcome, asked.stack))
    done = [row for row in events(outcome.lines) if row.status.endswith("_COMPLETE")]
    status = "prepared" if _prepares(asked) else "deployed"
    return Deployed(status, outputs(outcome.lines), tuple(done))


def outputs(lines: Sequence[str]) -> dict[str, str]:
    """The stack's outputs, as SAM prints them at the end; a long value goes on below itself."""
    found: dict[str, str] = {}
    key, value = "", False
    begun = False
    for line in lines:
        begun = begun or line.startswith("CloudFormation outputs")
        if not begun:
            continue
        part = OUTPUT.match(line)
        if part and part[1] == "Key":
            key, value = part[2].strip(), False
        elif part and key:
            found[key], value = part[2].strip(), True
        elif value and line.startswith(" " * 8) and line.strip():
            found[key] += line.strip()
        else:
            value = False
    return found
