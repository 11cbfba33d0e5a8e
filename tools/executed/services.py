"""What stands in for the world: local services that answer late, wrongly, or not at all."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from case import Service

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; `hang_up` closes the connection after it without a word."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    hang_up: bool = False


def answering(*answers: Answer, tls: Sequence[str] = ()) -> Service:
    """Answer the n-th request with the n-th answer, and with the last one from there on.

    tls  options of `openssl req` for the certificate; none for plain HTTP
    """

    @contextmanager
    def serve() -> Iterator[str]:
        left = list(answers)

        class Endpoint(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def respond(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = left.pop(0) if len(left) > 1 else left[0]
                time.sleep(answer.delay_s)
                with suppress(OSError):  # the caller may have given up
                    self.send_response(answer.status)
                    self.send_header("Content-Length", str(len(answer.body)))
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    if self.command != "HEAD":
                        self.wfile.write(answer.body)
                self.close_connection = self.close_connection or answer.hang_up

            do_GET = do_POST = do_PUT = do_HEAD = respond  # noqa: N815  named by the protocol

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        with ExitStack() as stack:
            server = stack.enter_context(Server((HOST, 0), Endpoint))
            if tls:
                folder = stack.enter_context(tempfile.TemporaryDirectory())
                server.socket = _secured(server.socket, Path(folder), tls)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            scheme = "https" if tls else "http"
            yield f"{scheme}://{HOST}:{server.server_address[1]}"
            server.shutdown()

    return serve


@contextmanager
def silent() -> Iterator[str]:
    """An address whose packets vanish: its queue is full, and nothing takes from it."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind((HOST, 0))
        server.listen(0)
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(server.getsockname())
        yield f"http://{HOST}:{server.getsockname()[1]}"


@contextmanager
def closed() -> Iterator[str]:
    """An address at which nothing listens."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        yield f"{HOST}:{server.getsockname()[1]}"


def speaking(*replies: bytes) -> Service:
    """A TCP service: takes the first bytes of the n-th connection and says the n-th reply."""

    @contextmanager
    def serve() -> Iterator[str]:
        left = list(replies)
        with socket.create_server((HOST, 0)) as server:

            def work() -> None:
                while server.fileno() >= 0:
                    with suppress(OSError):  # of one peer that has gone
                        peer, _ = server.accept()
                        with peer:
                            peer.recv(4096)
                            peer.sendall(left.pop(0) if len(left) > 1 else left[0])

            threading.Thread(target=work, daemon=True).start()
            yield f"{HOST}:{server.getsockname()[1]}"

    return serve


def document(body: object, delay_s: float = 0.0, status: int = 200) -> Answer:
    """A JSON document."""
    headers = {"Content-Type": "application/json"}
    return Answer(status, json.dumps(body).encode(), headers, delay_s)


def aws_error(code: str, message: str, status: int = 400, key: str = "message") -> Answer:
    """An error of one of AWS's JSON protocols."""
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-ErrorType": code}
    return Answer(status, json.dumps({"__type": code, key: message}).encode(), headers)


def s3_error(code: str, message: str, status: int, extra: str = "") -> Answer:
    """An error of S3."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message>{extra}"
        "<RequestId>4442587FB7D0A2F9</RequestId></Error>"
    )
    return Answer(status, text.encode(), {"Content-Type": "application/xml"})


def _secured(plain: socket.socket, folder: Path, options: Sequence[str]) -> socket.socket:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-keyout", str(key), "-out", str(certificate), *options),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context.wrap_socket(plain, server_side=True)
