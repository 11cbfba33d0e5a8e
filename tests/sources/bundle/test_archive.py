"""A packed bundle: the same bytes for the same content, and nothing that is not evidence."""

from __future__ import annotations

import os
import shutil
import tarfile

import pytest

from lambda_triage.errors import InputError, UsageError
from lambda_triage.sources.bundle.archive import pack
from tests.sources.bundle.wants import outcomes, write


@pytest.fixture
def bundle(tmp_path):
    folder = write(tmp_path / "bundle", *outcomes())
    (folder / "calls.jsonl").write_text('{"kind":"lambda-triage call"}\n')
    return folder


@pytest.mark.parametrize("ending", [".tar.gz", ".tgz", ".tar.zst"])
def test_the_same_content_is_the_same_bytes(bundle, tmp_path, ending):
    copy = tmp_path / "copy"
    shutil.copytree(bundle, copy)
    (copy / "calls.jsonl").write_text("other timings\n")
    for n, path in enumerate(sorted(copy.rglob("*"))):
        path.chmod(0o755)
        os.utime(path, (n, n))

    pack(bundle, tmp_path / f"one{ending}")
    pack(copy, tmp_path / f"two{ending}")

    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


def test_calls_and_hidden_files_stay_behind_unless_asked(bundle, tmp_path):
    pack(bundle, tmp_path / "bundle.tgz")
    pack(bundle, tmp_path / "calls.tgz", calls=True)

    with tarfile.open(tmp_path / "bundle.tgz") as one, tarfile.open(tmp_path / "calls.tgz") as two:
        names, all_names = one.getnames(), two.getnames()
    assert all_names == sorted([*names, "calls.jsonl"])
    assert "manifest.json" in names
    assert not [name for name in names if "/." in name or name.startswith(".")]


def test_a_link_out_of_the_bundle_is_not_followed(bundle, tmp_path):
    (tmp_path / "secret").write_text("mine")
    (bundle / "documents" / "link.json").symlink_to(tmp_path / "secret")

    pack(bundle, tmp_path / "bundle.tgz")

    with tarfile.open(tmp_path / "bundle.tgz") as archive:
        assert "documents/link.json" not in archive.getnames()


def test_only_a_bundle_is_packed(tmp_path):
    with pytest.raises(InputError):
        pack(tmp_path, tmp_path / "b.tgz")

    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_tells_no_compression_is_refused(bundle, tmp_path):
    with pytest.raises(UsageError, match=r"\.tar\.gz"):
        pack(bundle, tmp_path / "bundle.rar")
