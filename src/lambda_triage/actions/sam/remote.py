"""`sam remote invoke`: a function of a stack runs in AWS; a function that failed is a failure.

SAM ends with 0 whatever the function does; its JSON output has AWS's answer, which tells.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage import paths
from lambda_triage.actions.execute import silent
from lambda_triage.actions.plan import Command, Plan
from lambda_triage.actions.sam import flags, options
from lambda_triage.actions.sam.call import SAM, carried_out, place, whom
from lambda_triage.actions.sam.failures import Failure, read_failure
from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lambda_triage.pipeline.target import Access

LIMIT_S = 840.0  # below the limit of a call of the server; a function may take 900 s
KEEP = 32_000_000  # characters: Lambda answers with 6 MB at most, which JSON may double
RESOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:./$-]{0,2047}")
LARGEST = 6 << 20  # bytes: Lambda quota "Invocation payload", synchronous (2026-11)
EVENT = "<event>"  # a temporary file, as plans name it
# SAM waits 60 s for an answer, and would then invoke again, four times over.
ONCE = {"AWS_MAX_ATTEMPTS": "1"}


class Remote(Struct, frozen=True, kw_only=True):
    """What to invoke, with what."""

    resource: str | None = None
    stack: str | None = None
    event: str | None = None  # JSON
    event_file: str | None = None
    folder: str = "."
    options: Mapping[str, object] = {}


class Invoked(Struct, frozen=True):
    """What came back. `error` is set where the function, or the execution, failed."""

    payload: str = ""
    error: str | None = None
    message: str = ""
    log: tuple[str, ...] = ()
    request: str | None = None
    failure: Failure | None = None


def plan(asked: Remote, who: Access | None = None) -> Plan:
    """What would be invoked. Raises UsageError."""
    folder = flags.folder("project_directory", asked.folder)
    if asked.resource is None and asked.stack is None:
        raise UsageError("nothing to invoke; give resource_name and stack_name")
    if asked.resource is not None and not RESOURCE.fullmatch(asked.resource):
        raise UsageError("resource_name is a logical id, a name or an ARN")
    if asked.event is not None and asked.event_file is not None:
        raise UsageError("event and event_file contradict each other; give one")
    of = f" of stack {asked.stack}" if asked.stack else ""
    what = f"invokes {asked.resource or 'the only function'}{of} in {place(who)}"
    command = Command(_argv(asked, folder, who), str(folder), LIMIT_S, KEEP, ONCE)
    return Plan((command,), aws=(f"{what}, with whatever that changes",))


def _argv(asked: Remote, folder: Path, who: Access | None) -> tuple[str, ...]:
    words = [SAM, "remote", "invoke", *([asked.resource] if asked.resource else [])]
    if asked.stack:
        words.append(flags.text("--stack-name", asked.stack))
    if asked.event is not None:
        _json(asked.event, "event")
        words.append(f"--event-file={EVENT}")
    elif asked.event_file is not None:
        words.append(flags.text("--event-file", _readable(folder / asked.event_file)))
    return (
        *words, "--output=json", *whom(who), *options.words("remote invoke", asked.options),
    )  # fmt: skip


def _readable(path: Path) -> str:
    """An event's file that is JSON: SAM would send anything else as one text."""
    data = paths.beginning(path, LARGEST + 1)
    if data is None:
        raise UsageError(f"event_file: {path} cannot be read; give an existing file")
    if len(data) > LARGEST:
        raise UsageError(f"event_file: {path} has over {LARGEST >> 20} MB, which Lambda refuses")
    _json(data.decode("utf-8", "replace"), "event_file")
    return str(path)


def _json(text: str, name: str) -> None:
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is no JSON ({error}); give the event's JSON") from None


def run(asked: Remote, who: Access | None = None, said: Callable[[str], None] = silent) -> Invoked:
    """Invoke. Raises UsageError, AccessError."""
    planned = plan(asked, who)
    with tempfile.TemporaryDirectory(prefix="lambda-triage-") as folder:
        file = Path(folder) / "event.json"
        file.write_text(asked.event or "", encoding="utf-8")
        outcome = carried_out(_with(planned, str(file)), who, said)
    answer = _answer(outcome.lines)
    if outcome.code != 0 or answer is None:
        return Invoked(failure=read_failure(outcome))
    return invoked(answer)


def _with(planned: Plan, event: str) -> Plan:
    (command,) = planned.commands
    argv = tuple(word.replace(f"={EVENT}", f"={event}", 1) for word in command.argv)
    return replace(planned, commands=(replace(command, argv=argv),))


def _answer(lines: Sequence[str]) -> dict[str, object] | None:
    """AWS's answer: the last JSON object that begins a line of its own."""
    starts = [at for at, line in enumerate(lines) if line.startswith("{")]
    for at in reversed(starts):
        try:
            found, _ = json.JSONDecoder().raw_decode("\n".join(lines[at:]))
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return None


def invoked(answer: Mapping[str, object]) -> Invoked:
    """AWS's answer → what came back: of Lambda, of Step Functions, or of a queue or stream."""
    told = answer.get("ResponseMetadata")
    id = told.get("RequestId") if isinstance(told, dict) else None
    known = Invoked(log=_log(answer.get("LogResult")), request=str(id) if id else None)
    if "status" in answer:  # an execution of Step Functions
        failed = answer["status"] != "SUCCEEDED"
        return replace(
            known,
            payload=str(answer.get("output") or ""),
            error=str(answer.get("error") or answer["status"]) if failed else None,
            message=str(answer.get("cause") or ""),
        )
    payload = str(answer.get("Payload") or "")
    if not answer.get("FunctionError"):
        return replace(known, payload=payload or _rest(answer))
    kind, message = _raised(payload)
    error = kind or str(answer["FunctionError"])
    return replace(known, payload=payload, error=error, message=message)


def _rest(answer: Mapping[str, object]) -> str:
    kept = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    return json.dumps(kept, default=str)


def _raised(payload: str) -> tuple[str, str]:
    """Type and message of the error, as Lambda's runtimes write them."""
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        return "", payload
    if not isinstance(found, dict):
        return "", payload
    return str(found.get("errorType") or ""), str(found.get("errorMessage") or "")


def _log(text: object) -> tuple[str, ...]:
    """The last 4 kB of the invocation's log."""
    if not isinstance(text, str):
        return ()
    try:
        return tuple(base64.b64decode(text).decode("utf-8", "replace").splitlines())
    except (binascii.Error, ValueError):
        return ()
