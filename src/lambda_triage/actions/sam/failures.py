"""What SAM prints → what went wrong, and what to do: one failure, the one that the rest follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.actions.sam.events import events, first_failed
from lambda_triage.actions.sam.sentences import BUILD, COMMON, DEPLOY, INIT, READ, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.actions.execute import Outcome
    from lambda_triage.actions.sam.sentences import Known

LONGEST = 1_500  # characters of a message
ERROR = "Error: "
# Lines after which SAM adds nothing to its error.
ENDS = ("Traceback:", "For more information", "An unexpected error was")
BUILDING = re.compile(
    r"Building (?:codeuri: (?P<code>.+?) runtime: (?P<runtime>\S+) .*|image for .*)"
    r"functions?: (?P<functions>[\w/, -]+)"
)
EMPTY = re.compile(r"Skipping copy operation since source (?P<path>.+) does not exist")
UNCHANGED = "No changes to deploy"


class Failure(Struct, frozen=True, omit_defaults=True):
    """What went wrong; message and names are SAM's or AWS's words.

    others  what else failed by itself, later
    """

    kind: str
    message: str
    next: str
    resource: str | None = None
    resource_type: str | None = None
    others: tuple[str, ...] = ()


def init_failure(outcome: Outcome) -> Failure:
    """Why `sam init` made no project."""
    return _stopped(outcome) or _known(outcome.lines, (*INIT, *COMMON))


def build_failure(outcome: Outcome) -> Failure | None:
    """Why `sam build` built nothing, or something empty; None where it built all."""
    building = [one for line in outcome.lines if (one := BUILDING.match(line))]
    if outcome.code == 0:
        empty = next((one for line in outcome.lines if (one := EMPTY.match(line))), None)
        return _empty(empty["path"], building) if empty else None
    found = _stopped(outcome) or _known(outcome.lines, (*BUILD, *COMMON))
    if found.resource or "Build Failed" not in outcome.lines or not building:
        return found
    return Failure(found.kind, found.message, found.next, building[-1]["functions"].strip())


def _empty(path: str, building: Sequence[re.Match[str]]) -> Failure:
    """SAM calls it a success."""
    names = [found["functions"].strip() for found in building if found["code"] == path]
    return Failure(
        "no_source",
        f"{path} does not exist, so that SAM built a package without code",
        "set CodeUri to the folder of the code, relative to the template, and build again",
        names[0] if names else None,
    )


def unchanged(outcome: Outcome) -> bool:
    """Whether there was nothing to deploy; older versions call this an error."""
    return any(UNCHANGED in line for line in outcome.lines[-20:])


def deploy_failure(outcome: Outcome, stack: str) -> Failure:
    """Why `sam deploy` failed: the first resource that failed by itself, or what came before."""
    failed = first_failed(events(outcome.lines), stack)
    if not failed:
        return _stopped(outcome) or _known(outcome.lines, (*DEPLOY, *COMMON))
    first, *rest = failed
    names = tuple(dict.fromkeys(row.id for row in rest if row.id != first.id))[:5]
    reason = first.reason[:LONGEST] or f"{first.status} without a reason"
    return Failure(
        "resource_failed",
        reason,
        "correct this resource first, and deploy again; explain_error takes the reason,"
        " diagnose with stack reads all of its events",
        first.id,
        first.type,
        names,
    )


def read_failure(outcome: Outcome) -> Failure:
    """Why `sam logs` or `sam remote invoke` could not ask."""
    return _stopped(outcome) or _known(outcome.lines, (*READ, *COMMON))


def _stopped(outcome: Outcome) -> Failure | None:
    if outcome.code is not None:
        return None
    last = next((line for line in reversed(outcome.lines) if line.strip()), "nothing")
    return Failure(
        "timed_out",
        f"stopped after {outcome.seconds:.0f} s; it last said: {last[:LONGEST]}",
        "what was begun in AWS goes on there; look at the stack before trying again",
    )


def _known(lines: Sequence[str], known: Sequence[Known]) -> Failure:
    message = error(lines)
    for one in known:
        found = one.says.search(message)
        if found:
            groups = {name: value or "" for name, value in found.groupdict().items()}
            told = groups.get("message") or message
            return Failure(
                one.kind, told.strip()[:LONGEST], one.next.format(**groups), groups.get("resource")
            )
    return Failure(UNKNOWN.kind, message[:LONGEST], UNKNOWN.next)


def error(lines: Sequence[str]) -> str:
    """SAM's error, from `Error:` to where it has no more to say; else its last lines."""
    starts = [at for at, line in enumerate(lines) if line.startswith(ERROR)]
    if not starts:
        return "\n".join(line for line in lines[-8:] if line.strip())
    found: list[str] = []
    for line in lines[starts[-1] :]:
        if line.startswith(ENDS):
            break
        if line.strip():
            found.append(line.removeprefix(ERROR) if not found else line)
    return "\n".join(found)
