"""What this machine and these credentials can do, each with the next step where they cannot."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.pipeline.target import Access
    from lambda_triage.sources.aws.session import Session

State: TypeAlias = Literal["ok", "missing", "denied"]
PATIENCE_S = 20.0  # for a program to tell its version


class Line(Struct, frozen=True):
    """One thing that was looked at.

    needed  whether a diagnosis of a live function needs it; the rest is for the workflow around it
    step    what to do where the state is not ok
    """

    name: str
    state: State
    told: str
    step: str = ""
    needed: bool = False


class Program(Struct, frozen=True):
    """A program on PATH, what it is for, and how to get it."""

    name: str
    arguments: tuple[str, ...]
    step: str


PROGRAMS = (
    Program("sam", ("--version",), "pip install aws-sam-cli, in an environment of its own"),
    Program("cdk", ("--version",), "npm install -g aws-cdk"),
    Program("jq", ("--version",), "install jq with the system's package manager"),
)
CONTAINERS = ("docker", "finch", "podman")


def examine(access: Access) -> tuple[Line, ...]:
    """Identity, region and permissions, then the programs of the workflow. Calls AWS, read-only."""
    return (*_account(access), *_programs())


def _account(access: Access) -> Iterator[Line]:
    from lambda_triage.errors import TriageError
    from lambda_triage.sources.aws.session import Session

    try:
        session = Session(access.profile, access.region, access.role_arn)
        identity = session.identity
    except TriageError as error:
        yield Line("identity", "missing", "AWS cannot be asked", str(error), needed=True)
        return
    yield Line("identity", "ok", f"{identity.arn} in {identity.account}", needed=True)
    yield Line("region", "ok", session.region, needed=True)
    yield _permissions(session)


def _permissions(session: Session) -> Line:
    from lambda_triage.sources.aws.probe import SMALL, refused

    found = list(refused(session))
    if not found:
        told = f"{len(SMALL)} services let a small call in"
        return Line("permissions", "ok", told, needed=True)
    told = f"denied: {', '.join(operation for operation, _ in found)}"
    step = f"attach what `lambda-triage iam-policy` prints ({found[0][1]})"
    return Line("permissions", "denied", told, step, needed=True)


def _programs() -> Iterator[Line]:
    for program in PROGRAMS:
        yield _program(program.name, program.arguments, program.step)
    found = [_program(name, ("info",), "") for name in CONTAINERS if shutil.which(name)]
    running = [line for line in found if line.state == "ok"]
    if running:
        yield Line("container runtime", "ok", running[0].name)
    else:
        told = f"{found[0].name} does not answer" if found else "none on PATH"
        step = "start it" if found else "install Docker, Finch or Podman; only `sam local` needs it"
        yield Line("container runtime", "missing", told, step)


def _program(name: str, arguments: tuple[str, ...], step: str) -> Line:
    path = shutil.which(name)
    if path is None:
        return Line(name, "missing", "not on PATH", step)
    try:
        done = subprocess.run(  # noqa: S603, a fixed program and fixed arguments
            [path, *arguments], capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Line(name, "missing", "does not answer", step)
    if done.returncode != 0:
        return Line(name, "missing", f"fails with {done.returncode}", step)
    lines = done.stdout.strip().splitlines()
    return Line(name, "ok", lines[0][:80] if lines else path)
