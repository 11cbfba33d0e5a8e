"""A bundle that is being written: whole files, one writer, and what a second run finds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from lambda_triage.errors import UsageError
from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.caller import Call
from lambda_triage.sources.bundle.manifest import decode
from lambda_triage.sources.bundle.place import place
from lambda_triage.sources.bundle.store import Store
from tests.sources.bundle.wants import (
    CONFIGURATION,
    END_MS,
    REFUSAL,
    SCOPE,
    START_MS,
    asks,
    logs,
    outcomes,
    plain,
    stream,
    write,
)


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.startswith(".")
    }


def test_an_answer_that_was_kept_is_known(tmp_path):
    write(tmp_path / "b", *outcomes())

    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        known = store.known(asks("GetFunctionConfiguration"))

    assert known == Answer(asks("GetFunctionConfiguration"), CONFIGURATION)


@pytest.mark.parametrize(
    ("why", "again"),
    [
        ("denied", False), ("absent", False), ("unsupported", False),
        ("throttled", True), ("unreachable", True), ("budget", True),
    ],
)  # fmt: skip
def test_only_misfortune_is_asked_again_by_the_next_run(tmp_path, why, again):
    missing = Missing(asks("GetPolicy"), why, "told")
    write(tmp_path / "b", missing)

    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        known = store.known(asks("GetPolicy"))

    assert known == (None if again else missing)


def test_within_a_run_every_outcome_is_known(tmp_path):
    missing = Missing(asks("GetPolicy"), "throttled", "Rate exceeded")

    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        store.keep(missing)

        assert store.known(asks("GetPolicy")) == missing
        assert store.known(asks("GetAlias")) is None


def test_the_same_outcomes_in_any_order_are_the_same_files(tmp_path):
    one = write(tmp_path / "one", *outcomes())
    two = write(tmp_path / "two", *reversed(outcomes()))

    assert files(one) == files(two)


def test_a_resumed_run_writes_what_an_uninterrupted_one_writes(tmp_path):
    whole = write(tmp_path / "whole", *outcomes())
    with Store(tmp_path / "parts", plain) as store:
        store.begin(SCOPE)
        store.keep(outcomes()[0])
        store.keep(outcomes()[2])
    later = replace(SCOPE, start_ms=START_MS + 60_000, end_ms=END_MS + 60_000)

    with Store(tmp_path / "parts", plain) as store:
        scope = store.begin(later)
        for found in outcomes():
            if store.known(found.want) is None:
                store.keep(found)
        store.finish()

    assert scope == SCOPE  # the window is that of the run that it resumes
    assert files(tmp_path / "parts") == files(whole)


def test_a_bundle_says_whether_its_collection_ended(tmp_path):
    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        begun = decode((tmp_path / "b/manifest.json").read_bytes())
        ended = store.finish()

    assert begun is not None
    assert (begun.complete, ended.complete) == (False, True)
    assert decode((tmp_path / "b/manifest.json").read_bytes()) == ended


def test_only_redacted_text_reaches_the_disk(tmp_path):
    def redact(value):
        return json.loads(json.dumps(value).replace("hunter2", "<hidden>"))

    with Store(tmp_path / "b", redact) as store:
        store.begin(SCOPE)
        body = {"FunctionName": "orders", "Environment": {"Variables": {"PW": "hunter2"}}}
        leads = (asks("GetAlias", "hunter2"), asks("GetAlias"))
        store.keep(Answer(asks("GetFunctionConfiguration"), body), leads)
        store.keep(Missing(asks("GetPolicy"), "denied", "no hunter2 here"))
        store.finish()

    written = b"".join(p.read_bytes() for p in (tmp_path / "b").rglob("*") if p.is_file())
    assert b"hunter2" not in written
    assert b"<hidden>" in written


def test_a_resumed_run_knows_what_an_unredacted_answer_led_to(tmp_path):
    want, leads = asks("GetFunctionConfiguration"), (asks("GetAlias"), asks("GetPolicy"))
    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        store.keep(Answer(want, CONFIGURATION, "cut at 9 pages"), leads)

    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)

        assert store.leads(want) == leads
        assert store.known(want) == Answer(want, CONFIGURATION, "cut at 9 pages")


def test_answers_that_were_asked_ahead_are_taken_out_at_the_end(tmp_path):
    configuration, log, *_ = outcomes()
    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        store.keep(configuration)
        store.keep(log)
        manifest = store.finish([configuration.want])

    assert [kept.file for kept in manifest.answers] == [place(configuration.want)]
    assert set(files(tmp_path / "b")) == {"manifest.json", place(configuration.want)}


def test_foreign_files_of_a_bundle_stay_as_they_are(tmp_path):
    folder = write(tmp_path / "b", *outcomes())
    notes = {folder / "notes.txt": "mine", folder / "documents" / "mine.json": "{}"}
    for path, text in notes.items():
        path.write_text(text)

    with Store(folder, plain) as store:
        store.begin(SCOPE)
        store.finish([])

    assert {path: path.read_text() for path in notes} == notes


@pytest.mark.parametrize("name", ["report.txt", "manifest.json"])
def test_a_folder_with_other_content_is_refused(tmp_path, name):
    (tmp_path / name).write_text("{}")

    with pytest.raises(UsageError), Store(tmp_path, plain) as store:
        store.begin(SCOPE)

    assert (tmp_path / name).read_text() == "{}"


@pytest.mark.parametrize(
    "other",
    [replace(SCOPE, functions=("billing",)), replace(SCOPE, region="us-east-1")],
    ids=["target", "region"],
)
def test_a_bundle_of_something_else_is_refused(tmp_path, other):
    folder = write(tmp_path / "b", *outcomes())
    before = files(folder)

    with pytest.raises(UsageError, match="another target"), Store(folder, plain) as store:
        store.begin(other)

    assert files(folder) == before


def test_two_collectors_never_share_a_folder(tmp_path):
    with Store(tmp_path / "b", plain) as one:
        one.begin(SCOPE)

        with pytest.raises(UsageError, match="another collection"):
            Store(tmp_path / "b", plain).begin(SCOPE)


def test_calls_are_whole_lines_whatever_the_number_of_threads(tmp_path):
    call = Call("lambda.GetPolicy", "orders", 1, 1, 200, None, 12.5, "2026-03-01T10:00:00.000Z")
    with Store(tmp_path / "b", plain) as store:
        store.begin(SCOPE)
        threads = [
            threading.Thread(target=lambda: [store.called(call) for _ in range(50)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    lines = (tmp_path / "b/calls.jsonl").read_text().splitlines()
    assert len(lines) == 400
    assert {json.loads(line)["operation"] for line in lines} == {"lambda.GetPolicy"}


def test_half_a_surrogate_pair_survives(tmp_path):
    body = {"Description": "cut \ud83d here", "FunctionName": "orders"}
    want = asks("GetFunctionConfiguration")
    write(tmp_path / "b", Answer(want, body))

    assert json.loads((tmp_path / "b" / place(want)).read_bytes()) == body


def test_slices_of_a_log_are_read_in_the_order_of_time():
    slices = [logs("orders", stream("a"), START_MS + n * 60_000).want for n in range(5)]

    places = [place(want) for want in slices]

    assert places == sorted(places)


KILLED = """
import sys
from tests.sources.bundle.wants import SCOPE, asks, plain
from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.bundle.store import Store
store = Store(sys.argv[1], plain)
store.begin(SCOPE)
n = 0
while True:
    n += 1
    body = {"FunctionName": "orders", "Description": "x" * 200_000, "Timeout": n}
    store.keep(Answer(asks("GetFunctionConfiguration", f"orders-{n % 50}"), body))
    print(n, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_run_leaves_whole_files_and_no_lock(tmp_path):
    folder = tmp_path / "b"
    command = [sys.executable, "-c", KILLED, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as run:
        assert run.stdout is not None
        for _ in range(30):
            run.stdout.readline()
        os.kill(run.pid, signal.SIGKILL)

    for path in (folder / "documents").glob("*.json"):
        assert len(json.loads(path.read_bytes())["Description"]) == 200_000
    with Store(folder, plain) as store:  # the lock went with its process
        store.begin(SCOPE)
    assert not list(folder.rglob(".part-*"))


def test_the_permission_is_the_one_that_aws_names(tmp_path):
    folder = write(tmp_path / "b", Missing(asks("GetPolicy"), "denied", REFUSAL))

    manifest = decode((folder / "manifest.json").read_bytes())

    assert manifest is not None
    assert [m.actions for m in manifest.missing] == [("lambda:GetPolicy",)]
