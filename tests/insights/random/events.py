"""Log events as they come: lines of Lambda, JSON of odd shapes, texts, equal and missing times."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

TEXTS = (
    *(
        "",
        "a",
        "b",
        "A",
        "a b",
        "é",
        "日本",
        "😀x",
        " pad ",
        "a'b",
        'say "x"',
        "back\\slash",
        "a%b_c",
    ),
    *(
        "7",
        "007",
        "-1.5",
        "1e3",
        ".5",
        "1.0",
        "true",
        "false",
        "null",
        "a9",
        "a10",
        "a09",
        "9a",
        "10a",
    ),
    *(
        "10.0.0.1",
        "192.0.2.7",
        "2001:db8::1",
        "2023-11-14",
        "x,y,,z",
        '[1,"b",null]',
        '{"k":{"v":3}}',
    ),
    *("0x1f", "4869", "SGVsbG8=", "a%20b", "ERROR boom", "line\nnext", "GET /orders/17", "@", "*"),
)
NUMBERS = (0, 1, 2, 3, 7, 10, 100, 404, 500, -1, -5, 0.5, 1.5, 2.25, 12.75, 0.1, 1e6, 1700000000000)
KEYS = ("a", "b", "s", "n", "ip", "list", "o", "b.c", "@x", "A", "status")
TIMES = (
    1_699_999_200_000,
    1_700_000_000_000,
    1_700_000_000_001,
    1_700_000_059_999,
    1_700_003_600_000,
)
_IDS = tuple(f"8f5e000{n}-1111-4222-8333-012345678901" for n in range(3))

_leaf = st.one_of(st.sampled_from(TEXTS), st.sampled_from(NUMBERS), st.booleans(), st.none())
_value = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abckv"), inner, max_size=3)
    ),
    max_leaves=5,
)
_object = st.dictionaries(st.sampled_from(KEYS), _value, max_size=5)


@st.composite
def _report(draw: st.DrawFn) -> str:
    line = f"REPORT RequestId: {draw(st.sampled_from(_IDS))}"
    duration = draw(st.sampled_from((3.5, 12.25, 100, 1394.6)))
    line += f"\tDuration: {duration} ms\tBilled Duration: {int(duration) + 1} ms"
    line += f"\tMemory Size: {draw(st.sampled_from((128, 512)))} MB"
    line += f"\tMax Memory Used: {draw(st.sampled_from((50, 79, 128)))} MB\t"
    if draw(st.booleans()):
        line += "Init Duration: 428.50 ms\t"
    if draw(st.booleans()):
        line += "\nXRAY TraceId: 1-5f-abc\tSegmentId: 7a\tSampled: true\t"
    return line


_line = st.one_of(
    _report(),
    st.sampled_from(_IDS).map(lambda each: f"START RequestId: {each} Version: $LATEST"),
    st.sampled_from(_IDS).map(lambda each: f"END RequestId: {each}\n"),
    st.builds(
        "user={}, method:{}, latency := {}".format,
        st.sampled_from(TEXTS),
        st.sampled_from(("GET", "PUT")),
        st.sampled_from(NUMBERS),
    ),
    st.sampled_from(TEXTS),
    st.just("2 123456789012 eni-1 10.0.0.1 192.0.2.7 443 5000 6 10 840 1 2 ACCEPT OK"),
)


def _dumped(value: Any, spaced: bool) -> str:
    return json.dumps(value, ensure_ascii=spaced, separators=None if spaced else (",", ":"))


_json_text = st.builds(_dumped, _object, st.booleans())
_platform = st.builds(
    lambda ms, request: _dumped(
        {
            "time": "2023-11-14T22:13:20Z",
            "type": "platform.report",
            "record": {"requestId": request, "metrics": {"durationMs": ms, "memorySizeMB": 128}},
        },
        spaced=False,
    ),
    st.sampled_from((3.5, 100)),
    st.sampled_from(_IDS),
)
_message = st.one_of(
    _line,
    _json_text,
    _json_text,
    _platform,
    st.builds("2023-11-14T22:13:20.000Z\t{}\tINFO\t{}".format, st.sampled_from(_IDS), _json_text),
    st.builds("{} {{x}} {}".format, _line, _json_text),
)
_event = st.fixed_dictionaries(
    {
        "timestamp": st.one_of(st.sampled_from(TIMES), st.sampled_from(TIMES), st.none()),
        "message": _message,
    },
    optional={
        "logStream": st.sampled_from(("s/1/[$LATEST]", "s/2/[$LATEST]")),
        "log": st.sampled_from(("123456789012:/aws/lambda/one", "123456789012:/aws/lambda/two")),
    },
)


def events() -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(_event, max_size=9)
