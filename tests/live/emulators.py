"""The parts that stand in for AWS: processes of their own, each on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
AWS = ROOT / ".venv-aws" / "bin"
SAM = ROOT / ".venv-sam" / "bin" / "sam"
READY_S = 40  # two cores that other tests keep busy
STOP_S = 5


class Emulator(Struct, frozen=True):
    """Where one listens, and the file with what it said."""

    url: str
    log: Path


def missing() -> str | None:
    """What tools/emulators.sh has yet to install; None when everything is there."""
    absent = [p for p in (AWS / "ministack", AWS / "moto_server", AWS / "microburst", SAM)
              if not p.exists()]  # fmt: skip
    named = ", ".join(str(p.relative_to(ROOT)) for p in absent)
    return f"tools/emulators.sh has not installed {named}" if absent else None


@contextlib.contextmanager
def ministack(folder: Path, python: Path, *, enforce: bool) -> Iterator[Emulator]:
    """AWS but X-Ray. Its functions run in *python*, which has awslambdaric and botocore.

    enforce  whether IAM decides; the account's own key (twelve digits) may do everything then, too
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    told = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "AUTH": str(enforce).lower(),
        "AWS_ENDPOINT_URL": url,  # where the functions it runs find AWS
        "SHOP_PYTHON": str(python),
    }
    with _running([AWS / "ministack"], folder, "ministack", told) as log:
        wait(f"{url}/_ministack/health", log)
        yield Emulator(url, log)


@contextlib.contextmanager
def moto(folder: Path) -> Iterator[Emulator]:
    """X-Ray, whose documents ministack does not have."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with _running([AWS / "moto_server", "-H", "127.0.0.1", "-p", str(port)], folder, "moto") as log:
        wait(f"{url}/moto-api/data.json", log)
        yield Emulator(url, log)


@contextlib.contextmanager
def faults(folder: Path, upstream: Emulator) -> Iterator[Emulator]:
    """A proxy before *upstream* that lets everything pass until it is given rules (`inject`)."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [AWS / "microburst", "--host", "127.0.0.1", "--port", str(port), "-u", upstream.url]
    with _running(command, folder, "microburst") as log:
        wait(f"{url}/_microburst/rules", log)
        yield Emulator(url, log)


def wait(url: str, log: Path) -> None:
    """Until *url* answers; raises with the log's end when it does not."""
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer: {log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _running(
    command: list[object], folder: Path, name: str, told: dict[str, str] | None = None
) -> Iterator[Path]:
    """A process in a group of its own, which is ended with all that it started."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder)}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=environment | {"AWS_EC2_METADATA_DISABLED": "true"} | (told or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield log
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM, then SIGKILL for the group: functions outlive the emulator that started them."""
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_S)
