"""One call of a tool: arguments in JSON → its struct → the tool → the answer in JSON."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from lambda_triage.errors import UsageError
from lambda_triage.mcp.frames import Done
from lambda_triage.mcp.registry import find

if TYPE_CHECKING:
    from msgspec import Struct

    from lambda_triage.mcp.tool import AnyTool
    from lambda_triage.mcp.work import Work

MOST_ITEMS = 10_000
UNKNOWN = "Object contains unknown field `"


def called(name: str, arguments: bytes, work: Work) -> Done:
    """Run a tool. Raises UsageError for arguments that are not its own."""
    tool = find(name)
    answer = tool.run(checked(tool, arguments), work)
    head = msgspec.json.encode(answer.head)
    return Done(head, tuple(msgspec.json.encode(item) for item in answer.items[:MOST_ITEMS]))


def checked(tool: AnyTool, arguments: bytes) -> Struct:
    """The arguments as the tool's struct. Raises UsageError."""
    try:
        found: Struct = msgspec.json.decode(arguments, type=tool.takes)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UsageError(f"{tool.name}: {_said(tool, str(error))}") from None
    return found


def _said(tool: AnyTool, error: str) -> str:
    known = tool.takes.__struct_fields__
    if error.startswith(UNKNOWN):
        name = error.removeprefix(UNKNOWN).partition("`")[0]
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"it takes {', '.join(known)}"
        return f"no argument {name[:60]!r}; {hint}"
    return f"{error}; see the tool's input schema"
