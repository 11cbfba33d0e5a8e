"""The benchmark's changed copies: other words everywhere alike, and the same incident."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.bench.perturb import perturb, rearranged, renamer, shape
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

RID = "8d2c41f0-7a55-4b3e-9c10-0123456789ab"
STREAM = "2026/03/01/[$LATEST]" + "ab12" * 8
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders-prod"
SETTINGS = settings(max_examples=60, deadline=None)
SEEDS = st.integers(0, 10_000).map(str)
NUMBERS = re.compile(
    r"Duration: ([\d.]+) ms|Billed Duration: (\d+) ms|Size: (\d+) MB|Used: (\d+) MB"
)


def report(rid: str, duration: float, used: int) -> str:
    return (
        f"REPORT RequestId: {rid}\tDuration: {duration:.2f} ms\tBilled Duration: {int(duration) + 1}"
        f" ms\tMemory Size: 128 MB\tMax Memory Used: {used} MB\t"
    )


def evidence(folder: Path) -> None:
    """A log, an answer that holds the same names, and a configuration."""
    lines = [
        f"START RequestId: {RID} Version: $LATEST",
        f"[ERROR] ValueError: bad\tRequestId: {RID}",
        '  File "/var/task/shop_api.py", line 17, in handler',
        f"END RequestId: {RID}",
        report(RID, 1234.56, 90),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    stamped = "".join(f"2026-03-01T10:00:0{n}.000Z {t}\n" for n, t in enumerate(lines))
    (folder / "app.log").write_text(stamped, encoding="utf-8")
    events = [
        {"logStreamName": STREAM, "timestamp": 1_772_359_200_000 + n, "message": m, "eventId": "1"}
        for n, m in enumerate(lines)
    ]
    (folder / "events.json").write_text(json.dumps({"events": events}), encoding="utf-8")
    known = {"FunctionName": "orders-prod", "FunctionArn": ARN, "Handler": "shop_api.handler",
             "Runtime": "python3.13", "Timeout": 30}  # fmt: skip
    (folder / "function.json").write_text(json.dumps(known, indent=4), encoding="utf-8")
    (folder / "code.zip").write_bytes(b"PK\x03\x04\xff")


def copies(folder: Path, seed: str, dropped: float = 0.0) -> tuple[dict[str, str], list[str]]:
    source, target = folder / "from", folder / f"to-{seed}"
    evidence(source)
    order = perturb(source, target, seed, dropped=dropped)
    texts = {p.name: p.read_text("utf-8") for p in target.iterdir() if p.suffix != ".zip"}
    return texts, [p.removeprefix(str(target)) for p in order]


def test_one_seed_gives_one_copy_and_another_seed_another(tmp_path: Path) -> None:
    one, again, other = (copies(tmp_path / n, seed) for n, seed in ("a7", "b7", "c8"))

    assert one == again
    assert one[0] != other[0]


def test_every_file_is_copied_and_what_is_no_text_as_it_is(tmp_path: Path) -> None:
    _, order = copies(tmp_path, "7")

    assert sorted(order) == ["/app.log", "/code.zip", "/events.json", "/function.json"]
    assert (tmp_path / "to-7" / "code.zip").read_bytes() == b"PK\x03\x04\xff"


@pytest.mark.parametrize("seed", list("01234567"))
def test_ids_names_and_days_change_alike_in_every_file(seed: str, tmp_path: Path) -> None:
    texts, _ = copies(tmp_path, seed)
    known = json.loads(texts["function.json"])
    events = json.loads(texts["events.json"])["events"]
    whole = "\n".join(texts.values())

    ids = {UUID(found) for found in re.findall(r"RequestId: ([0-9a-f-]{36})", whole)}
    assert (len(ids), ids & {UUID(RID)}) == (1, set())
    assert known["FunctionArn"].rpartition(":")[2] == known["FunctionName"] != "orders-prod"
    module = known["Handler"].removesuffix(".handler")
    assert f"/var/task/{module}.py" in texts["app.log"]
    for gone in (RID, "123456789012", "orders-prod", "shop_api", "2026-03-01T", STREAM, "line 17,"):
        assert gone not in whole
    days = {e["logStreamName"][:10].replace("/", "-") for e in events}
    assert {line[:10] for line in texts["app.log"].splitlines() if line[:2] == "20"} == days


@pytest.mark.parametrize("seed", list("01234567"))
def test_a_copy_is_read_as_the_same_history(seed: str, tmp_path: Path) -> None:
    sql = "SELECT status, duration_us, billed_ms, max_memory_mb FROM invocations"
    copies(tmp_path, seed)

    rows = []
    for folder in ("from", f"to-{seed}"):
        case, reading = collect([str(tmp_path / folder / "events.json")], [])
        assert reading.unreadable == []
        with case:
            rows.append(case.execute(sql))

    assert rows[0] == rows[1] == [("error", 1_234_560, 1235, 90)]


@SETTINGS
@given(SEEDS, st.floats(1, 900_000), st.integers(1, 128), st.uuids(version=4))
def test_the_numbers_of_a_report_stay(seed: str, duration: float, used: int, rid: UUID) -> None:
    text = report(str(rid), duration, used)

    renamed = renamer(text, random.Random(seed))(text)

    assert NUMBERS.findall(renamed) == NUMBERS.findall(text)
    assert shape(renamed) == shape(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.integers(-999, 999).map(lambda n: n / 8)
    | st.text(max_size=30) | st.sampled_from([RID, ARN, STREAM, f"a\t{RID}\n123456789012"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


def form(value: object) -> object:
    """A value with its texts and numbers taken out."""
    if isinstance(value, dict):
        return [form(v) for v in value.values()]
    return [form(v) for v in value] if isinstance(value, list) else type(value)


@SETTINGS
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4), SEEDS, st.booleans())
def test_json_stays_json_of_the_same_form(value: dict[str, object], seed: str, ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=2)
    chance = random.Random(seed)

    copy = json.loads(rearranged(renamer(text, chance)(text), chance, 0.3))

    assert form(copy) == form(value)


@SETTINGS
@given(st.lists(st.sampled_from(["a", "b 1", "b 2", "c x", "d"]), min_size=1, max_size=40), SEEDS)
def test_the_last_of_a_shape_is_never_left_out(messages: list[str], seed: str) -> None:
    events = [{"timestamp": n, "message": m} for n, m in enumerate(messages)]
    chance = random.Random(seed)

    kept = json.loads(rearranged(json.dumps({"events": events}), chance, 0.9))["events"]
    lines = rearranged("\n".join(messages), chance, 0.9).splitlines()

    assert {shape(e["message"]) for e in kept} == {shape(m) for m in messages}
    assert {shape(line) for line in lines} == {shape(m) for m in messages}
    assert all(e in events for e in kept)


def test_lines_keep_their_order_and_what_continues_them(tmp_path: Path) -> None:
    texts, _ = copies(tmp_path, "3")

    kinds = re.findall(r"^\S+ (START|\[ERROR\]|END|REPORT)|^  File", texts["app.log"], re.MULTILINE)

    assert kinds == ["START", "[ERROR]", "END", "REPORT"]
    assert len(texts["app.log"].splitlines()) == 5
