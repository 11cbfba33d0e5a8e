"""Remedies as data: what to change, so that a person can read it and a machine can apply it."""

from __future__ import annotations

from msgspec import Struct


class SetProperty(Struct, frozen=True):
    """Set one property of the function's configuration, in the words of the Lambda API."""

    name: str  # Timeout, MemorySize, Handler, Runtime, …
    value: int | str
    summary: str
    risk: str = ""


class SetEnvironment(Struct, frozen=True):
    """Set one environment variable of the function; value None when only its owner knows it."""

    name: str
    value: str | None
    summary: str


class GrantAction(Struct, frozen=True):
    """Allow actions on a resource: an IAM statement for the named kind of policy."""

    actions: tuple[str, ...]
    resource: str | None  # None when the message does not name it
    principal: str | None
    policy: str  # identity, resource, boundary, scp, vpc_endpoint, key
    summary: str


class Command(Struct, frozen=True):
    """A command that makes the change, or reads what decides."""

    argv: tuple[str, ...]
    summary: str
    risk: str = ""


class FixPackage(Struct, frozen=True):
    """Change the deployment package: add, remove, rebuild or move something."""

    action: str  # add, rebuild, pin, move, chmod, shrink
    subject: str
    summary: str


class EditCode(Struct, frozen=True):
    """Change the code at a place; how stands in the summary, since only its owner can."""

    summary: str
    file: str | None = None
    line: int | None = None


class Manual(Struct, frozen=True):
    """What no machine can apply, and why."""

    summary: str
    reason: str


Remedy = SetProperty | SetEnvironment | GrantAction | Command | FixPackage | EditCode | Manual
