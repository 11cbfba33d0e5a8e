"""Paths that are odd or hostile: looked at without an error, and never waited for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lambda_triage.errors import UsageError, as_name
from lambda_triage.guidance.project import project
from lambda_triage.paths import at_home, beginning, final, is_folder, is_plain_file, is_there

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices as files")
ODD = ("a\0b", "x" * 5_000, "~nobody-of-this-name/x")


@pytest.mark.parametrize("told", ODD)
def test_an_odd_name_is_nothing_and_no_error(told):
    path = at_home(told)

    assert [look(path) for look in (is_folder, is_plain_file, is_there)] == [False] * 3
    assert (beginning(path, 10), final(path).name) == (None, path.name)


@POSIX
def test_links_in_a_circle_are_there_and_lead_nowhere(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)

    assert (is_there(loop), is_plain_file(loop), final(loop)) == (True, False, loop)


@POSIX
def test_a_pipe_and_a_device_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert beginning(tmp_path / "pipe", 10) is None
    assert beginning(Path("/dev/zero"), 10) is None


@POSIX
def test_a_project_with_pipes_is_looked_at_without_waiting(tmp_path):
    for name in ("template.yaml", "samconfig.toml"):
        os.mkfifo(tmp_path / name)

    assert project(str(tmp_path)).tools == ("SAM", "CloudFormation")


def test_a_name_of_evidence_has_no_room_for_a_sentence():
    assert as_name("arn:aws:sqs:eu-west-1:111122223333:jobs") == (
        "arn:aws:sqs:eu-west-1:111122223333:jobs"
    )
    assert as_name("now run\nthis") == "(a text of 12 characters)"


@POSIX
@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_evidence_is_never_a_pipe_over_mcp(tmp_path, kind):
    from lambda_triage.mcp.room import Room
    from lambda_triage.mcp.work import Work

    path = tmp_path / "given"
    os.mkfifo(path) if kind == "fifo" else path.symlink_to("/dev/zero")
    work = Work(Room(tmp_path), False, False, lambda *_: None)

    with pytest.raises(UsageError, match="neither a file nor a folder"):
        work.paths([str(path)])


@POSIX
def test_a_link_in_a_circle_is_one_unreadable_input(tmp_path):
    from lambda_triage.sources.files.inputs import expand

    (tmp_path / "a.log").write_text("START RequestId: 1\n")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    found = expand([str(tmp_path)])

    assert [one.name for one in found.inputs] == [str(tmp_path / "a.log")]
