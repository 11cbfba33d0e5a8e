"""Two diagnoses work at once, twenty wait, and who comes after them is told when to return."""

from __future__ import annotations

import anyio
import pytest
from mcp.shared.exceptions import MCPError

from lambda_triage.mcp.line import AT_ONCE, WAITING, Line
from tests.mcp.conversing import converse, evidence, served

BUSY = -32051


async def _nothing(before: int) -> None:
    """Nobody is told."""


def test_no_more_than_two_are_at_work():
    working = most = 0

    async def work(line: Line) -> None:
        nonlocal working, most
        async with line.place(_nothing):
            working += 1
            most = max(most, working)
            await anyio.sleep(0.001)
            working -= 1

    async def main() -> None:
        line = Line()
        async with anyio.create_task_group() as group:
            for _ in range(AT_ONCE + WAITING):
                group.start_soon(work, line)

    anyio.run(main)

    assert most == AT_ONCE


def test_who_waits_is_told_how_many_are_before():
    told: list[int] = []

    async def tell(before: int) -> None:
        told.append(before)

    async def work(line: Line) -> None:
        async with line.place(tell):
            await anyio.sleep(0.001)

    async def main() -> None:
        line = Line()
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(work, line)

    anyio.run(main)

    assert told == [1, 2, 3]


def test_who_gives_up_leaves_the_place_to_others():
    async def main() -> bool:
        line = Line(at_once=1, waiting=1)
        async with line.place(_nothing):
            with anyio.move_on_after(0.01):
                async with line.place(_nothing):
                    pass
            with anyio.move_on_after(0.01):  # refused, had the first not left the line
                async with line.place(_nothing):
                    pass
        async with line.place(_nothing):
            return True

    assert anyio.run(main)


def test_a_full_line_says_when_to_return():
    async def main() -> MCPError:
        line = Line(at_once=1, waiting=0)
        async with line.place(_nothing):
            with pytest.raises(MCPError) as caught:
                async with line.place(_nothing):
                    pass
        return caught.value

    error = anyio.run(main)

    assert error.code == BUSY
    assert error.data["retry_after"] >= 1
    assert f"try again in {error.data['retry_after']} s" in str(error)


def test_of_many_calls_at_once_those_with_a_place_are_answered_and_the_rest_refused():
    answered: list[str] = []
    refused: list[MCPError] = []

    async def one(client) -> None:
        try:
            result = await client.call_tool("diagnose", {"paths": [evidence("dns-failure-01")]})
            answered.append(result.structured_content["items"][0]["name"])
        except MCPError as error:
            refused.append(error)

    async def talk(client) -> None:
        await client.call_tool(
            "limits", {}
        )  # the client knows the tools, and asks for nothing else
        async with anyio.create_task_group() as group:
            for _ in range(AT_ONCE + WAITING + 5):
                group.start_soon(one, client)

    with served() as server:  # of its own: what others gave up may still be ending
        converse(server.url, talk)

    # On a busy machine the first are done before the last have come, who then find a place, too.
    assert {(error.code, str(error)[:200]) for error in refused if error.code != BUSY} == set()
    assert len(answered) >= AT_ONCE + WAITING
    assert set(answered) == {"dns_failure"}
    assert {error.data["kind"] for error in refused} <= {"busy"}
    assert len(answered) + len(refused) == AT_ONCE + WAITING + 5
