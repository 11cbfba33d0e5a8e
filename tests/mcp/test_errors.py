"""Whatever goes wrong is one sentence with the next step, as an error of the protocol."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lambda_triage.mcp.work import LARGEST
from tests.mcp.conversing import ask, evidence, refused, served

INVALID, ACCESS, TOO_LARGE = -32602, -32050, -32053


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("diagnos", {}, "there is no tool 'diagnos'; did you mean diagnose?"),
        ("diagnose", {}, "no evidence; give paths, text, functions or stack"),
        ("diagnose", {"path": ["x"]}, "diagnose: no argument 'path'; did you mean paths?"),
        ("diagnose", {"paths": 3}, "Expected `array`, got `int` - at `$.paths`"),
        ("diagnose", {"paths": ["/nowhere"]}, "/nowhere: no such file or folder; check the path"),
        ("diagnose", {"paths": ["-"]}, "- is no path here"),
        ("diagnose", {"paths": ["b-00000000"]}, "there is no bundle 'b-00000000'"),
        ("diagnose", {"functions": ["a"], "stack": "b"}, "functions and stack contradict"),
        ("diagnose", {"functions": ["a"], "since": "soon"}, "since soon: write minutes, hours"),
        ("next_evidence", {"report": "r-000000000000"}, "call diagnose again for a new id"),
        ("next_evidence", {"report": "../../etc/passwd"}, "call diagnose again for a new id"),
        ("explain_error", {"error": " "}, "nothing to explain"),
        ("explain_error", {}, "missing required field `error`"),
        ("explain_trigger", {"event": "not json", "paths": ["x"]}, "give the event's JSON"),
        (
            "query_logs",
            {"query": "filds x", "paths": [evidence("dns-failure-01")]},
            "did you mean fields?",
        ),
        ("query_logs", {"query": "fields x"}, "no logs; give paths, or log_groups"),
        ("collect_evidence", {}, "nothing to collect; give functions, stack or project"),
        ("limits", {"service": "x"}, "no limits of 'x'; there are apigateway"),
        ("next_page", {"cursor": "0123.4"}, "unknown or expired; call the tool again"),
    ],
)
def test_a_wrong_call_is_told_what_is_right(url, tool, arguments, told):
    error = refused(url, tool, **arguments)

    assert told in str(error)
    assert (error.code, error.data["kind"]) == (INVALID, "invalid")
    assert "\n" not in str(error)


def test_without_credentials_the_next_step_is_told(url):
    error = refused(url, "diagnose", functions=["orders"], region="eu-west-1")

    assert str(error).startswith("no AWS credentials; name a profile with profile")
    assert (error.code, error.data["kind"]) == (ACCESS, "access")


def test_an_unknown_profile_is_told(url):
    error = refused(url, "collect_evidence", stack="shop", profile="nobody", region="eu-west-1")

    assert "nobody" in str(error)
    assert error.code == ACCESS


def test_a_huge_bundle_is_refused_before_it_is_read(url, tmp_path):
    huge = tmp_path / "huge.log"
    huge.touch()
    os.truncate(huge, LARGEST + 1)  # sparse: it takes no room

    error = refused(url, "diagnose", paths=[str(huge)])

    assert "over 4 GB, more than one call reads; give a part of it" in str(error)
    assert error.code == TOO_LARGE


def test_nothing_is_overwritten_by_a_collection(url, tmp_path):
    error = refused(url, "collect_evidence", functions=["x"], output=str(tmp_path))

    assert "exists; give the name of a new folder" in str(error)


def test_garbage_is_diagnosed_and_counted_and_the_server_stays_up(url, tmp_path):
    (tmp_path / "garbage.log").write_bytes(os.urandom(100_000))
    (tmp_path / "deep.json").write_text("[" * 100_000)

    found = ask(url, "diagnose", paths=[str(tmp_path)])

    assert found["verdict"] == "inconclusive"


class _Expired(BaseHTTPRequestHandler):
    """AWS, to whom every token is too old."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = (
            b"<ErrorResponse><Error><Code>ExpiredToken</Code><Message>The security token included"
            b" in the request is expired</Message></Error></ErrorResponse>"
        )
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Quiet."""


def test_an_expired_token_is_told():
    aws = ThreadingHTTPServer(("127.0.0.1", 0), _Expired)
    threading.Thread(target=aws.serve_forever, daemon=True).start()
    known = {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "old",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws.server_port}",
    }
    with served(**known) as server:
        error = refused(server.url, "diagnose", functions=["orders"], region="eu-west-1")
    aws.shutdown()
    aws.server_close()

    assert "expired" in str(error)
    assert (error.code, error.data["kind"]) == (ACCESS, "access")
