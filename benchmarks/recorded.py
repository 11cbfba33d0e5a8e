"""A server that says what AWS's emulator said to the same request before, after a latency.

A request is known by the service that signed it, its method, its path and its body: a collection of
the same target and window asks the same. With faults, some answers are a throttle or a reset.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from multiprocessing.connection import Connection

SIGNED = re.compile(rb"(?i)\nauthorization: .*?Credential=[^/]+/\d{8}/[\w-]+/([\w-]+)/")
TARGET = re.compile(rb"(?i)\nx-amz-target: ?([^\r]+)")
TIMES = b"GET /-/times "  # since the last such question: came, answered, whether it was recorded
LENGTH = re.compile(rb"(?i)\ncontent-length: ?(\d+)")
THROTTLED = (
    b"HTTP/1.1 400 Bad Request\r\nx-amzn-ErrorType: ThrottlingException\r\n"
    b"Content-Length: %d\r\n\r\n"
)
JSON = b'{"__type":"ThrottlingException","message":"Rate exceeded"}'
XML = (
    b"<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
    b"</ErrorResponse>"
)
SPEAK_XML = frozenset(
    {"sts", "iam", "cloudformation", "elasticloadbalancing", "ec2", "sns", "rds", "s3"}
)


def _refused(code: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: %b\r\nContent-Length: %d\r\n\r\n"
    return head % (code, len(body)) + body


# What was not recorded: newer versions ask more. A refusal is not asked again.
DENIED = _refused(b"AccessDeniedException", b'{"message":"not recorded"}')
DENIED_XML = _refused(
    b"AccessDenied",
    b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>not recorded</Message></Error>"
    b"</ErrorResponse>",
)


class Said(Struct, frozen=True):
    """A request, and what was answered: status, the headers that matter, and the body."""

    service: str
    asked: str
    status: int
    headers: dict[str, str]
    body: str


class Asked(Struct, frozen=True):
    """A request as it came, and what tells it apart from others."""

    head: bytes
    body: bytes

    @property
    def service(self) -> str:
        """As it was signed: `monitoring` for CloudWatch."""
        found = SIGNED.search(self.head)
        return found[1].decode() if found else ""

    @property
    def line(self) -> str:
        """Method, path, operation and body."""
        method, path, _ = self.head.split(b" ", 2)
        target = TARGET.search(self.head)
        told = (method, path, target[1] if target else b"", self.body)
        return " ".join(part.decode("utf-8", "replace") for part in told)


def read(path: Path) -> list[Said]:
    """The answers of a recording."""
    return msgspec.json.decode(gzip.decompress(path.read_bytes()), type=list[Said])


def write(path: Path, told: Iterable[Said]) -> None:
    """Make a recording; the same answers give the same bytes."""
    ordered = sorted(told, key=lambda said: (said.service, said.asked))
    data = msgspec.json.format(msgspec.json.encode(ordered), indent=1)
    path.write_bytes(gzip.compress(data, mtime=0))


class Server:
    """Answers from a recording, in a process of its own; `url` while it is entered."""

    def __init__(self, path: Path, latency_s: float, faults: float = 0.0) -> None:
        context = multiprocessing.get_context("spawn")
        self._port, there = context.Pipe(duplex=False)
        told = (there, path, latency_s, faults)
        self._process = context.Process(target=_serve, args=told, daemon=True)

    def __enter__(self) -> str:
        self._process.start()
        return f"http://127.0.0.1:{self._port.recv()}"

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def _serve(port: Connection, path: Path, latency_s: float, faults: float) -> None:
    answers = {(said.service, said.asked): _wire(said) for said in read(path)}
    drawn = random.Random(1)

    times: list[tuple[float, float, bool]] = []

    async def answer(asked: Asked) -> bytes | None:
        if asked.head.startswith(TIMES):
            told, times[:] = msgspec.json.encode(times).decode(), []
            return _wire(Said("", "", 200, {}, told))
        begun = time.perf_counter()
        await asyncio.sleep(latency_s)
        found = answers.get((asked.service, asked.line))
        times.append((begun, time.perf_counter(), found is not None))
        number = drawn.random()
        if number < faults:
            body = XML if asked.service in SPEAK_XML else JSON
            return THROTTLED % len(body) + body
        if number < 2 * faults:
            return None
        return found or (DENIED_XML if asked.service in SPEAK_XML else DENIED)

    asyncio.run(listen(answer, port.send))


def _wire(said: Said) -> bytes:
    body = said.body.encode()
    headers = said.headers | {"Content-Length": str(len(body))}
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {said.status} Recorded\r\n{told}\r\n".encode() + body


async def listen(
    answer: Callable[[Asked], Awaitable[bytes | None]], ready: Callable[[int], object]
) -> None:
    """Answer requests on a free port, which *ready* is told; None resets the connection."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = LENGTH.search(head)
                body = await reader.readexactly(int(length[1])) if length else b""
                said = await answer(Asked(head, body))
                if said is None:
                    writer.transport.abort()
                    return
                writer.write(said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=128)
    ready(server.sockets[0].getsockname()[1])
    await server.serve_forever()
