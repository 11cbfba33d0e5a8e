"""A mapping's UUID leads to its function by one listed read, with errors in one sentence."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lambda_triage.errors import InputError, UsageError
from lambda_triage.pipeline.mappings.found import function_of
from lambda_triage.pipeline.target import Access

UUID = "9c2c71aa-acc1-4d64-9af7-d9d73d089ac4"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:work"
WHO = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>A</UserId>
<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""


class _Aws(BaseHTTPRequestHandler):
    """Answers who asks, and lists two mappings."""

    def do_POST(self) -> None:
        self._say(WHO)

    def do_GET(self) -> None:
        mappings = [{"UUID": UUID[::-1]}, {"UUID": UUID, "FunctionArn": FUNCTION}]
        self._say(json.dumps({"EventSourceMappings": mappings}))

    def _say(self, body: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


@pytest.fixture
def aws(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Aws)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    yield Access(region="eu-west-1")
    server.shutdown()
    server.server_close()


def test_the_function_of_a_mapping_is_found(aws) -> None:
    assert function_of(UUID, aws) == FUNCTION


def test_a_mapping_that_aws_does_not_know_is_told(aws) -> None:
    with pytest.raises(InputError, match="check region and profile"):
        function_of(UUID.replace("9", "8"), aws)


def test_what_is_no_uuid_is_not_asked() -> None:
    with pytest.raises(UsageError, match="no UUID"):
        function_of("../../x", Access())
