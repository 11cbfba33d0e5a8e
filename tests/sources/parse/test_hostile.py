"""What every parser promises of any text: an answer, no exception, in linear time."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lambda_triage.sources.parse import (
    access_denied,
    platform_event,
    report_line,
    runtime_error,
)

PARSERS: list[Callable[[str], object]] = [
    access_denied.parse,
    runtime_error.parse,
    report_line.parse,
    report_line.parse_init_report,
    report_line.parse_restore_report,
    platform_event.parse,
    platform_event.parse_fault,
]

ID = "8f507cfc-7bf5-4d1a-8a8e-111111111111"
REAL = [
    f"REPORT RequestId: {ID}\tDuration: 2.90 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\t\n",
    "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n",
    "RESTORE_REPORT Restore Duration: 1.00 ms Status: error Error Type: Runtime.ExitError",
    f"RequestId: {ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
    '{"time":"2024-01-02T03:04:05Z","type":"platform.report","record":{"metrics":{"durationMs":1}}}',
    '[ERROR] E: x\rTraceback (most recent call last):\r\xa0\xa0File "/var/task/a.py", line 3\r',
    f'2024-01-02T03:04:05.678Z\t{ID}\tERROR\tInvoke Error \t{{"errorType":"E","stack":["E: x"]}}',
    "x: java.lang.Error\njava.lang.Error: x\n\tat a.B.c(B.java:1)\n",
    '2024/03/27 03:40:05 {"errorMessage":"x","errorType":"e","stackTrace":[{"path":"a.go"}]}',
    "panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:10 +0x1d\n",
    (
        "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::"
        "123456789012:assumed-role/r/f is not authorized to perform: s3:GetObject on resource: "
        '"arn:aws:s3:::b/k" with an explicit deny in a service control policy: arn:aws:x'
    ),
]
UNITS = [
    "a",
    "1",
    " ",
    "\n",
    "{",
    '{"a":',
    "[",
    '"',
    "\\",
    "a.",
    "A a ",
    "Aa ",
    "a::",
    " at ",
    "\tat a.b.",
    "  at a(",
    "at a/",
    'File "a',
    'File "a", line 1, in b\n',
    "Error: ",
    "aError",
    "a: ",
    "REPORT ",
    "REPORT RequestId: ",
    "Duration: 1",
    "Init Duration: 1 ms ",
    "RequestId: ",
    "User: ",
    "User: a is not authorized to perform: a:b ",
    "is not authorized to perform: a:b on resource: ",
    "not authorized to perform: a:b on resource: a because no ",
    "because no a ",
    "with an explicit deny in a ",
    "An error occurred (AccessDenied) when calling the ",
    "operation error a: b, ",
    '"errorType":"',
    "errorType",
    "Traceback (most recent call last):\n",
    "main.main(\n\t/",
    "/a.rb:1:in `",
    "\xa0",
    "\r",
    "\ud800",
    "0" * 40,
]
MEGABYTE = 1 << 20


@pytest.mark.parametrize("parser", PARSERS)
@given(text=st.text())
@example("\ud800")
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered(parser: Callable[[str], object], text: str) -> None:
    parser(text)


@pytest.mark.parametrize("parser", PARSERS)
@given(
    text=st.sampled_from(REAL),
    cut=st.tuples(st.integers(0, 200), st.integers(0, 30)),
    put=st.one_of(st.text(max_size=8), st.sampled_from(UNITS)),
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_line_is_answered(
    parser: Callable[[str], object], text: str, cut: tuple[int, int], put: str
) -> None:
    start, length = cut
    parser(text[:start] + put + text[start + length :])


@pytest.mark.parametrize("parser", PARSERS)
@given(parts=st.lists(st.one_of(st.sampled_from(REAL + UNITS), st.text(max_size=4)), max_size=8))
@settings(max_examples=100, deadline=None)
def test_lines_run_together_are_answered(parser: Callable[[str], object], parts: list[str]) -> None:
    parser("".join(parts))


@pytest.mark.parametrize("unit", UNITS + REAL)
def test_a_megabyte_of_one_thing_takes_no_longer_than_it_must(unit: str) -> None:
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    started = time.process_time()
    for parser in PARSERS:
        parser(text)

    assert time.process_time() - started < 4  # seconds; a quadratic pattern takes minutes


@pytest.mark.parametrize("unit", UNITS)
def test_a_real_beginning_before_much_of_one_thing_takes_no_longer(unit: str) -> None:
    tail = (unit * (MEGABYTE // len(unit) + 1))[: MEGABYTE // 4]
    started = time.process_time()
    for head in REAL:
        for parser in PARSERS:
            parser(head.rstrip("\n}") + tail)

    assert time.process_time() - started < 8  # seconds, for seventy-seven parses
