"""A small AWS over real HTTP: requests and answers follow botocore's model, faults are injected.

Only what the tests need: the protocols json, rest-json and query, and their errors.
"""

from __future__ import annotations

import json
import random
import re
import socket
import struct
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

import botocore.session

SIGNED_AS = {"monitoring": "cloudwatch", "states": "stepfunctions"}
SCOPE = re.compile(r"Credential=([^/]+)/\d{8}/([\w-]+)/([\w-]+)/aws4_request")
LOADER = botocore.session.Session()
MODELS = {}
LOCK = threading.Lock()


class Refusal:
    """An error as AWS says it."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        self.status, self.code, self.message = status, code, message


RESET = object()  # the connection is reset instead of an answer
CUT = object()  # the answer ends before its announced length
THROTTLED = Refusal(400, "ThrottlingException", "Rate exceeded")


def model(service: str):
    with LOCK:
        if service not in MODELS:
            MODELS[service] = LOADER.get_service_model(service)
        return MODELS[service]


class Service:
    """`answer(operation, parameters)` gives a body, a Refusal, RESET, CUT or raw bytes; `asked` is kept."""

    def __init__(self, answer, *, faults=0.0, seed=0, latency_s=0.0) -> None:
        self.answer, self.faults, self.latency_s = answer, faults, latency_s
        self.asked: list[str] = []
        self.keys: list[str] = []
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._server = Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def decide(self, operation: str, parameters: dict, key: str):
        with self._lock:
            self.asked.append(operation)
            self.keys.append(key)
            drawn = self._random.random()
        if drawn < self.faults:
            return THROTTLED
        if drawn < 2 * self.faults:
            return RESET
        time.sleep(self.latency_s)
        return self.answer(operation, parameters)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A reset is meant."""


def _handler(service: Service):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            key, _, signed = SCOPE.search(self.headers["Authorization"]).groups()
            if self.headers.get("X-Amz-Target", "").startswith("DynamoDBStreams"):
                signed = "dynamodbstreams"
            model_ = model(SIGNED_AS.get(signed, signed))
            operation, parameters = _request(model_, self.command, self.path, self.headers, body)
            said = service.decide(f"{model_.service_name}.{operation.name}", parameters, key)
            if said is RESET:
                self.connection.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                self.connection.close()
                self.close_connection = True
                return
            if isinstance(said, Refusal):
                self.send(said.status, *_refusal(operation, said))
            elif isinstance(said, bytes):
                self.send(200, said, {})
            elif said is CUT:
                self.send(200, b"{", {"Content-Length": "100"})
                self.close_connection = True
            else:
                self.send(200, _response(operation, said), {})

        do_POST = do_PUT = do_GET  # noqa: N815  # http.server's names

        def send(self, status, body, headers):
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_):
            """Silent."""

    return Handler


def _request(model_, method, path, headers, body):
    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if target := headers.get("X-Amz-Target"):
        return model_.operation_model(target.rpartition(".")[2]), json.loads(body or b"{}")
    if model_.protocol in ("query", "ec2"):
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        return model_.operation_model(form["Action"]), form
    for name in model_.operation_names:
        operation = model_.operation_model(name)
        route = operation.http["requestUri"].partition("?")[0]
        pattern = re.sub(r"\\\{(\w+)\\?\+?\\\}", r"(?P<\1>[^/]+)", re.escape(route))
        if operation.http["method"] == method and (
            found := re.fullmatch(pattern, parts.path.rstrip("/") or "/")
            or re.fullmatch(pattern, parts.path)
        ):
            asked = {name: unquote(value) for name, value in found.groupdict().items()}
            return operation, {**asked, **query, **(json.loads(body) if body else {})}
    raise AssertionError(f"no operation of {model_.service_name} at {method} {path}")


def _response(operation, said: dict) -> bytes:
    if operation.service_model.protocol in ("query", "ec2"):
        shape = operation.output_shape
        wrapper = shape.serialization.get("resultWrapper", f"{operation.name}Result")
        inner = f"<{wrapper}>{_xml_members(shape, said)}</{wrapper}>"
        return f"<{operation.name}Response>{inner}</{operation.name}Response>".encode()
    return json.dumps(_json(operation.output_shape, said)).encode()


def _refusal(operation, said: Refusal):
    if operation.service_model.protocol in ("query", "ec2"):
        told = f"<Code>{said.code}</Code><Message>{escape(said.message)}</Message>"
        return f"<ErrorResponse><Error>{told}</Error></ErrorResponse>".encode(), {}
    body = json.dumps({"__type": said.code, "message": said.message}).encode()
    return body, {"x-amzn-ErrorType": said.code}


def _json(shape, value):
    """*value* as the wire has it; a member that the model lacks is a mistake of the test."""
    if shape.type_name == "structure":
        assert not set(value) - set(shape.members), (shape.name, set(value) - set(shape.members))
        named = {name: shape.members[name] for name in value}
        return {
            member.serialization.get("name", name): _json(member, value[name])
            for name, member in named.items()
        }
    if shape.type_name == "list":
        return [_json(shape.member, held) for held in value]
    if shape.type_name == "map":
        return {name: _json(shape.value, held) for name, held in value.items()}
    if isinstance(value, datetime):
        written = shape.serialization.get("timestampFormat")
        return value.isoformat() if written == "iso8601" else value.timestamp()
    return value


def _xml_members(shape, value) -> str:
    assert not set(value) - set(shape.members), (shape.name, set(value) - set(shape.members))
    return "".join(_xml(name, shape.members[name], held) for name, held in value.items())


def _xml(name, shape, value) -> str:
    name = shape.serialization.get("name", name)
    if shape.type_name == "list":
        item = shape.member.serialization.get("name", "member")
        inner = "".join(_xml(item, shape.member, held) for held in value)
    elif shape.type_name == "structure":
        inner = _xml_members(shape, value)
    else:
        inner = value.isoformat() if isinstance(value, datetime) else str(value)
        inner = escape({"True": "true", "False": "false"}.get(inner, inner))
    return f"<{name}>{inner}</{name}>"
