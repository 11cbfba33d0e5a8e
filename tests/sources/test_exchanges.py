"""Recorded HTTP exchanges: what is read of transcripts and recordings, and what never is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks.exchanged import crosses
from lambda_triage.evidence.documents import Exchange
from lambda_triage.patterns.cors import Asked
from lambda_triage.patterns.cors_answer import Answer, match_answer, match_preflight
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.sources.collect import collect
from lambda_triage.sources.exchanges import is_har, is_transcript, read_har, read_transcript
from lambda_triage.sources.exchanges.command import read_command
from lambda_triage.sources.exchanges.request import clean_url
from lambda_triage.sources.files.recognise import Form, recognise

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "https://shop.example.com"
INCLUDED = f"""\
$ curl -si -X OPTIONS https://api.example.com/orders?key=1 -H 'Origin: {PAGE}' \\
    -H 'Access-Control-Request-Method: put' -H 'access-control-request-headers: X-A, authorization'
HTTP/2 204
date: Tue, 18 Aug 2026 07:10:02 GMT
Access-Control-Allow-Origin: {PAGE}
vary: Origin
vary: Accept

{{"body": "access-control-allow-origin: none"}}
"""
VERBOSE = f"""\
* Connected to api.example.com (192.0.2.1) port 443
> POST /orders HTTP/1.1
> Host: api.example.com
> Origin: {PAGE}
> Cookie: sid=abcdefgh
>
< HTTP/1.1 100 Continue
<
< HTTP/1.1 500 Internal Server Error
< Set-Cookie: sid=abcdefgh
< X-Auth-Token: abcdefgh
<
{{"message":"x"}}
"""


def transcript(text: str) -> list[Exchange]:
    return list(read_transcript(text, 0))


def entry(status: int = 200, kind: str = "", **headers: str) -> dict[str, object]:
    sent = [{"name": k.replace("_", "-"), "value": v} for k, v in headers.items()]
    request = {"method": "GET", "url": "https://api.example.com/a?b=c", "headers": sent}
    told = {"_resourceType": kind} if kind else {}
    return {"request": request, "response": {"status": status, "headers": []}, **told}


def recording(*entries: object) -> list[Exchange]:
    return list(read_har({"log": {"version": "1.2", "creator": {}, "entries": list(entries)}}, 0))


def test_a_command_and_its_answer_are_one_exchange() -> None:
    (found,) = transcript(INCLUDED)
    assert found == Exchange(
        resource="?:api.example.com",
        input=0,
        url="https://api.example.com/orders",
        method="OPTIONS",
        origin=PAGE,
        asked_method="PUT",
        asked_headers=("X-A", "authorization"),
        status=204,
        headers={
            "date": ("Tue, 18 Aug 2026 07:10:02 GMT",),
            "access-control-allow-origin": (PAGE,),
            "vary": ("Origin", "Accept"),
        },
        time_us=1_787_037_002_000_000,
        line=3,
    )


def test_verbose_lines_tell_request_and_answer() -> None:
    (found,) = transcript(VERBOSE)
    told = (found.url, found.method, found.origin, found.with_credentials, found.status)
    assert told == ("//api.example.com/orders", "POST", PAGE, True, 500)


@pytest.mark.parametrize(
    "text", [INCLUDED.replace("Accept\n", "Accept\nset-cookie: sid=abcdefgh\n"), VERBOSE]
)
def test_cookies_and_tokens_are_hidden(text: str) -> None:
    assert "abcdefgh" not in repr(transcript(text))


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\x1b[1m", "    "])
def test_line_ends_colours_and_indents_do_not_matter(mark: str, end: str) -> None:
    text = end.join(mark + line for line in INCLUDED.split("\n"))
    assert transcript(text) == transcript(INCLUDED)


def test_both_forms_at_once_are_one_answer() -> None:
    text = "curl -iv https://a.example.com/\n> GET / HTTP/2\n>\n< HTTP/2 200\nHTTP/2 200\n< vary: x\nvary: x\n<\n\n"
    assert [e.headers for e in transcript(text)] == [{"vary": ("x",)}]


def test_a_redirect_that_is_followed_goes_on_at_its_location() -> None:
    text = "curl -siL https://a.example.com/x\nHTTP/2 301\nlocation: /y\n\nHTTP/2 200\n\n"
    urls = [(e.status, e.url) for e in transcript(text)]
    assert urls == [(301, "https://a.example.com/x"), (200, "https://a.example.com/y")]


def test_an_answer_alone_has_no_request_of_another() -> None:
    pasted = transcript(INCLUDED + "\nand by another client:\nHTTP/1.1 200 OK\nvary: Origin\n")
    assert (pasted[1].url, pasted[1].origin) == (None, None)


def test_a_proxys_tunnel_is_no_answer() -> None:
    text = "curl -i https://a.example.com\nHTTP/1.1 200 Connection established\n\nHTTP/2 404\n\n"
    assert [e.status for e in transcript(text)] == [404]


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ("https://a.example.com/x", ("https://a.example.com/x", "GET")),
        ("-sIL a.example.com/x", ("a.example.com/x", "HEAD")),
        ("-siXPUT --url 'http://a.example.com'", ("http://a.example.com", "PUT")),
        ("-d @b.json -o out.json https://a.example.com | jq .", ("https://a.example.com", "POST")),
        ("-G -d q=1 https://a.example.com", ("https://a.example.com", "GET")),
        ("-A x.example.org -u me:pw https://a.example.com", ("https://a.example.com", "GET")),
        (
            "--json '{}' https://a.example.com -s; curl b.example.com",
            ("https://a.example.com", "POST"),
        ),
        ('-H "unclosed https://a.example.com', (None, "GET")),
        ('"$API/orders"', (None, "GET")),
    ],
)
def test_a_command_tells_address_and_method(rest: str, told: tuple[str | None, str]) -> None:
    request = read_command(rest)
    assert (request.url, request.method) == told


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://me:pw@A.example.com:8443/x?token=1#y", "https://a.example.com:8443/x"),
        ("a.example.com/x?u=http://b", "//a.example.com/x"),
        ("$API/orders", None),
        ("https://[::1", None),
        ("https://a.example.com:99999/", None),
        ("", None),
    ],
)
def test_an_address_is_kept_without_what_may_be_secret(url: str, clean: str | None) -> None:
    assert clean_url(url) == clean


def test_of_a_recording_the_calls_of_scripts_are_kept() -> None:
    found = recording(
        entry(origin=PAGE),
        entry(kind="font", origin=PAGE),
        entry(sec_fetch_dest="image"),
        entry(status=0),
        "no entry",
        {"request": 1, "response": []},
        entry(kind="preflight", origin=PAGE),
    )
    assert [(e.url, e.path) for e in found] == [
        ("https://api.example.com/a", "log.entries[0].response"),
        ("https://api.example.com/a", "log.entries[6].response"),
    ]


@pytest.mark.parametrize("line_break", [None, 1])
def test_a_recording_is_recognised_also_by_its_beginning(line_break: int | None) -> None:
    body = {"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [entry()] * 900}}
    text = json.dumps(body, indent=line_break).encode()
    assert recognise(text[: 64 << 10]) is Form.document


@pytest.mark.parametrize(
    "value", [{"log": "x"}, {"log": {"version": "1"}}, {"log": {"level": "info"}}, {"logs": []}]
)
def test_other_json_with_a_log_is_no_recording(value: dict[str, object]) -> None:
    assert not is_har(value)


@pytest.mark.parametrize(
    "text",
    [
        b"START RequestId: x\ncalling HTTP/2 200 service\n",
        b"got access-control-allow-origin: x\n",
        b"$ curl -s https://a.example.com\n200\n",
        b"GET / HTTP/1.1\n",
    ],
)
def test_text_without_an_answer_is_no_transcript(text: bytes) -> None:
    assert not is_transcript(text, whole=True)


def test_messages_in_a_transcript_are_read_as_a_log_too(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(f"{INCLUDED}\nREPORT RequestId: x Duration: 1 ms\n")
    case, reading = collect([str(tmp_path)], [])
    told = (len(case.documents(Exchange)), reading.events)
    case.close()
    assert told == (1, 8)


@pytest.mark.parametrize(
    "text",
    [
        ("curl \\\n" * 59 + "HTTP/2 200\n") * 3_000,
        ("curl '" + "y" * 130 + "\n" + ("y" * 130 + "\n") * 59) * 200,
        "curl '" * 5_000 + "\nHTTP/2 200\n",
        "curl -H '\n" * 20_000 + "HTTP/2 200\n",
        "HTTP/2 200\n" + "a: b\n" * 100_000,
        "HTTP/2 200\nx: " + "y" * 3_000_000,
        "> \n< \n>\n<\nHTTP/2 999\n: x\nHTTP/1.1 200 " + "z" * 1_000_000,
        "HTTP/2 200\ndate: Tue, 99 Foo 99999 77:10:02 GMT\nlocation: http://[\n",
        "curl https://a.example.com\nHTTP/2 301\nlocation: http://[\n\nHTTP/2 200\n",
    ],
)
def test_hostile_text_ends_in_little_time_and_space(text: str) -> None:
    assert len(repr(transcript(text))) < 4_000_000


@pytest.mark.parametrize(
    ("headers", "asked", "clause"),
    [
        ({}, Asked(PAGE), "Access-Control-Allow-Origin"),
        ({}, Asked(None), None),
        ({"access-control-allow-origin": (PAGE,)}, Asked(PAGE), None),
        ({"access-control-allow-origin": (f"{PAGE}/",)}, Asked(PAGE), "Access-Control-Allow-Origin"),
        ({"access-control-allow-origin": ("*",)}, Asked(PAGE), None),
        ({"access-control-allow-origin": ("*", "*")}, Asked(None), "Access-Control-Allow-Origin"),
        ({"access-control-allow-origin": ("*",)}, Asked(PAGE, credentials=True), "Access-Control-Allow-Origin"),
        ({"access-control-allow-origin": (PAGE,)}, Asked(PAGE, credentials=True), "Access-Control-Allow-Credentials"),
    ],
)  # fmt: skip
def test_the_part_that_fails_is_named(
    headers: dict[str, tuple[str, ...]], asked: Asked, clause: str | None
) -> None:
    assert match_answer(Answer(422, headers), asked).clause == clause


@pytest.mark.parametrize(
    ("status", "methods", "asked", "clause"),
    [
        (204, "GET", Asked(PAGE, "POST"), None),
        (204, "GET", Asked(PAGE, "DELETE"), "Access-Control-Allow-Methods"),
        (204, "*", Asked(PAGE, "DELETE"), None),
        (204, "*", Asked(PAGE, "DELETE", ("x-a",)), "Access-Control-Allow-Headers"),
        (302, "*", Asked(PAGE, "GET"), "status"),
        (403, "*", Asked(PAGE, "GET"), "status"),
    ],
)
def test_the_part_of_a_preflight_that_fails_is_named(
    status: int, methods: str, asked: Asked, clause: str | None
) -> None:
    headers = {"access-control-allow-origin": ("*",), "access-control-allow-methods": (methods,)}
    assert match_preflight(Answer(status, headers), asked).clause == clause


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://shop.example.com/api", False),
        ("//shop.example.com:443/api", False),
        ("https://shop.example.com:8443/api", True),
        ("http://shop.example.com/api", True),
        ("https://api.example.com/", True),
        (None, True),
    ],
)
def test_only_another_origin_is_crossed(url: str | None, told: bool) -> None:
    assert crosses(Exchange(resource="?:x", url=url, origin=PAGE, status=200)) is told


@pytest.mark.parametrize("mode", ["navigate", "no-cors", "websocket", "same-origin"])
def test_what_a_browser_does_not_judge_is_not_judged(mode: str) -> None:
    assert not crosses(Exchange(resource="?:x", origin=PAGE, status=200, mode=mode))


def test_several_values_alone_are_the_cause(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"access-control-allow-origin: {PAGE}, {PAGE}\n")
    assert [c.cause for c in diagnose([str(tmp_path)]).causes] == ["cors_missing"]


def test_a_server_error_is_not_explained_by_its_headers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VERBOSE.replace('{"message":"x"}', ""))
    assert diagnose([str(tmp_path)]).causes == ()
