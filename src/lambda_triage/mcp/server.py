"""The server: what the protocol asks → tools, resources and prompts; one place for every error.

The SDK speaks the protocol; this module knows what stands behind each request.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio.to_thread
import mcp_types as types
import msgspec
from mcp.server import Server
from mcp.shared.exceptions import MCPError

from lambda_triage import __version__
from lambda_triage.errors import TriageError
from lambda_triage.mcp.calls import called, checked
from lambda_triage.mcp.crew import Crew
from lambda_triage.mcp.faults import fault
from lambda_triage.mcp.frames import Job
from lambda_triage.mcp.line import Line
from lambda_triage.mcp.listed import listed
from lambda_triage.mcp.pages import Pages
from lambda_triage.mcp.quoted import NOTE
from lambda_triage.mcp.registry import find
from lambda_triage.mcp.room import Room
from lambda_triage.mcp.sentences import told
from lambda_triage.mcp.tools.next_page import NEXT_PAGE
from lambda_triage.mcp.work import Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from mcp.server.context import ServerRequestContext
    from msgspec import Struct

    from lambda_triage.mcp.frames import Done, Progress
    from lambda_triage.mcp.pages import Page
    from lambda_triage.mcp.tool import AnyTool

    Context = ServerRequestContext[Any]

NAME = "lambda-triage"
INSTRUCTIONS = (
    "Diagnoses AWS Lambda applications from logs, configuration and metrics, offline or from AWS"
    " read-only. Start with diagnose; its answer names the next call. sam_* build and deploy, and"
    " show their plan first with plan_only. Answers come in pages: next_page takes next_cursor."
    f" {NOTE}"
)
FLAGS = {"write": "--allow-write", "sensitive": "--allow-sensitive-data-access"}


class Triage:
    """One running server: its room, its line of workers, its open pages.

    write, sensitive  the flags it was started with
    """

    def __init__(
        self,
        folder: Path,
        *,
        write: bool = False,
        sensitive: bool = False,
        crew: Crew | None = None,
        line: Line | None = None,
    ) -> None:
        self.room = Room(folder)
        self.write, self.sensitive = write, sensitive
        self._crew, self._line, self._pages = crew or Crew(), line or Line(), Pages()

    async def call(self, context: Context, params: types.CallToolRequestParams) -> Any:
        """Answer a tool call. Raises MCPError with a sentence for whatever goes wrong."""
        try:
            return _result(await self._answered(context, params))
        except TriageError as error:
            raise fault(*told(error)) from None
        except MCPError:
            raise
        except Exception as error:  # noqa: BLE001  # the server stays up
            said = f"{type(error).__name__}: {error}".splitlines()[0]
            raise fault("internal", f"internal error ({said}); please report it") from None

    async def _answered(self, context: Context, params: types.CallToolRequestParams) -> Page:
        tool = find(params.name)
        arguments = msgspec.json.encode(params.arguments or {})
        asked = checked(tool, arguments)  # before the line: a wrong call waits for nobody
        self._gate(tool, asked)
        if tool is NEXT_PAGE:
            return self._pages.next(asked.cursor)  # type: ignore[attr-defined]
        if tool.heavy:
            return self._pages.first(await self._heavy(context, tool, arguments))
        work = Work(self.room, self.sensitive, self.write, _silent)
        done = await anyio.to_thread.run_sync(called, tool.name, arguments, work)
        return self._pages.first(done)

    async def _heavy(self, context: Context, tool: AnyTool, arguments: bytes) -> Done:
        session = context.session
        steps = 0.0

        async def progress(how: Progress) -> None:
            nonlocal steps
            steps = max(steps, float(how.done)) if how.total else steps + 1  # it has to grow
            await session.report_progress(steps, float(how.total) or None, how.what)

        async def wait(before: int) -> None:
            await session.report_progress(0.0, None, f"waiting; {before} in line")

        job = Job(tool.name, arguments, str(self.room.folder), self.sensitive, self.write)
        async with self._line.place(wait):
            await session.report_progress(0.0, None, "working")
            return await self._crew.do(job, progress)

    def _gate(self, tool: AnyTool, asked: Struct) -> None:
        free = tool.free is not None and tool.free(asked)
        if tool.gate and not free and not getattr(self, tool.gate):
            raise fault(
                "forbidden", f"{tool.name} needs {FLAGS[tool.gate]}; start the server with it"
            )

    async def close(self) -> None:
        """End the workers."""
        await self._crew.close()


def _silent(done: int, total: int, what: str) -> None:
    """Work that is over at once has no progress."""


def _result(page: Page) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=page.text)],
        structured_content=page.structured,
    )


def build(triage: Triage) -> Server[Any]:
    """The server of the SDK with all handlers."""
    from lambda_triage.mcp.prompts import get_prompt, list_prompts
    from lambda_triage.mcp.resources import Resources

    async def list_tools(context: Context, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=listed())

    resources = Resources(triage.room, lambda: triage.sensitive)
    return Server(
        NAME,
        version=__version__,
        title="lambda-triage",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=triage.call,
        on_list_resources=resources.listed,
        on_list_resource_templates=resources.templates,
        on_read_resource=resources.read,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


@asynccontextmanager
async def serving(
    *, write: bool, sensitive: bool
) -> AsyncIterator[tuple[Server[Any], Callable[[], Awaitable[None]]]]:
    """A server with a room of its own, and how to end both; they are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lambda-triage-mcp-"))
    triage = Triage(folder, write=write, sensitive=sensitive)

    async def close() -> None:
        with anyio.CancelScope(shield=True):
            await triage.close()
        shutil.rmtree(folder, ignore_errors=True)

    try:
        yield build(triage), close
    finally:
        await close()
