"""Runs one function of a project on this machine, without Docker, and says how it ended.

folder, template_file  → template   the built one where it is fresh
template, parameters   → function   code and layers in folders, Globals merged
environment, file      → variables  with what stands in for a deployment's values
event                  → run        the local Lambda of `runtime`; killed when this process dies
log                    → cause      where it failed, by the diagnosis of any other log
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import FormatError, InputError, RuntimeFault, UsageError, as_name
from lambda_triage.evidence.redaction import Redactor
from lambda_triage.paths import at_home, is_folder, is_there
from lambda_triage.pipeline.locally.chosen import chosen
from lambda_triage.pipeline.locally.code import code_of, layers_of, task_dir
from lambda_triage.pipeline.locally.environment import LOCAL, NOBODY, variables_of
from lambda_triage.pipeline.locally.event import event_of
from lambda_triage.pipeline.locally.fresh import stale
from lambda_triage.pipeline.locally.judge import Judged, judge
from lambda_triage.pipeline.locally.project import beside, template_of
from lambda_triage.runtime import Function, run
from lambda_triage.runtime.brought import linked
from lambda_triage.runtime.function import REGION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.pipeline.locally.chosen import Chosen
    from lambda_triage.pipeline.locally.environment import Variables
    from lambda_triage.pipeline.locally.project import Source
    from lambda_triage.pipeline.target import Access
    from lambda_triage.reports.contract import Cause
    from lambda_triage.runtime import JSON, Invocation, Run

TIMEOUT_S, MEMORY_MB = 3, 128  # Lambda's own where a template is silent
STACK = ("stackTrace", "trace")  # of an error document: Python's, Node.js's
FRAMES = 50


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be run; paths are absolute, or from the folder."""

    folder: Path
    function: str | None = None
    template: str | None = None
    event: JSON = None
    event_file: str | None = None
    variables_file: str | None = None
    parameters: Mapping[str, str] = {}
    log_file: str | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """How the run ended. Texts of the function are redacted.

    substituted  what stands in for a value of a deployment, one sentence each
    unknown      variables without a value here
    here         why this machine, and not the code, is to blame
    """

    function: str
    template: str
    runtime: str
    region: str
    status: str
    output: str
    error_type: str | None
    error_message: str | None
    stack: tuple[str, ...]
    log: tuple[str, ...]
    duration_ms: float
    init_ms: float | None
    billed_ms: int
    memory_mb: int
    max_memory_mb: int
    substituted: tuple[str, ...]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    cause: Cause | None
    here: str | None


def local_invoke(asked: Asked, access: Access) -> Outcome:
    """Invoke a function once. Raises InputError, UsageError, RuntimeFault for what cannot run."""
    folder = at_home(str(asked.folder)).absolute()
    source = template_of(folder, asked.template)
    log_file = _absent(folder, asked.log_file)
    event = event_of(folder, asked.event, asked.event_file)
    acting = access.profile is not None or access.role_arn is not None
    region, credentials = _lent(access) if acting else (access.region or REGION, NOBODY)
    try:
        found = chosen(source.tree, asked.function, asked.parameters, region)
        variables = variables_of(found, folder, asked.variables_file)
    except RecursionError:
        raise FormatError(f"{source.path}: names refer to one another too deeply") from None
    with tempfile.TemporaryDirectory(prefix="lambda-triage-", ignore_cleanup_errors=True) as room:
        function, notes = _function(
            source, found, asked.parameters, Path(room), region,
            variables.values | LOCAL | credentials,
        )  # fmt: skip
        ended = run(function, [event])
        if log_file is not None:
            _write(log_file, ended.text)
    failed = ended.invocations[-1].status != "ok"
    judged = judge(function, ended, credentials=acting) if failed else Judged()
    old = stale(folder, source, found.id, asked.parameters)
    notes = (*source.notes, *((old,) if old else ()), *notes, *_left_out(variables))
    return _outcome(source, found, function, ended, variables, notes, judged)


def _lent(access: Access) -> tuple[str, dict[str, str]]:
    """The region and the credentials that the call gives the function."""
    from lambda_triage.sources.aws.lent import lent

    told = lent(access.profile, access.region, access.role_arn)
    return told["AWS_REGION"], told


def _function(
    source: Source,
    found: Chosen,
    values: Mapping[str, str],
    room: Path,
    region: str,
    environment: dict[str, str],
) -> tuple[Function, tuple[str, ...]]:
    """The function as the local Lambda takes it, and what differs from the real one."""
    code = code_of(source, found.id, values)
    if code.image:
        raise UsageError(
            f"{found.id} is a container image, which needs Docker: use `sam local invoke` itself,"
            " or sam_remote_invoke"
        )
    runtime = found.text("Runtime")
    if runtime is None:
        raise UsageError(f"the Runtime of {found.id} is not known; set it in the template")
    _runs(found.id, runtime)
    folder = task_dir(source, found, code, room / "code")
    layers, notes = layers_of(source, found, room)
    custom = runtime.startswith("provided")
    if custom and not (folder / "bootstrap").is_file():
        raise InputError(f"{folder} has no `bootstrap`, which {runtime} runs; build it first")
    handler = found.text("Handler") or ("bootstrap" if custom else "")
    if not handler:
        raise UsageError(f"the Handler of {found.id} is not known; set it in the template")
    function = Function(
        name=found.name,
        handler=handler,
        task_dir=folder,
        memory_mb=found.number("MemorySize", MEMORY_MB),
        timeout_s=float(found.number("Timeout", TIMEOUT_S)),
        environment=environment,
        runtime=runtime,
        bootstrap=folder / "bootstrap" if custom else None,
        layers=layers,
        brought=None if custom else linked(room / "runtime"),
        region=region,
    )
    return function, (*notes, *_different(found, runtime))


def _runs(id: str, runtime: str) -> None:
    """Raises RuntimeFault for a runtime that needs Docker."""
    if not runtime.startswith(("python3", "provided")):
        raise RuntimeFault(
            f"{id} runs on {as_name(runtime[:40])}; without Docker only python and provided run"
            " here: use `sam local invoke` itself, or sam_remote_invoke"
        )


def _different(found: Chosen, runtime: str) -> list[str]:
    """What is not as in Lambda, where it may matter."""
    notes = []
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if runtime.startswith("python") and runtime != version:
        notes.append(f"ran by this machine's {version}, not by {runtime}")
    told = found.setting("Architectures")
    architecture = str(told[0]) if isinstance(told, list) and told else "x86_64"
    machine = {"aarch64": "arm64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    if architecture != machine:
        notes.append(f"ran on {machine}, not on {architecture}")
    return notes


def _left_out(variables: Variables) -> list[str]:
    if not variables.ignored:
        return []
    names = ", ".join(variables.ignored[:20])
    return [f"the template does not declare {names}, so that the file's values are left out"]


def _absent(folder: Path, told: str | None) -> Path | None:
    """Where the log goes; a file that is there stays as it is."""
    if told is None:
        return None
    path = beside(folder, told)
    if not is_folder(path.parent):
        raise InputError(f"log_file {path}: there is no such folder; give one that is there")
    if is_there(path):
        raise UsageError(f"log_file {path} is there already; give the name of a new file")
    return path


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"cannot write log_file {path}: {error.strerror}") from None


def _outcome(
    source: Source,
    found: Chosen,
    function: Function,
    ended: Run,
    variables: Variables,
    notes: tuple[str, ...],
    judged: Judged,
) -> Outcome:
    last, shown = ended.invocations[-1], Redactor().text
    failed = last.status != "ok"
    return Outcome(
        function=found.id,
        template=str(source.path),
        runtime=function.runtime,
        region=function.region,
        status=last.status,
        output="" if failed else shown(json.dumps(last.response, ensure_ascii=False)),
        error_type=last.error_type and shown(last.error_type),
        error_message=last.error_message and shown(last.error_message),
        stack=tuple(shown(frame) for frame in _stack(last)) if failed else (),
        log=tuple(shown(event.message.rstrip("\n")) for event in ended.events),
        duration_ms=last.duration_us / 1000,
        init_ms=None if last.init_us is None else last.init_us / 1000,
        billed_ms=last.billed_ms,
        memory_mb=function.memory_mb,
        max_memory_mb=last.max_memory_mb,
        substituted=tuple(
            f"{name}: {one.of} is {one.value} ({one.why})" for name, one in variables.standins
        ),
        unknown=variables.unknown,
        notes=notes,
        cause=judged.cause,
        here=judged.here,
    )


def _stack(last: Invocation) -> list[str]:
    if not isinstance(last.response, dict):
        return []
    found = next((last.response[key] for key in STACK if key in last.response), None)
    return [str(frame).strip() for frame in found[:FRAMES]] if isinstance(found, list) else []
