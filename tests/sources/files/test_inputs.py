"""Paths, folders, globs, archives and stdin become inputs; what is refused is named."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambda_triage.errors import InputError
from lambda_triage.scan.block import Block
from lambda_triage.sources.files import archive
from lambda_triage.sources.files.inputs import Expansion, expand
from lambda_triage.sources.files.read import read

if TYPE_CHECKING:
    from collections.abc import Callable


def names(expansion: Expansion, folder: Path) -> list[str]:
    return [source.name.removeprefix(f"{folder}/") for source in expansion.inputs]


def text(expansion: Expansion) -> dict[str, bytes]:
    return {
        source.name.rpartition("/")[2]: b"".join(
            item.data for item in read(source, 0) if isinstance(item, Block)
        )
        for source in expansion.inputs
    }


def make_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def make_tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def test_a_folder_gives_its_files_sorted_and_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.log", "a/2.log", "a/1.log", ".git/config", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    assert names(expand([str(tmp_path)]), tmp_path) == ["a/1.log", "a/2.log", "b.log"]


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("a")

    assert names(expand([f"{tmp_path}/a.log", str(tmp_path)]), tmp_path) == ["a.log"]


def test_a_literal_path_goes_before_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "[1]").write_text("literal")
    (tmp_path / "1").write_text("pattern")

    assert names(expand([f"{tmp_path}/[1]"]), tmp_path) == ["[1]"]
    assert names(expand([f"{tmp_path}/*"]), tmp_path) == ["1", "[1]"]


@pytest.mark.parametrize("path", ["gone.log", "gone-*.log"])
def test_a_path_that_is_not_there_is_an_error_with_the_next_step(path: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.*; check the p"):
        expand([f"{tmp_path}/{path}"])


def test_stdin_is_an_input_of_its_own(tmp_path: Path) -> None:
    expansion = expand(["-"], stdin=io.BytesIO(gzip.compress(b"line\n")))

    found = [
        (source.name, b"".join(i.data for i in read(source, 0) if isinstance(i, Block)))
        for source in expansion.inputs
    ]
    expansion.close()

    assert found == [("-", b"line\n")]
    assert not expansion.inputs[0].path.exists()


PACKED = {
    "zip": make_zip,
    "stored zip": lambda members: make_zip(members, zipfile.ZIP_STORED),
    "tar": make_tar,
    "tar.gz": lambda members: gzip.compress(make_tar(members)),
    "tar.zst": lambda members: zstandard.compress(make_tar(members)),
    "zip in tar": lambda members: make_tar({"inner": make_zip(members)}),
    "tar.gz in zip": lambda members: make_zip({"inner": gzip.compress(make_tar(members))}),
}


@pytest.mark.parametrize("kind", PACKED)
def test_archives_are_known_by_their_bytes(kind: str, tmp_path: Path) -> None:
    members = {
        "x/b.log": b"b\n",
        "x/a.gz": gzip.compress(b"a\n"),
        "x/.hidden": b"h",
        "__MACOSX/c": b"",
    }
    (tmp_path / "bundle").write_bytes(PACKED[kind](members))

    expansion = expand([f"{tmp_path}/bundle"])

    inner = "inner!" if " in " in kind else ""
    assert names(expansion, tmp_path) == [f"bundle!{inner}x/a.gz", f"bundle!{inner}x/b.log"]
    assert text(expansion) == {"a.gz": b"a\n", "b.log": b"b\n"}
    assert expansion.unreadable == ()
    expansion.close()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "C:\\evil", "..\\evil"])
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_members_that_leave_their_folder_are_refused(
    name: str, make: Callable[[dict[str, bytes]], bytes], tmp_path: Path
) -> None:
    (tmp_path / "bundle").write_bytes(make({name: b"x", "good": b"good\n"}))

    expansion = expand([f"{tmp_path}/bundle"])

    assert names(expansion, tmp_path) == ["bundle!good"]
    assert [line.rpartition(": ")[2] for line in expansion.unreadable] == [
        "leaves its folder; refused"
    ]


def test_links_in_archives_and_out_of_folders_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bundle", "w") as file:
        link = tarfile.TarInfo("passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(link)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "out").symlink_to(tmp_path / "bundle")
    (tmp_path / "folder" / "gone").symlink_to(tmp_path / "nowhere")

    expansion = expand([f"{tmp_path}/bundle", f"{tmp_path}/folder"])

    assert (expansion.inputs, len(expansion.unreadable)) == ((), 3)


def test_archives_nested_too_deep_are_refused(tmp_path: Path) -> None:
    data = b"line\n"
    for _ in range(4):
        data = make_zip({"inner": data})
    (tmp_path / "bundle").write_bytes(data)

    expansion = expand([f"{tmp_path}/bundle"])

    assert expansion.inputs == ()
    assert [line.rpartition(": ")[2] for line in expansion.unreadable] == [
        "archives are nested more than 3 deep"
    ]
    expansion.close()


def test_more_members_than_the_bound_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MEMBER_LIMIT", 3)
    (tmp_path / "bundle").write_bytes(make_tar({f"{n}": b"x\n" for n in range(9)}))

    expansion = expand([f"{tmp_path}/bundle"])

    assert (len(expansion.inputs), len(expansion.unreadable)) == (3, 1)


def test_scratch_space_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SPOOL_LIMIT", 1000)
    (tmp_path / "bundle").write_bytes(gzip.compress(make_tar({"a": b"x" * 99_999})))

    expansion = expand([f"{tmp_path}/bundle"])

    assert (expansion.inputs, len(expansion.unreadable)) == ((), 1)
    expansion.close()


@pytest.mark.parametrize("cut", [30, 60, 200])
def test_a_damaged_archive_is_a_line_not_a_failure(cut: int, tmp_path: Path) -> None:
    data = make_zip({f"{n}.log": b"line\n" * n for n in range(9)})
    (tmp_path / "bundle").write_bytes(data[:cut])

    expansion = expand([f"{tmp_path}/bundle"])

    assert (expansion.inputs, len(expansion.unreadable)) == ((), 1)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.sampled_from(sorted(PACKED)), data=st.data())
def test_no_damage_to_an_archive_raises(kind: str, data: st.DataObject, tmp_path: Path) -> None:
    packed = bytearray(PACKED[kind]({"a.log": b"line\n" * 9, "b.log": b"x\n"}))
    for _ in range(3):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "bundle").write_bytes(packed)

    expansion = expand([f"{tmp_path}/bundle"])
    items = [item for source in expansion.inputs for item in read(source, 0)]
    expansion.close()

    assert all(item.input == 0 for item in items)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_permission_is_a_line_not_a_failure(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)

    expansion = expand([str(tmp_path)])

    assert len(expansion.unreadable) == 1


def test_a_pipe_is_read_like_stdin(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, b"line\n")
    os.close(write_end)
    path = f"/dev/fd/{read_end}"
    if not Path(path).exists():
        pytest.skip("no /dev/fd here")

    expansion = expand([path])

    assert text(expansion) == {str(read_end): b"line\n"}
    expansion.close()
