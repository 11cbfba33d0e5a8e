"""Remedies as data: what to change, so that a person can read it and a machine can apply it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetProperty:
    """Set one property of the function's configuration, in the words of the Lambda API."""

    name: str  # Timeout, MemorySize, Handler, Runtime, …
    value: int | str
    summary: str
    risk: str = ""


@dataclass(frozen=True, slots=True)
class SetEnvironment:
    """Set one environment variable of the function; value None when only its owner knows it."""

    name: str
    value: str | None
    summary: str


@dataclass(frozen=True, slots=True)
class GrantAction:
    """Allow actions on a resource: an IAM statement for the named kind of policy."""

    actions: tuple[str, ...]
    resource: str | None  # None when the message does not name it
    principal: str | None
    policy: str  # identity, resource, boundary, scp, vpc_endpoint, key
    summary: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command that makes the change, or reads what decides."""

    argv: tuple[str, ...]
    summary: str
    risk: str = ""


@dataclass(frozen=True, slots=True)
class FixPackage:
    """Change the deployment package: add, remove, rebuild or move something."""

    action: str  # add, rebuild, pin, move, chmod, shrink
    subject: str
    summary: str


@dataclass(frozen=True, slots=True)
class EditCode:
    """Change the code at a place; how stands in the summary, since only its owner can."""

    summary: str
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Manual:
    """What no machine can apply, and why."""

    summary: str
    reason: str


Remedy = SetProperty | SetEnvironment | GrantAction | Command | FixPackage | EditCode | Manual
