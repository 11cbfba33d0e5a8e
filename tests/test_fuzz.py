"""Every parser takes any bytes: seeded mutations of real forms, a few here, a million in `long`."""

from __future__ import annotations

import gzip
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lambda_triage.evidence.redact import redact
from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.columns import scan_columns
from lambda_triage.scan.literals import Literal, Matcher
from lambda_triage.sources.failure import UNHANDLED
from lambda_triage.sources.files.inputs import expand
from lambda_triage.sources.files.read import read
from lambda_triage.sources.files.recognise import recognise
from lambda_triage.sources.origin import origin
from lambda_triage.sources.parse import access_denied, platform_event, report_line, runtime_error
from lambda_triage.sources.times import micros
from tests.samples import healthy, missing_module

SEEDS = [
    healthy().encode(),
    missing_module().encode(),
    b'{"time":"2026-03-01T10:00:00Z","type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":1.5}}}',
    b'{"events":[{"logStreamName":"s","timestamp":1700000000000,"message":"START RequestId: x","eventId":"1"}]}',
    b"An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action",
    b'2026-03-01T10:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"x","stack":["Error: x","    at f (/var/task/i.js:1:2)"]}',
    b"2026-03-01T10:00:00.123000+00:00 2026/03/01/[$LATEST]" + b"a" * 32 + b" REPORT RequestId: x",
    b"java.lang.RuntimeException: bad\n\tat example.Handler.handle(Handler.java:12)\nCaused by: java.io.IOException\n",
    b'{"awslogs":{"data":"H4sIAAAAAAAA/6tWKkktLlGyUlAqS8wpTtVRSs7PLShKLS4G8pNSS8rzi7KB3OLEXJCaWgBwz0cPLgAAAA=="}}',
]
SEEDS += [gzip.compress(seed) for seed in SEEDS[:4]]
TOKENS = [
    b"\r",
    b"\n",
    b"\t",
    b"\x00",
    b"\xff",
    b"\xc2\xa0",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\",
    b"RequestId: ",
    b"Duration: ",
    b" ms",
    b"9" * 40,
    b"\x1b[31m",
]
MATCHER = Matcher([Literal(b"Unable to import module"), Literal(b"timed out", True)])


def mutated(rng: random.Random) -> bytes:
    data = bytearray(rng.choice(SEEDS))
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(data))
        match rng.randint(0, 4):
            case 0:
                data[at:at] = rng.choice(TOKENS)
            case 1:
                del data[at : at + rng.randint(1, 40)]
            case 2:
                data[at:at] = rng.choice(SEEDS)[: rng.randint(0, 200)]
            case 3:
                data[at:at] = rng.randbytes(rng.randint(1, 8))
            case _:
                data = data[:at]
    return bytes(data)


def scan_any(data: bytes) -> None:
    block = data if data.endswith(b"\n") else data + b"\n"
    for prefix in Prefix:
        scan_columns(Block(block, 0, prefix), MATCHER)


def read_any(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "input")
        path.write_bytes(data)
        expansion = expand([str(path)])
        for number, source in enumerate(expansion.inputs):
            for _ in read(source, number):
                pass
        expansion.close()


def text(parser: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parser(data.decode(errors="replace"))


PARSERS: dict[str, Callable[[bytes], object]] = {
    "recognise": recognise,
    "containers": read_any,
    "scan": scan_any,
    "report line": text(report_line.parse),
    "init report": text(report_line.parse_init_report),
    "platform event": text(platform_event.parse),
    "access denied": text(access_denied.parse),
    "runtime error": text(runtime_error.parse),
    "unhandled": text(UNHANDLED.search),
    "origin": text(origin),
    "redact": text(redact),
    "time": text(micros),
}


def fuzz(parser: Callable[[bytes], object], inputs: int) -> None:
    rng = random.Random(20260301)
    for _ in range(inputs):
        parser(mutated(rng))


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())
def test_no_input_makes_a_parser_raise(parser):
    fuzz(parser, 1_000)


@pytest.mark.long
@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())
def test_a_million_inputs_do_not_make_a_parser_raise(parser):
    fuzz(parser, 1_000_000)
