"""The Runtime API, version 2018-06-01, for one environment: what a runtime client talks to."""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY_LIMIT = 8 << 20  # bytes; more than Lambda's 6 MB response, so that its check can be added
_PREFIX = "/2018-06-01/runtime/"

Kind = Literal["ready", "response", "error", "init_error"]


class Post(Struct, frozen=True):
    """What the runtime said; `ready` is its asking for the next event."""

    kind: Kind
    body: bytes = b""
    error_type: str = ""


class Request(Struct, frozen=True):
    """The event that a waiting `/next` is answered with."""

    request_id: str
    headers: Mapping[str, str]
    body: bytes


class RuntimeApi:
    """A server on 127.0.0.1; what the runtime posts is queued, and `wake` becomes readable."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self.wake, self._wake_write = os.pipe()
        self._open = threading.Lock()  # guards the write end against a late thread
        self._closed = False
        self._posts: SimpleQueue[Post] = SimpleQueue()
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self.current: str | None = None  # the request id whose answer is awaited
        self._server = _Server(self)
        host, port = self._server.server_address[:2]
        self.address = f"{host!s}:{port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def send(self, request: Request) -> None:
        """Answer the waiting `/next`."""
        self.current = request.request_id
        self._requests.put(request)

    def take(self) -> Post | None:
        """Return the oldest post, if there is one."""
        try:
            post = self._posts.get_nowait()
        except Empty:
            return None
        os.read(self.wake, 1)
        return post

    def put(self, post: Post) -> None:
        """Queue a post; called by the server's threads."""
        with self._open:
            if not self._closed:
                self._posts.put(post)
                os.write(self._wake_write, b".")

    def next(self) -> Request | None:
        """Wait for an event; None when the environment is closed."""
        return self._requests.get()

    def close(self) -> None:
        """Stop listening and let a held `/next` go without an answer."""
        self._requests.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        with self._open:
            self._closed = True
            os.close(self.wake)
            os.close(self._wake_write)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a thread may hold `/next`

    def __init__(self, api: RuntimeApi) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Endpoint)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a runtime that was killed breaks its connections."""


class _Endpoint(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else head and body wait 40 ms for one another
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        if self.path != f"{_PREFIX}invocation/next":
            self._answer(404)
            return
        self.server.api.put(Post("ready"))
        request = self.server.api.next()
        if request is None:
            self.close_connection = True  # no answer at all: any status makes the client crash
            return
        self._answer(200, request.body, request.headers)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        chunked = "chunked" in self.headers.get("Transfer-Encoding", "").lower()
        if not chunked and (not length.isdigit() or int(length) > BODY_LIMIT):
            self.close_connection = True
            self._answer(413)
            return
        body = self._chunks() if chunked else self.rfile.read(int(length))
        kind = self._kind()
        if kind is None:
            self._answer(404)
            return
        self.server.api.put(
            Post(kind, body, self.headers.get("Lambda-Runtime-Function-Error-Type", ""))
        )
        self._answer(202, b'{"status":"OK"}\n')

    def _kind(self) -> Kind | None:
        current = self.server.api.current
        kinds: dict[str, Kind] = {f"{_PREFIX}init/error": "init_error"}
        if current is not None:
            kinds[f"{_PREFIX}invocation/{current}/response"] = "response"
            kinds[f"{_PREFIX}invocation/{current}/error"] = "error"
        return kinds.get(self.path)

    def _chunks(self) -> bytes:
        body = b""
        while len(body) <= BODY_LIMIT:
            size = int(self.rfile.readline(32).split(b";")[0] or b"0", 16)
            body += self.rfile.read(min(size, BODY_LIMIT))
            self.rfile.readline(1024)
            if size == 0:
                break
        return body

    def _answer(
        self, code: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the log belongs to the function."""


def error_type(post: Post) -> str:
    """Return the type of a posted error: from the document, else from the header."""
    try:
        document = json.loads(post.body)
    except ValueError:
        document = None
    named = document.get("errorType") if isinstance(document, dict) else None
    return named if isinstance(named, str) and named else post.error_type or "Runtime.Unknown"
