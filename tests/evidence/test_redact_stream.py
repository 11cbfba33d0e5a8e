"""Files of any size: the same as text, wherever a block or a part ends, in bounded memory."""

from __future__ import annotations

import io
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.redaction import Redactor
from lambda_triage.evidence.redaction.stream import BLOCK, LONG, OVERLAP
from lambda_triage.evidence.redaction.tokens import TOKEN
from tests.evidence.planted import KINDS, Maker, planted

REDACTOR = Redactor()
CUT = LONG - OVERLAP
BODY = "\n".join(Maker(3).some("ABCDEFabcdef0123456789+/", 64) for _ in range(25)) + "\nAb1=="
KINDS_OF_KEY = ("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")


def streamed(data: bytes) -> bytes:
    out = io.BytesIO()
    REDACTOR.stream(io.BytesIO(data), out)
    return out.getvalue()


def key(kind: str = "RSA ") -> str:
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{BODY}\n-----END {kind}PRIVATE KEY-----"


class Trickle(io.RawIOBase):
    """Gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size = io.BytesIO(data), size

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(self._size, size) if size > 0 else self._size)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 300))
def test_a_stream_is_redacted_as_a_text_is_wherever_reads_end(seed, size):
    rng = random.Random(seed)
    secrets = planted(12, seed)
    lines = [f"2026-03-01 line {n} {s.before}{s.value}{s.after}" for n, s in enumerate(secrets)]
    lines += [key(), "REPORT RequestId: x\tDuration: 1 ms", ""]
    rng.shuffle(lines)
    text = "\n".join(lines)
    out = io.BytesIO()
    REDACTOR.stream(Trickle(text.encode(), size), out)

    assert out.getvalue().decode() == REDACTOR.text(text)


def test_bytes_that_are_no_text_stay():
    data = bytes(range(256)) * 8 + b"\xff\xfe password=hunter2\xff next\n\xc3"

    assert streamed(data).startswith(bytes(range(256)) * 8 + b"\xff\xfe password=[password-")
    assert streamed(data).endswith(b"next\n\xc3")


@pytest.mark.parametrize("kind", KINDS_OF_KEY)
@pytest.mark.parametrize(
    "prefix", ["", "2026-03-01T10:00:00.000Z ", "1718000000123 2026/03/01/[$LATEST]2aaf "]
)
def test_no_line_of_a_private_key_survives(kind, prefix):
    text = "".join(f"{prefix}{line}\n" for line in ["before", *key(kind).split("\n"), "after"])
    clean = streamed(text.encode()).decode()

    assert not any(line in clean for line in BODY.split("\n"))
    assert clean.count("\n") == text.count("\n")
    assert clean.startswith(f"{prefix}before\n{prefix}-----BEGIN")
    assert clean.endswith(f"\n{prefix}after\n")
    assert REDACTOR.text(text) == clean


@pytest.mark.parametrize("newline", ["\\n", "\\\\n", "\\r\\n", " ", "%0A"])
def test_no_private_key_of_one_line_survives(newline):
    text = f'{{"private_key": "{key().replace(chr(10), newline)}{newline}", "id": 7}}'
    clean = streamed(text.encode()).decode()

    assert not any(line in clean for line in BODY.split("\n")[:-1])
    assert clean.endswith('", "id": 7}')


def test_lines_of_other_streams_inside_of_a_key_stay():
    report = "REPORT RequestId: 9b3c7a10-5d2e-4f61-8a47-000000000001\tDuration: 2 ms\tMemory: 71 MB"
    lines = key().split("\n")
    text = "\n".join([*lines[:5], report, *lines[5:]])
    clean = streamed(text.encode()).decode()

    assert report in clean
    assert not any(line in clean for line in BODY.split("\n"))


@pytest.mark.parametrize(
    "kind", ["github", "jwt", "basic", "cookie", "aws-session", "email", "card"]
)
def test_no_secret_on_the_edge_of_a_part_of_a_long_line_survives(kind):
    maker = Maker(5)
    secret = KINDS[kind](maker)
    told = f" {secret.before}{secret.value}{secret.after} \\n"
    step = max(9, len(told) // 7)
    for at in (
        *range(LONG - len(told) - 9, LONG + 9, step),
        *range(CUT - len(told) - 9, CUT + 9, step),
    ):
        text = '{"m":"' + ("x" * 15 + " ") * (at // 16) + "y" * (at % 16)
        text += told + ("z" * 31 + " ") * 9_000 + '"}\n'
        clean = streamed(text.encode()).decode()
        assert secret.value not in clean
        assert len(TOKEN.findall(clean)) == 1
        assert TOKEN.split(clean)[0] == text[: text.index(secret.value)]


@pytest.mark.long
def test_a_long_line_with_many_secrets_is_redacted_as_a_text_is():
    secrets = [s for s in planted(400, 6) if s.kind != "cookie"] * 20
    text = "|".join(f'"{s.before}{s.value}{s.after}" and {"words " * 30}' for s in secrets)

    assert len(text) > 3 * LONG // 2
    assert streamed(text.encode()).decode() == REDACTOR.text(text)


@pytest.mark.long
def test_memory_is_bounded_whatever_the_length_of_a_line():
    filler = b"many plain words " * 500 + b"password=hunter2 alice@example.com "

    class Line(io.RawIOBase):
        left = 24 << 20

        def read(self, size: int = -1) -> bytes:
            given = min(size, self.left)
            self.left -= given
            return (filler * (given // len(filler) + 1))[:given]

    class Nowhere(io.RawIOBase):
        def write(self, data: bytes) -> int:
            return len(data)

    streamed(b"password=x1 \n" * (BLOCK // 8))  # compiles
    tracemalloc.start()
    REDACTOR.stream(Line(), Nowhere())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 48 << 20
