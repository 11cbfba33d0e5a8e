"""Answers of tools that act: the plan, how it went, and what failed; a program's words as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.mcp.quoted import QUOTED, quoted
from lambda_triage.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lambda_triage.actions.plan import Plan
    from lambda_triage.actions.sam.failures import Failure
    from lambda_triage.mcp.work import Work

PLANNED = "nothing was done; call again without plan_only"
LAST = 30  # lines of a failed program's output
LONGEST = 1_200  # characters of an error


class Failed(Struct, frozen=True, omit_defaults=True):
    """What went wrong first."""

    kind: str
    message: str
    resource: str | None = None
    resource_type: str | None = None
    also_failed: tuple[str, ...] = ()


class Acted(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How it went; success is false where a plan was only shown, too."""

    success: bool
    status: str
    next: str
    plan: tuple[str, ...] = ()
    failure: Failed | None = None


class Line(Struct, frozen=True):
    """One line of what the program said."""

    line: str


def showing() -> Callable[[str, int], str]:
    """A text as it may be shown: redacted, in one line, marked."""
    from lambda_triage.pipeline.query import redacting

    show = redacting()

    def shown(text: str, limit: int = QUOTED) -> str:
        return quoted(show("@message", text), limit)

    return shown


def following(work: Work) -> Callable[[str], None]:
    """Lines of a program as progress."""
    show = showing()
    return lambda line: work.saying(show(" ".join(line.split()), QUOTED))


def planned(plan: Plan) -> Acted:
    """A plan that is only shown: the call's own words, without their secrets."""
    from lambda_triage.pipeline.query import redacting

    show = redacting()
    lines = tuple(one_line(show("@message", line), 2_000) for line in plan.lines())
    return Acted(success=False, status="planned", next=PLANNED, plan=lines)


def failed(failure: Failure) -> Acted:
    """Something that went wrong, and the next step."""
    show = showing()
    told = Failed(
        failure.kind,
        show(failure.message, LONGEST),
        failure.resource and quoted(failure.resource),
        failure.resource_type and quoted(failure.resource_type),
        tuple(quoted(name) for name in failure.others),
    )
    return Acted(success=False, status="failed", next=failure.next, failure=told)


def last(lines: Iterable[str]) -> tuple[Line, ...]:
    """The end of an output."""
    show = showing()
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    return tuple(Line(show(line, QUOTED)) for line in kept[-LAST:])
