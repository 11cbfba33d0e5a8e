"""What stays, what goes, and what a token promises."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.redact import hide, redact
from lambda_triage.evidence.redaction import Redactor
from lambda_triage.evidence.redaction.tokens import TOKEN
from tests.evidence.planted import KINDS, Maker, planted

REDACTOR, WITH_ADDRESSES = Redactor(), Redactor(addresses=True)
HEX = "0123456789abcdef"

HARMLESS = [
    "REPORT RequestId: 9b3c7a10-5d2e-4f61-8a47-000000000001\tDuration: 310.02 ms\tBilled Duration: 311 ms\tMemory Size: 256 MB\tMax Memory Used: 71 MB\tInit Duration: 402.11 ms\t\nXRAY TraceId: 1-5e1b4151-43a0913a12345b412b4e5f6a\tSegmentId: 4111111111111111\tSampled: true",
    "START RequestId: 9b3c7a10-5d2e-4f61-8a47-000000000001 Version: $LATEST",
    "2026-03-01T10:00:00.000+0000 1718000000123 1718000000 1718000000123456 1718000000123456789",
    "Root=1-5e1b4151-43a0913a12345b412b4e5f6a;Parent=5555555555554444;Sampled=1;Lineage=1:4c3b2a19:0",
    '{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"5555555555554444","id":4111111111111111}',
    "arn:aws:secretsmanager:eu-west-1:300400500604:secret:prod/db-AbC12x is not found",
    "arn:aws:lambda:eu-west-1:300400500604:function:orders:7 arn:aws:iam::300400500604:role/x",
    "commit 2f1a6a97c8a9c6bbd5f2e3c1a0b9d8e7f6a5b4c3, x-amz-id-2: EmJbWOdv4kyS3lI3yk7YrnpsFuTXxu/pWbqY4UQFxJmdqnQ2oz7gpE0U=",
    "lodash@4.17.21 python3.12.7 nodejs20.x 1.2.3.4-beta v10.20.30.40 Chrome/120.0.6099.109",
    "KeyError: 'API_KEY'",
    "SyntaxError: Unexpected token: '}' at position 12",
    "ExpiredTokenException: The security token included in the request is expired",
    "Missing required parameter password: must not be empty",
    "Incorrect password: check the user name",
    '  File "/var/task/app.py", line 12, in connect\n    db = connect(host=HOST, password=os.environ["DB_PASSWORD"])',
    "    at Client.login (/var/task/node_modules/pg@8.11.3/lib/client.js:132:15)",
    "const token = req.headers.authorization; this.token = token;",
    'password=password, api_key=self.api_key, secret=config["secret"]',
    '{"NextToken":"eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==","maxTokens":4096}',
    '{"authorization":"AWS_IAM","password":null,"token":"***","secret":"${SECRET}","apiKeyRequired":false}',
    "PWD=/var/task\nOLDPWD=/var/runtime",
    "git clone git@github.com:acme/app.git, image icon@2x.png",
    "postgres://app:***@db.example:5432/x, http://h:8080/?owner=1, http://a:80,http://b:81",
    "Basic authentication is off, Bearer realm=api, credentials: include",
    "AccessDenied: User: arn:aws:sts::300400500604:assumed-role/x/y is not authorized to perform: ssm:GetParameter",
    "Memory: +12345 MB, offset +0530, delta=+1718000000123",
    "SequenceNumber: 49590338271490256608559692538361571095921575989136588898",
    "ERR-4539-1488-0343 order 4111111111111112 took 4539.1488 ms",
    "DE89370400440532013001 and GB82 WEST 1234 5698 7654 33 have wrong check digits",
    "s3://bucket/key=1/part-0000 partition_key=abc123def456 sort_key=x1y2z3a4b5",
    "TooManyRequestsException: Rate Exceeded. token bucket is empty, code: 429",
    "password: [REDACTED] token: <hidden> secret=xxxxxxxx",
]  # fmt: skip

EXAMPLES = [
    ("mail alice@example.com now", "mail [email] now"),
    ("<bob.o'neil+x@mail.example.co.uk>", "<[email]>"),
    ("call +49 (0)30 1234567, +14155550132 2026-03-01", "call [phone], [phone] 2026-03-01"),
    ("(415) 555-0132 or 415-555-0132", "[phone] or [phone]"),
    ('{"phone":"0301234567","fax": 301234567}', '{"phone":"[phone]","fax": "[phone]"}'),
    ("4111 1111 1111 1111 or 3782-822463-10005", "[card] or [card]"),
    ('{"card":4111111111111111,"n":1}', '{"card":"[card]","n":1}'),
    (r'{\"card\": 4111111111111111}', r'{\"card\": \"[card]\"}'),
    ("GB82 WEST 1234 5698 7654 32;", "[iban];"),
    ("password=hunter2 host=x", "password=[password] host=x"),
    ("Password: hunter2", "Password: [password]"),
    ('{"password": "a\\"b c", "x": 1}', '{"password": "[password]", "x": 1}'),
    (r'{\"token\":\"abc\\\"def9\",\"y\":2}', r'{\"token\":\"[secret]\",\"y\":2}'),
    ("{'DB_PASSWORD': 'x9 y', 'PWD': '/var/task'}", "{'DB_PASSWORD': '[password]', 'PWD': '/var/task'}"),
    ("Set-Cookie: sid=abc1; Path=/; Secure", "Set-Cookie: [cookie]"),
    ('"cookies":["a=b1","c=d2"],"x":1', '"cookies":["[cookie]","[cookie]"],"x":1'),
    ("Server=db;Uid=a;Pwd=p@ss,w0rd;Encrypt=true", "Server=db;Uid=a;Pwd=[password];Encrypt=true"),
    ("https://u:p@ss9w0rd@h.example/db", "https://u:[login]@h.example/db"),
    ("GET /x?access_token=abc123def&z=1", "GET /x?access_token=[secret]&z=1"),
    ("ALTER USER x IDENTIFIED BY 'pw 1'", "ALTER USER x IDENTIFIED BY '[password]'"),
    ("psql --password hunter2 -h db", "psql --password [password] -h db"),
    ("curl -u me:pw123 https://x.example", "curl -u me:[login] https://x.example"),
    ("Authorization: Bearer abcdef0123456789xyz", "Authorization: Bearer [token]"),
    ("card_number: 4111111111111111, cvv=123", "card_number: [card], cvv=[password]"),
    ("from 203.0.113.9", "from 203.0.113.9"),
]  # fmt: skip


def kinds(text: str) -> str:
    return TOKEN.sub(lambda hit: f"[{hit['kind']}]", text)


@pytest.mark.parametrize("text", HARMLESS)
def test_ids_times_versions_code_and_words_stay(text):
    assert REDACTOR.text(text) == text


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_only_the_value_goes(text, expected):
    assert kinds(REDACTOR.text(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 203.0.113.9 port 4", "from [ip] port 4"),
        ("[2001:db8:0:0:1::9]:443", "[[ip]]:443"),
        ("127.0.0.1, 0.0.0.0, 169.254.79.129, ::1, 10.0.0.0/16", None),
        ("version 1.2.3.4, Chrome/120.0.6099.109, 10:00:00 a::b", None),
    ],
)
def test_addresses_go_on_request(text, expected):
    assert kinds(WITH_ADDRESSES.text(text)) == (expected or text)
    assert REDACTOR.text(text) == text


def _harmless(rng: random.Random) -> str:
    def some(letters: str, length: int) -> str:
        return "".join(rng.choice(letters) for _ in range(length))

    word = some(HEX, 32)
    return rng.choice([
        f"{word[:8]}-{word[8:12]}-4{word[13:16]}-a{word[17:20]}-{word[20:]}",
        f"1-{word[:8]}-{word[8:]}",
        f"SegmentId: {some(HEX, 16)}",
        f"Parent={some('0123456789', 16)};",
        str(rng.randrange(1_500_000_000_000, 1_999_999_999_999)),
        str(rng.randrange(1_500_000_000, 1_999_999_999)),
        str(rng.randrange(15 * 10**17, 2 * 10**18)),
        f"{rng.randrange(10**9)}.{rng.randrange(10**6):06}",
        some(HEX, 40), some(HEX, 64), some(HEX, 7),
        f"arn:aws:sqs:eu-west-1:{rng.randrange(10**12):012}:queue-{some(HEX, 5)}",
        f"{rng.randrange(10**12):012}",
        f"{rng.randrange(30)}.{rng.randrange(99)}.{rng.randrange(99)}-rc.{rng.randrange(9)}",
        f"Duration: {rng.randrange(9**6) / 100} ms",
        some("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 52),
        some("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16),
        some("ABCDEFabcdef0123456789+/", 43) + "=",
        f"2026/03/01/[$LATEST]{word}",
        f"2026-03-01T10:{rng.randrange(60):02}:00.{rng.randrange(1000):03}Z",
        f"at handler (/var/task/index.js:{rng.randrange(999)}:{rng.randrange(99)})",
    ])  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**64), st.sampled_from([" ", "\t", ", ", '","', "|"]))
def test_lines_of_ids_numbers_and_times_stay(seed, between):
    rng = random.Random(seed)
    line = between.join(_harmless(rng) for _ in range(rng.randrange(1, 30)))

    assert REDACTOR.text(line) == line


WORDS = st.sampled_from([
    "password", "=", ": ", '"', "'", "\\", '\\"', "[", "]", "token", "cookie", "secret", "Basic ",
    "Bearer ", "@", "example.com", "://", "user:", "+1415", "5550132", "4111111111111111", " ", "\n",
    "%3D", "%22", "\\n", ",", "&", "{", "}", "x", "9", "aB3dE6gH9jK2mN5p", "?code=", "AKIA", "eyJ",
    "[email-bcdfghjk]", "[password-bcdfghjk]", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(max_size=4), max_size=30).map("".join))
def test_redacting_again_changes_nothing(text):
    once = REDACTOR.text(text)

    assert REDACTOR.text(once) == once


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_is_neither_found_again_nor_looks_like_a_number(kind):
    secret = KINDS[kind](Maker(7))
    once = REDACTOR.text(f"a {secret.before}{secret.value}{secret.after} b")
    tokens = TOKEN.findall(once)

    assert REDACTOR.text(once) == once
    assert len(tokens) == 1
    assert not re.search(r"\d", tokens[0][1])


def test_tokens_hang_on_the_key_and_on_nothing_else():
    line = "password=hunter2 mail alice@example.com"
    one, two = Redactor(b"bundle 1").text(line), Redactor(b"bundle 2").text(line)

    assert one == Redactor(b"bundle 1").text(line)
    assert [a == b for a, b in zip(one.split(), two.split(), strict=True)] == [False, True, False]


def test_the_way_of_writing_does_not_change_the_token():
    numbers = ["4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"]

    assert len({REDACTOR.text(number) for number in numbers}) == 1
    assert REDACTOR.text("Alice@Example.com") == REDACTOR.text("alice@example.com")


def test_values_rarely_share_a_token():
    tokens = {REDACTOR.word("email", f"user{n}@example.com") for n in range(20_000)}

    assert len(tokens) == 20_000


def test_citations_have_the_tokens_of_bundles():
    line = "password=hunter2"

    assert redact(line) == REDACTOR.text(line)
    assert hide("header", "x") == REDACTOR.word("header", "x")
    assert hide("header", hide("header", "x")) == hide("header", "x")


def test_the_plain_search_and_the_compiled_one_find_the_same():
    plain, compiled = Redactor(), Redactor()
    lines = [f"{s.before}{s.value}{s.after}" for s in planted(300, 9)] + HARMLESS
    compiled.gate._seen = 1 << 40
    plain_gate = type(plain.gate)(plain.gate.rules)

    for line in lines:
        wanted = {id(rule) for rule in compiled.gate.wanted(line)}
        plain_gate._seen = 0
        found = [
            rule for rule in plain_gate.wanted(line) if rule.spans(line) and [*rule.spans(line)]
        ]
        assert {id(rule) for rule in found} <= wanted


HOSTILE = {
    "mail": "a@" * 50_000, "dots": "a." * 50_000 + "@", "digits": "4" * 100_000, "groups": "4111 " * 20_000,
    "plus": "+1 2 3 4 5 " * 10_000, "names": "password=" * 12_000, "quotes": 'password="' * 10_000,
    "backslashes": 'password="' + "\\" * 100_000, "percent": "%2525" * 20_000, "tokens": "eyJ" * 33_000,
    "addresses": "http://a:" * 11_000, "keys": "-----BEGIN PRIVATE KEY-----" * 4_000,
    "open key": "-----BEGIN PRIVATE KEY-----" + "\\n" * 50_000, "commas": "password=a" + ",a" * 50_000,
    "numbers": "DE89 3704 " * 10_000, "colons": "a:" * 50_000, "slashes": "\\/" * 50_000,
    "spaces": "password" + " " * 100_000 + "=",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(text):
    began = time.process_time()
    WITH_ADDRESSES.text(text)

    assert time.process_time() - began < 5  # seconds; some take a tenth
