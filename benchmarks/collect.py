"""How long a crawl takes, against the longest chain of calls that depend on each other.

A server in another process answers each call after 50 ms.

The first table is the whole of a one-function diagnosis: a cold process, which makes its clients,
collects, redacts, keeps, reads and judges, against what an emulator answered once (benchmarks/
record.py). `calls` is from the first request to the last answer; the row without latency shows what
is left to the machine.

The second is a crawl alone, its clients made beforehand, 5 answers deep and 12 wide; also with 5 %
throttling and 5 % resets, by this package's pace and by botocore's own modes of retrying, so that
the choice can be seen.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import statistics
import time
from typing import TYPE_CHECKING, Any

from diagnosed import ANSWERS, median, runs

from lambda_triage.sources.aws.caller import Call, Caller
from lambda_triage.sources.aws.crawl import Crawled, crawl
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.session import Session
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from lambda_triage.sources.aws.answer import Answer

LATENCY_S = 0.05
DEPTH, WIDTH = 5, 12
RUNS = 5
FAULTS = 0.05  # each of throttling and resets
MODES = ("pace", "standard", "adaptive")
OPERATION = "lambda.GetPolicy"


def main() -> None:
    """Print ratios to the longest dependent chain."""
    _diagnoses()
    _crawls()


def _diagnoses() -> None:
    print(
        f"{'one function, cold process':<34} {'calls':>8} {'chain':>8} {'ratio':>6}"
        f" {'whole':>8} {'CPU':>8} {'requests':>9}"
    )
    for name in sorted(path.name.partition(".")[0] for path in ANSWERS.glob("*.json.gz")):
        for latency_s, faults in ((LATENCY_S, 0.0), (LATENCY_S, FAULTS), (0.0, 0.0)):
            told = runs(name, latency_s, RUNS, faults)
            calls, chain = median(told, "calls"), told[0].chain * latency_s
            label = f"{name}, {latency_s * 1000:.0f} ms" + (", 5 % + 5 % faults" if faults else "")
            ratio = f"{calls / chain:5.2f}x" if chain else f"{'':6}"
            print(
                f"{label:<34} {calls:7.3f}s {chain:7.3f}s {ratio} {median(told, 'wall'):7.3f}s"
                f" {median(told, 'cpu'):7.3f}s {median(told, 'attempts'):9.0f}"
                + (f"  {told[0].unknown} not recorded" if told[0].unknown else "")
            )
    print()


def _crawls() -> None:
    os.environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    print(f"{'crawl':<34} {'wall':>8} {'chain':>8} {'ratio':>6} {'calls':>6} {'attempts':>9}")
    with _server(0.0) as url:
        _print("50 ms, no faults", _runs(url, "pace"))
    for mode in MODES:
        with _server(FAULTS) as url:
            _print(f"50 ms, 5 % + 5 % faults, {mode}", _runs(url, mode))


def _print(name: str, runs: list[tuple[float, Crawled, int]]) -> None:
    wall = statistics.median(run[0] for run in runs)
    crawled = runs[0][1]
    chain = crawled.generations * LATENCY_S
    attempts = statistics.median(run[2] for run in runs)
    print(
        f"{name:<34} {wall:7.3f}s {chain:7.3f}s {wall / chain:5.2f}x"
        f" {crawled.asked:6d} {attempts:9.0f}"
        + (f"  missing {crawled.missing}" if crawled.missing else "")
    )


def _runs(url: str, mode: str) -> list[tuple[float, Crawled, int]]:
    os.environ["AWS_ENDPOINT_URL"] = url
    session = _Botocores(mode) if mode != "pace" else Session(region="eu-west-1")
    return [_run(session) for _ in range(RUNS + 1)][1:]  # the first makes the client


def _run(session: Session) -> tuple[float, Crawled, int]:
    calls: list[Call] = []
    first = [Want.of(OPERATION, f"0-{n}", FunctionName=f"0-{n}") for n in range(WIDTH)]
    began = time.perf_counter()
    crawled = crawl(
        first,
        Scope("1", "eu-west-1", "aws", 0, 1),
        Caller(session, calls.append).ask,
        {OPERATION: _follow},
        known=lambda _: None,
        keep=[].append,
        budget=1000,
    )
    return time.perf_counter() - began, crawled, len(calls)


def _follow(answer: Answer, scope: Scope) -> Iterator[Want]:
    depth, _, number = answer.want.about.partition("-")
    if int(depth) + 1 < DEPTH:
        name = f"{int(depth) + 1}-{number}"
        yield Want.of(OPERATION, name, FunctionName=name)


class _Botocores(Session):
    """The same session, tried again by botocore instead of Pace."""

    def __init__(self, mode: str) -> None:
        super().__init__(region="eu-west-1")
        self._mode = mode

    def _make(self, service: str) -> Any:
        from botocore.config import Config

        retries = {"mode": self._mode, "total_max_attempts": 10}
        config = self._config().merge(Config(retries=retries))
        return self._guarded.create_client(service, region_name=self.region, config=config)


class _server:  # noqa: N801  # used as a function
    def __init__(self, faults: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._port, there = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(there, faults), daemon=True)

    def __enter__(self) -> str:
        self._process.start()
        return f"http://127.0.0.1:{self._port.recv()}"

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def _serve(port: Connection, faults: float) -> None:
    drawn = random.Random(1)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(LATENCY_S)
                number = drawn.random()
                if faults <= number < 2 * faults:
                    writer.transport.abort()
                    return
                writer.write(_said(throttled=number < faults))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=128)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _said(*, throttled: bool) -> bytes:
    status, kind = ("400 Bad Request", "ThrottlingException") if throttled else ("200 OK", "")
    body = b'{"message":"Rate exceeded"}' if throttled else b'{"Policy":"{}"}'
    head = f"HTTP/1.1 {status}\r\nx-amzn-ErrorType: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    main()
