"""What a tool is: its name, what it takes and gives, what it does to the world, its function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from lambda_triage.mcp.work import Work  # noqa: TC001  # msgspec resolves it

Asked = TypeVar("Asked", bound=Struct)
Gate = Literal["write", "sensitive"]


class Answer(Struct, frozen=True):
    """What a tool found: a head that every page shows, and items that may need several pages."""

    head: Struct
    items: tuple[Struct, ...] = ()


class Effects(Struct, frozen=True):
    """What a call does to the world; the protocol's annotations say the same.

    open_world  it asks AWS, when told to
    """

    read_only: bool = True
    destructive: bool = False
    idempotent: bool = True
    open_world: bool = False


class Tool(Struct, Generic[Asked], frozen=True):
    """One tool.

    takes   struct of the arguments; unknown ones are refused
    head    struct of the answer's head; None for a tool whose answer has no published shape
    item    struct of the answer's items
    gate    the flag without which it refuses: --allow-write or --allow-sensitive-data-access
    free    which calls need no flag all the same: those that only show a plan
    heavy   it works in a process of its own, and waits in line
    """

    name: str
    title: str
    description: str
    takes: type[Asked]
    run: Callable[[Asked, Work], Answer]
    head: type[Struct] | None = None
    item: type[Struct] | None = None
    effects: Effects = Effects()
    gate: Gate | None = None
    free: Callable[[Asked], bool] | None = None
    heavy: bool = True


AnyTool = Tool[Any]
