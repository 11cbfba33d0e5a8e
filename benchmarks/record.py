"""Record what an emulator answers to the diagnosis of one function, for benchmarks/collect.py.

Deploys the shop of tests/live into ministack, lets its functions fail, and collects through a proxy
that writes down each answer. `tools/emulators.sh` first; it takes a minute and a half.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from benchmarks.recorded import Asked, Said, listen, write
from tests.live import drive, emulators
from tests.live.account import Account

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWERS = Path(__file__).parent / "answers"
KEPT = ("content-type", "x-amzn-errortype", "x-amzn-query-error")
HOURS = 3
CODE = re.compile(r"/[\w./-]+/ministack-\w+-code-\d+/\w+")
# moto knows no filter expression and fails; AWS, where nothing was traced, says this.
UNTRACED = Said("xray", "", 200, {"content-type": "application/json"}, '{"TraceSummaries":[]}')


def main() -> None:
    """Write answers/<function>.json.gz for each function that is named, `orders` without one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        python = Path(sys.executable)
        aws = stack.enter_context(emulators.ministack(folder / "aws", python, enforce=True))
        xray = stack.enter_context(emulators.moto(folder / "xray"))
        account = Account("411122223333", aws.url, folder / "xray", xray=xray.url)
        source = drive.copy(folder / "shop")
        drive.deploy(account, source)
        drive.recall(account)
        drive.drive(account)
        drive.break_deployment(account, source)
        for function in sys.argv[1:] or ["orders"]:
            record(
                account.environment, f"{drive.STACK}-{function}", ANSWERS / f"{function}.json.gz"
            )


def record(environment: Mapping[str, str], function: str, path: Path) -> None:
    """Collect *function* through the proxy; the window is part of the recording's name."""
    told: dict[tuple[str, str], Said] = {}
    upstream = {"xray": environment["AWS_ENDPOINT_URL_XRAY"]}

    async def answer(asked: Asked) -> bytes:
        url = upstream.get(asked.service, environment["AWS_ENDPOINT_URL"])
        said = _scrubbed(await asyncio.to_thread(_ask, url, asked))
        told[said.service, said.asked] = said
        told_ = "".join(f"{n}: {v}\r\n" for n, v in said.headers.items())
        body = said.body.encode()
        head = f"HTTP/1.1 {said.status} Passed on\r\n{told_}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    port: list[int] = []
    listening = threading.Event()

    def ready(number: int) -> None:
        port.append(number)
        listening.set()

    threading.Thread(target=lambda: asyncio.run(listen(answer, ready)), daemon=True).start()
    listening.wait()
    end = datetime.now(UTC).replace(microsecond=0)
    window = f"{end - timedelta(hours=HOURS):%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"
    url = f"http://127.0.0.1:{port[0]}"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                str(Path(sys.executable).parent / "lambda-triage"), "diagnose",
                "--function", function, "--window", window, "--bundle", f"{folder}/bundle",
            ],
            env={
                **{k: v for k, v in environment.items() if k != "AWS_ENDPOINT_URL_XRAY"},
                "AWS_ENDPOINT_URL": url,
            },
            check=False,
        )  # fmt: skip
    told["", "window"] = Said("", "window", 200, {"function": function}, window)
    path.parent.mkdir(exist_ok=True)
    write(path, told.values())
    print(f"{path}: {len(told) - 1} answers, {path.stat().st_size} bytes")


def _scrubbed(said: Said) -> Said:
    """Without folders of this machine, which are in tracebacks."""
    if said.service == "xray" and said.status >= 500:
        return replace(UNTRACED, asked=said.asked)
    body = CODE.sub("/var/task", said.body)
    return replace(said, body=body.replace(sys.prefix, "/var/lang"))


def _ask(url: str, asked: Asked) -> Said:
    where = urlsplit(url)
    assert where.hostname is not None
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
    lines = asked.head.decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ", 2)
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    headers["Accept-Encoding"] = "identity"
    connection.request(method, path, asked.body, headers)
    got = connection.getresponse()
    body = got.read().decode("utf-8", "surrogateescape")
    kept = {n.lower(): v for n, v in got.getheaders() if n.lower() in KEPT}
    connection.close()
    return Said(asked.service, asked.line, got.status, kept, body)


if __name__ == "__main__":
    os.environ.pop("AWS_PROFILE", None)
    main()
