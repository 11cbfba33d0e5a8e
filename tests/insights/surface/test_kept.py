"""What is kept beside the input is right or not used."""

from __future__ import annotations

import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lambda_triage.pipeline.query import Asked, ask, forget
from lambda_triage.sources import query_cache

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = "2024-01-01T00:00:00.{:03d}Z START RequestId: 8f5f3f1a-0b1c-4d2e-9f3a-{:012d} Version: $LATEST\n"
LINES = 3_000
COUNT = Asked("stats count(*) as n, max(@requestId) as last by @type")


@pytest.fixture(scope="module")
def text() -> str:
    return "".join(LINE.format(n % 1000, n) for n in range(LINES))


@pytest.fixture
def log(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(query_cache, "FINE_NS", 0)  # files of the test are new
    monkeypatch.setattr(query_cache, "LEAST_BYTES", 1_000)  # and small
    folder = tmp_path / "logs"
    folder.mkdir()
    path = folder / "orders.log"
    path.write_text(text)
    yield path
    folder.chmod(0o755)


def asked(path: Path, *, keep: bool = True) -> tuple[bool, list[tuple[str | None, ...]]]:
    """Whether kept columns were used, and the rows."""
    with ask(COUNT, [str(path)], keep=keep) as answer:
        return answer.kept, list(answer.rows())


def kept(path: Path) -> list[Path]:
    return sorted((path.parent / query_cache.FOLDER).glob("*/*.parquet"))


def last(n: int) -> str:
    return f"8f5f3f1a-0b1c-4d2e-9f3a-{n:012d}"


def test_the_second_query_reads_columns_and_answers_the_same(log: Path) -> None:
    first, second = asked(log), asked(log)

    assert first == (False, [("START", str(LINES), last(LINES - 1))])
    assert second == (True, first[1])


def test_small_logs_are_not_kept(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_cache, "LEAST_BYTES", log.stat().st_size + 1)

    assert not asked(log)[0]
    assert not asked(log)[0]
    assert not kept(log)


def test_places_are_lines_of_the_file_however_many_threads_read_it(log: Path) -> None:
    whole = "".join(LINE.format(n % 1000, n) for n in range(90_000))
    log.write_text(whole + "Traceback\n" + whole + whole)  # as large as makes threads share it
    sought = Asked("filter @message like /000000089999/ | fields @ptr | sort @ptr")

    for threads in (1, 3):
        with ask(sought, [str(log)], threads=threads, keep=False) as answer:
            found = list(answer.rows())
        assert found == [(f"{log}:{line}",) for line in (90_000, 180_001, 270_001)]


def test_two_queries_at_once_write_and_read_the_same_columns(log: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(asked, [log] * 4))

    assert {tuple(rows) for _, rows in answers} == {(("START", str(LINES), last(LINES - 1)),)}
    assert asked(log)[0]
    assert len(list((log.parent / query_cache.FOLDER).glob("*-*"))) == 1


def test_a_changed_byte_shows_though_size_and_time_are_the_same(log: Path) -> None:
    asked(log)
    told = log.stat()
    with log.open("r+b") as file:
        file.seek(-len(" Version: $LATEST\n") - 1, os.SEEK_END)
        file.write(b"8")
    os.utime(log, ns=(told.st_atime_ns, told.st_mtime_ns))

    assert asked(log) == (False, [("START", str(LINES), last(LINES - 2))])


def test_nothing_is_kept_where_it_is_turned_off(log: Path) -> None:
    asked(log, keep=False)

    assert not (log.parent / query_cache.FOLDER).exists()


def test_small_inputs_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "small.log"
    path.write_text(LINE.format(1, 1))
    asked(path)

    assert [each.name for each in tmp_path.iterdir()] == ["small.log"]


@pytest.mark.parametrize("damage", ["cut", "garbled", "manifest", "missing"])
def test_broken_columns_are_written_again(log: Path, damage: str) -> None:
    asked(log)
    part = kept(log)[0]
    match damage:
        case "cut":
            part.write_bytes(part.read_bytes()[:-100])
        case "garbled":
            data = bytearray(part.read_bytes())
            data[4:-4] = bytes(len(data) - 8)
            part.write_bytes(data)
        case "manifest":
            (part.parent / "manifest.json").write_text("{")
        case _:
            part.unlink()

    assert asked(log)[1] == [("START", str(LINES), last(LINES - 1))]
    assert asked(log) == (True, [("START", str(LINES), last(LINES - 1))])


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_to_is_left_and_the_users_own_is_used(log: Path) -> None:
    log.parent.chmod(0o555)
    asked(log)

    assert asked(log)[0]
    assert not (log.parent / query_cache.FOLDER).exists()


def test_columns_that_somebody_else_brought_are_not_read(log: Path, tmp_path: Path) -> None:
    asked(log)
    other = tmp_path / "unpacked"
    shutil.copytree(log.parent, other)

    assert not asked(other / log.name)[0]


def test_a_file_that_was_written_to_just_now_is_not_kept(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_cache, "FINE_NS", 3_600_000_000_000)
    asked(log)

    assert kept(log) == []


def test_only_the_owner_may_look_into_the_folder(log: Path) -> None:
    asked(log)

    assert stat.S_IMODE((log.parent / query_cache.FOLDER).stat().st_mode) == 0o700


def test_the_folder_is_no_evidence(log: Path) -> None:
    asked(log)

    with ask(COUNT, [str(log.parent)]) as answer:
        assert list(answer.rows()) == [("START", str(LINES), last(LINES - 1))]


def test_a_damaged_column_is_never_believed(log: Path) -> None:
    before = asked(log)[1]
    part = kept(log)[0]
    whole = part.read_bytes()
    for place in range(100, len(whole) - 100, len(whole) // 12):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        part.write_bytes(damaged)

        assert asked(log) == (False, before)
        part = kept(log)[0]
        whole = part.read_bytes()


def test_a_changed_manifest_is_not_believed(log: Path) -> None:
    before = asked(log)[1]
    manifest = kept(log)[0].parent / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"job":0', b'"job":9'))

    assert asked(log) == (False, before)


@pytest.mark.parametrize("name", ["type=X", "message=X", "log=X", "n=7", "l[1]", "it's"])
def test_the_names_of_folders_above_are_no_columns(log: Path, name: str) -> None:
    folder = log.parent / name
    folder.mkdir()
    moved = Path(shutil.copy(log, folder))
    first, second = asked(moved), asked(moved)

    assert first == (False, [("START", str(LINES), last(LINES - 1))])
    assert second == (True, first[1])


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_folder_that_is_a_link_is_left_alone(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "new-website").mkdir(parents=True)
    os.utime(other / "new-website", (1, 1))
    (log.parent / query_cache.FOLDER).symlink_to(other)
    asked(log)

    assert asked(log)[0]
    assert [each.name for each in other.iterdir()] == ["new-website"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_nothing_is_written_through_a_link_in_the_folder(log: Path, tmp_path: Path) -> None:
    home = log.parent / query_cache.FOLDER
    home.mkdir(mode=0o700)
    (home / ".gitignore").symlink_to(tmp_path / "victim")
    asked(log)

    assert not (tmp_path / "victim").exists()


def test_columns_can_be_removed(log: Path) -> None:
    asked(log)

    assert forget([str(log)]) > 0
    assert not (log.parent / query_cache.FOLDER).exists()
