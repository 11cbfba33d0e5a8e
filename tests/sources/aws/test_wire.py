"""Connections are checked as ever, and the list of authorities is read once for all of them."""

from __future__ import annotations

import http.server
import shutil
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from botocore.exceptions import SSLError

from lambda_triage.sources.aws.session import Session

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates")
SAID = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/a</Arn>"
    b"<Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


class Says(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(SAID)))
        self.end_headers()
        self.wfile.write(SAID)

    def log_message(self, *_: object) -> None:
        """Silent."""


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Of localhost, signed by itself, and its key."""
    folder.mkdir()
    told, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-out", told, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    return told, key


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path / "own", "localhost")


@pytest.fixture
def url(own: tuple[Path, Path]):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Says) as server:
        server.handle_error = lambda *_: None  # a client that does not trust it hangs up
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture
def session(keys: None, url: str, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    return Session()


def ask(session: Session, times: int = 1) -> list[str | Exception]:
    """What came of several calls, each from a thread of its own."""
    said: list[str | Exception] = []

    def once() -> None:
        try:
            said.append(session.client("sts").get_caller_identity()["Account"])
        except Exception as error:  # noqa: BLE001
            said.append(error)

    threads = [threading.Thread(target=once) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_a_known_authority_is_believed(session, own, monkeypatch):
    monkeypatch.setenv("AWS_CA_BUNDLE", str(own[0]))
    assert ask(session, 4) == ["1"] * 4


def test_an_unknown_authority_is_not_believed(session):
    assert [type(one) for one in ask(session, 2)] == [SSLError] * 2


def test_another_authority_is_not_believed(session, tmp_path, monkeypatch):
    other, _ = certificate(tmp_path / "other", "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(other))
    assert [type(one) for one in ask(session)] == [SSLError]


def test_another_name_is_not_believed(session, own, url, monkeypatch):
    monkeypatch.setenv("AWS_CA_BUNDLE", str(own[0]))
    monkeypatch.setenv("AWS_ENDPOINT_URL", url.replace("localhost", "127.0.0.1"))
    assert [type(one) for one in ask(session)] == [SSLError]


def test_the_list_is_read_once(session, own, monkeypatch):
    monkeypatch.setenv("AWS_CA_BUNDLE", str(own[0]))
    first = ask(session)
    own[0].write_text("no certificate any more", encoding="utf-8")

    assert (first, ask(session, 4)) == (["1"], ["1"] * 4)
