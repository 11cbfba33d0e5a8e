"""Access logs of APIs: JSON, CLF and CSV give the same rows; logs of other servers give none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.access_log import classic
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

REST, HTTP = "5b0c7e1a-0074-4d2f-8a31-000000000036", "JKJaXmPLvHcESHA="
AT = "01/Mar/2026:10:00:0{n} +0000"
FORMS = {
    "json": f'{{"requestId":"{REST}","requestTime":"{AT}","httpMethod":"GET",'
            '"resourcePath":"/orders/{id}","status":"502"}',
    "clf": f'203.0.113.7 - - [{AT}] "GET /orders/{{id}} HTTP/1.1" 502 36 {REST}',
    "clf-extended": f'2001:db8::7 AIDAEXAMPLE arn:aws:iam::111122223333:user/a [{AT}]'
                    f' "GET /orders/{{id}} HTTP/1.1" 502 - {REST} XAABBCCDDEE=',
    "csv": f"203.0.113.7,-,-,{AT},GET,/orders/{{id}},HTTP/1.1,502,36,{REST}",
}  # fmt: skip
ROWS = """
SELECT route, status, integration_status, integration_told, requests, last_us - first_us
FROM requests
"""


def rows(folder: Path, text: str) -> list[tuple[object, ...]]:
    (folder / "access.log").write_text(text, encoding="utf-8")
    case, _ = collect([str(folder / "access.log")], [])
    with case:
        return case.execute(ROWS)  # type: ignore[return-value]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_counted_alike(form: str, tmp_path: Path) -> None:
    text = "".join(FORMS[form].replace("{n}", str(n)) + "\n" for n in range(3))

    assert rows(tmp_path, text) == [("GET /orders/{id}", 502, None, False, 3, 2_000_000)]


def test_a_record_that_tells_its_integration_says_so(tmp_path: Path) -> None:
    text = FORMS["json"].replace("{n}", "0").replace('"502"}', '"403","integrationStatus":"-"}')

    assert rows(tmp_path, text + "\n") == [("GET /orders/{id}", 403, None, True, 1, 0)]


@pytest.mark.parametrize("path", ["GET /orders", "$default"])
def test_an_http_api_has_its_routes_key_there(path: str) -> None:
    clf = f'203.0.113.7 - - [{AT}] "GET {path} HTTP/1.1" 200 2 {HTTP}'.replace("{n}", "0")
    csv = f"203.0.113.7,{AT},GET,{path},HTTP/1.1,200,2,{HTTP}".replace("{n}", "0")

    assert [(r or {}).get("routeKey") for r in map(classic, (clf, csv))] == [path, path]


@pytest.mark.parametrize(
    "line",
    [
        '203.0.113.7 - - [01/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 500 612 "-" "curl/8.9"',
        '203.0.113.7 - - [01/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 500 612',
        '127.0.0.1 - - [01/Mar/2026 10:00:00] "GET / HTTP/1.1" 500 -',
        'INFO:     127.0.0.1:51234 - "GET / HTTP/1.1" 500 Internal Server Error',
    ],
)
def test_logs_of_web_servers_are_no_access_logs_of_an_api(line: str, tmp_path: Path) -> None:
    assert (classic(line), rows(tmp_path, line + "\n")) == (None, [])


@pytest.mark.parametrize(
    ("keys", "api"),
    [('"resourcePath":"/a"', "REST"), ('"routeKey":"GET /a"', "HTTP"),
     ('"routeKey":"send","connectionId":"L0SM9cOFvHcCIhw="', "WEBSOCKET"), ('"path":"/a"', None)],
)  # fmt: skip
def test_keys_that_one_type_of_api_has_tell_the_type(keys: str, api: str | None, tmp_path: Path):
    record = f'{{{keys},"status":"500","integrationStatus":"200","responseLength":"35"}}\n'
    (tmp_path / "access.log").write_text(2 * record, encoding="utf-8")

    case, _ = collect([str(tmp_path / "access.log")], [])

    assert case.execute("SELECT api, length FROM requests") == [(api, 35)]
