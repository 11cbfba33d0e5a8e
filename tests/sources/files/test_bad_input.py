"""What is damaged, hostile or odd is read as far as it goes, and counted."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambda_triage.scan.block import EVENT_LIMIT, Block
from lambda_triage.sources.files import unpack
from lambda_triage.sources.files.form import Form
from lambda_triage.sources.files.input import Input
from lambda_triage.sources.files.item import Document
from lambda_triage.sources.files.json_stream import Elements, Fault, JsonStream, Whole
from lambda_triage.sources.files.read import read
from tests.sources.files import containers as c
from tests.sources.files.known import WHOLE, seen, skips

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lambda_triage.sources.files.item import Json
    from lambda_triage.sources.files.read import Item


def given_file(tmp_path: Path, data: bytes, form: Form | None = None) -> list[Item]:
    path = tmp_path / "given"
    path.write_bytes(data)
    return list(read(Input("given", path, (), len(data)), 0, form))


def noise(lines: int) -> bytes:
    rng = random.Random(7)
    return b"".join(b"line %d %s\n" % (n, rng.randbytes(20).hex().encode()) for n in range(lines))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_half_a_compressed_file_is_read_up_to_the_break(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    data = noise(20_000)
    packed = pack(data)

    items = given_file(tmp_path, packed[: len(packed) // 2])

    text = b"".join(item.data for item in items if isinstance(item, Block))
    assert skips(items) == {"truncated": 1}
    assert len(text) > len(data) // 4
    assert data.startswith(text[:-1])


def test_bytes_after_the_compressed_data_are_reported(tmp_path: Path) -> None:
    items = given_file(tmp_path, gzip.compress(b"line\n") + b"garbage")

    assert skips(items) == {"damaged": 1}


def test_half_a_json_answer_gives_its_whole_events(tmp_path: Path) -> None:
    data = c.filter_log_events()

    items = given_file(tmp_path, data[: len(data) // 2])

    events = seen(items)
    assert skips(items) == {"truncated": 1}
    assert 5 < len(events) < 15
    assert events == WHOLE[: len(events)]


def test_documents_that_follow_one_another_are_all_read(tmp_path: Path) -> None:
    items = given_file(tmp_path, c.filter_log_events() + c.filter_log_events(None))

    assert sorted(seen(items)) == sorted(WHOLE * 2)  # in the order of time


def test_a_file_that_grows_beyond_reason_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "RATIO_GRACE", 1 << 20)

    items = given_file(tmp_path, gzip.compress(b"a" * 20_000_000))

    assert skips(items)["refused"] == 1


def test_binary_and_empty_files_are_left_out(tmp_path: Path) -> None:
    binary = given_file(tmp_path, bytes(range(256)) * 9)
    empty = given_file(tmp_path, b"")

    assert [skips(binary), skips(empty)] == [{"binary": 1}, {"empty": 1}]


def test_a_missing_file_is_a_count_not_a_failure(tmp_path: Path) -> None:
    items = list(read(Input("gone", tmp_path / "gone"), 0))

    assert skips(items) == {"unreadable": 1}


def test_invalid_utf_8_stays_as_it_is_in_lines(tmp_path: Path) -> None:
    items = given_file(tmp_path, b"START \xff\xfe\xe9\nnext\n")

    assert [item.data for item in items if isinstance(item, Block)] == [
        b"START \xff\xfe\xe9\nnext\n"
    ]


def test_invalid_utf_8_and_lone_surrogates_are_replaced_in_json(tmp_path: Path) -> None:
    data = b'{"events":[{"eventId":"1","timestamp":1,"message":"a\xffb"},'
    data += b'{"eventId":"2","timestamp":2,"message":"c\\ud800d"}]}'

    assert seen(given_file(tmp_path, data)) == [(1000, None, "a\ufffdb"), (2000, None, "c?d")]


def test_carriage_returns_inside_an_event_are_newlines(tmp_path: Path) -> None:
    data = json.dumps({"events": [{"eventId": "1", "timestamp": 1, "message": "a\rb\r\nc\n\n"}]})

    assert seen(given_file(tmp_path, data.encode())) == [(1000, None, "a\nb\nc")]


def test_an_event_over_the_limit_is_cut_and_counted(tmp_path: Path) -> None:
    big = [{"eventId": "1", "timestamp": 1, "message": "x" * (EVENT_LIMIT + 5)}]
    in_json = given_file(tmp_path, json.dumps({"events": big}).encode())
    in_lines = given_file(tmp_path, b"a\n" + b"x" * (EVENT_LIMIT + 5) + b"\nb\n")
    in_table = given_file(tmp_path, b"2024-03-01T09:00:00Z\t" + b"x" * (EVENT_LIMIT + 5))

    assert [skips(items)["cut_event"] for items in (in_json, in_lines, in_table)] == [1, 1, 1]
    assert [len(m) for _, _, m in seen(in_json)] == [EVENT_LIMIT]
    assert [len(m) for _, _, m in seen(in_lines)] == [1, EVENT_LIMIT, 1]


def test_lines_keep_their_numbers_behind_a_cut_one(tmp_path: Path) -> None:
    data = b"a\nb\n" + b"x" * (EVENT_LIMIT + 5) + b"\nc\n"

    blocks = [item for item in given_file(tmp_path, data) if isinstance(item, Block)]

    assert [(b.line, b.offset) for b in blocks] == [(0, 0), (3, data.index(b"c"))]


def test_an_error_payload_is_a_document_and_a_line_of_a_log(tmp_path: Path) -> None:
    data = b'{"errorType":"Runtime.ExitError","errorMessage":"x"}\n'

    items = given_file(tmp_path, data)

    body: dict[str, Json] = {"errorType": "Runtime.ExitError", "errorMessage": "x"}
    assert items == [Document("lambda.Invoke", body, 0), Block(data, 0)]


def test_json_of_no_known_shape_is_a_document_and_lines_of_a_log(tmp_path: Path) -> None:
    data = b'{\n "Message": "Forbidden"\n}\n'

    items = given_file(tmp_path, data)

    assert items == [Document("unknown", {"Message": "Forbidden"}, 0), Block(data, 0)]


def test_every_answer_of_a_list_is_a_document_with_its_path(tmp_path: Path) -> None:
    one: dict[str, Json] = {"FunctionName": "f", "Runtime": "nodejs20.x", "MemorySize": 128}

    items = given_file(tmp_path, json.dumps([one, one]).encode())

    kind = "lambda.GetFunctionConfiguration"
    assert items == [Document(kind, one, 0, "[0]"), Document(kind, one, 0, "[1]")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"Configuration": {"FunctionName": "f", "Handler": "a.b"}}, "lambda.GetFunction"),
        ({"Functions": []}, "lambda.ListFunctions"),
        ({"AccountLimit": {}, "AccountUsage": {}}, "lambda.GetAccountSettings"),
        ({"ReservedConcurrentExecutions": 1}, "lambda.GetFunctionConcurrency"),
        ({"MetricDataResults": [], "Messages": []}, "cloudwatch.GetMetricData"),
        ({"Traces": [], "UnprocessedTraceIds": []}, "xray.BatchGetTraces"),
        ({"StatusCode": 200, "FunctionError": "Unhandled"}, "lambda.Invoke"),
    ],
)
def test_api_answers_are_told_by_their_keys(
    body: dict[str, object], kind: str, tmp_path: Path
) -> None:
    items = given_file(tmp_path, json.dumps(body, indent=4).encode())

    assert [item.kind for item in items if isinstance(item, Document)] == [kind]


def test_a_log_tail_is_plain_lines(tmp_path: Path) -> None:
    import base64

    tail = b"half a line\nEND RequestId: x\n"
    answer: dict[str, Json] = {"StatusCode": 200, "LogResult": base64.b64encode(tail).decode()}
    bare = given_file(tmp_path, base64.b64encode(tail + tail))
    wrapped = given_file(tmp_path, json.dumps(answer).encode())

    assert bare == [Block(tail + tail, 0)]
    assert wrapped == [Block(tail, 0), Document("lambda.Invoke", answer, 0)]


def test_serverless_logs_get_their_platform_lines_back(tmp_path: Path) -> None:
    uuid = "7b0a1c2e-0000-4000-8000-000000000001"
    data = (
        f"START - {uuid} Version: $LATEST\n"
        f"2024-03-01 09:00:00.123 - {uuid} - INFO - hello\nmore\n"
        f"2024-03-01 09:00:00.124 (+09:00)\t{uuid}\tWARN\tbye\n"
    )

    assert seen(given_file(tmp_path, data.encode())) == [
        (None, None, f"START RequestId: {uuid} Version: $LATEST"),
        (1_709_283_600_123_000, None, f"2024-03-01T09:00:00.123Z\t{uuid}\tINFO\thello\nmore"),
        (
            1_709_283_600_124_000 - 9 * 3_600_000_000,
            None,
            f"2024-03-01T09:00:00.124+09:00\t{uuid}\tWARN\tbye",
        ),
    ]


def test_deep_nesting_does_not_overflow(tmp_path: Path) -> None:
    items = given_file(tmp_path, b"[" * 50_000 + b"]" * 50_000)

    assert all(isinstance(item, Block) for item in items)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.data(), st.sampled_from(sorted(set(Form) - {Form.marker})))
def test_damage_never_raises(tmp_path: Path, data: st.DataObject, form: Form) -> None:
    good = data.draw(
        st.sampled_from(
            [
                c.filter_log_events(None),
                c.insights_csv(),
                c.sam_logs(),
                c.concatenated(),
                c.insights_answer(),
                c.telemetry(),
            ]
        )
    )
    at = data.draw(st.integers(0, len(good)))
    junk = data.draw(st.binary(max_size=8))

    items = given_file(tmp_path, good[:at] + junk + good[at + len(junk) :], form)

    assert all(item.input == 0 for item in items)


class Chunks:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, n: int) -> bytes:
        out, self.data = self.data[:n], self.data[n:]
        return out


TEXT = st.text(alphabet='a"\\{}[],: \n\u00e9', max_size=6)
SCALAR = st.none() | st.integers(-9, 9) | TEXT
OBJECT = st.dictionaries(TEXT, SCALAR, max_size=2)
LIST = st.lists(TEXT, max_size=2)
JSON: st.SearchStrategy[object] = SCALAR | st.lists(SCALAR | LIST | OBJECT, max_size=3)
KEYS = st.sampled_from(["events", "a", "b"])


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(KEYS, JSON, max_size=3), max_size=3),
    st.integers(1, 40),
    st.sampled_from([None, 1]),
    st.sampled_from(["", "\n", " , "]),
)
def test_streaming_finds_every_value_whatever_the_window(
    documents: list[dict[str, object]], window: int, indent: int | None, between: str
) -> None:
    text = between.join(json.dumps(d, indent=indent) for d in documents).encode()
    stream = JsonStream(Chunks(text).read, streamed=frozenset({"events"}), window=window)

    wholes, elements, faults = [], [], []
    for piece in stream.pieces():
        match piece:
            case Whole(raw):
                wholes.append(json.loads(raw))
            case Elements(_, raw):
                elements += json.loads(raw)
            case Fault():
                faults.append(piece)

    assert faults == []
    assert wholes == [d for d in documents if not isinstance(d.get("events"), list)]
    assert elements == [e for d in documents if isinstance(v := d.get("events"), list) for e in v]


def test_an_oversized_value_is_passed_over() -> None:
    text = json.dumps({"events": [{"m": "a"}, {"m": 'x"\\' * 500}, {"m": "b"}]}).encode()
    stream = JsonStream(Chunks(text).read, streamed=frozenset({"events"}), window=64, limit=256)

    pieces = list(stream.pieces())

    assert [json.loads(p.raw) for p in pieces if isinstance(p, Elements)] == [
        [{"m": "a"}],
        [{"m": "b"}],
    ]
    assert [p.kind for p in pieces if isinstance(p, Fault)] == ["oversized"]
