"""A file of the user is never lost: it stays, or a copy stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lambda_triage.actions import files
from lambda_triage.actions.plan import Move
from lambda_triage.errors import UsageError

NOW = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)


def test_a_new_file_is_written_and_nothing_kept(tmp_path):
    assert files.written(tmp_path / "a.yaml", "new\n") is None
    assert (tmp_path / "a.yaml").read_bytes() == b"new\n"


def test_a_file_that_is_there_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("old")

    with pytest.raises(UsageError, match="left as it is"):
        files.written(tmp_path / "a.yaml", "new")

    assert (tmp_path / "a.yaml").read_text() == "old"


def test_a_file_that_is_overwritten_is_kept_beside(tmp_path):
    (tmp_path / "a.yaml").write_text("old")

    kept = files.written(tmp_path / "a.yaml", "new", overwrite=True)

    assert kept is not None
    assert kept.read_text() == "old"
    assert (tmp_path / "a.yaml").read_text() == "new"
    assert {path.name for path in tmp_path.iterdir()} == {"a.yaml", kept.name}


def test_the_name_of_a_copy_tells_its_time_and_is_free(tmp_path):
    first = files.backup(tmp_path / "a.yaml", NOW)
    first.write_text("x")

    assert first.name == "a.yaml.20261120T080000Z.bak"
    assert files.backup(tmp_path / "a.yaml", NOW).name == "a.yaml.20261120T080000Z-2.bak"


def test_a_folder_in_the_way_is_refused(tmp_path):
    (tmp_path / "a").mkdir()

    with pytest.raises(UsageError, match="no plain file"):
        files.written(tmp_path / "a", "new", overwrite=True)


def test_what_cannot_be_moved_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be kept aside"):
        files.move(Move(str(tmp_path / "absent"), str(tmp_path / "b")))
