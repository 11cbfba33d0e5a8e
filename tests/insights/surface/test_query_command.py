"""`lambda-triage query` from the shell."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from click.testing import CliRunner

from lambda_triage.cli.query import query
from lambda_triage.errors import TriageError

MAIN = "from lambda_triage.cli import main; main()"
ID = "8f5f3f1a-0b1c-4d2e-9f3a-0123456789ab"
LOG = (
    f"2024-01-01T00:00:00.000Z START RequestId: {ID} Version: $LATEST\n"
    "2024-01-01T00:00:01.000Z password=hunter2hunter2 user=someone@corp.example.com\n"
    '2024-01-01T00:00:02.000Z odd \x07\x08\u202e,"quoted"\n  second line\n'
    f"2024-01-01T01:00:00.000Z REPORT RequestId: {ID}\tDuration: 11.49 ms\tBilled Duration: 12 ms"
    "\tMemory Size: 128 MB\tMax Memory Used: 79 MB\t\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "orders.log"
    path.write_text(LOG, encoding="utf-8")
    return path


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path) -> Done:
    """The command in this process, its errors as the application prints them."""
    found = CliRunner().invoke(query, [str(each) for each in arguments])
    if isinstance(found.exception, TriageError):
        return Done(2, found.stdout, f"lambda-triage: {found.exception}\n")
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Done(found.exit_code, found.stdout, found.stderr)


def test_rows_are_a_table(log: Path) -> None:
    done = run('filter @type = "REPORT" | stats avg(@duration) as ms by @memorySize', log)

    assert done.stdout.splitlines() == [
        "@memorySize  ms",
        "───────────  ─────",
        "1.28E8       11.49",
    ]


def test_a_misspelt_field_is_told_of(log: Path) -> None:
    done = run("stats max(@duraton) as ms", log)

    assert done.stderr == "note: no event has @duraton; did you mean @duration?\n"
    assert done.returncode == 0


def test_json_is_the_answer_of_the_service(log: Path) -> None:
    done = run('fields @timestamp, @requestId | filter @type = "REPORT"', log, "-f", "json")
    told = json.loads(done.stdout)

    assert told["status"] == "Complete"
    assert told["statistics"]["recordsScanned"] == 4.0
    assert told["results"] == [
        [
            {"field": "@timestamp", "value": "2024-01-01 01:00:00.000"},
            {"field": "@requestId", "value": ID},
            {"field": "@ptr", "value": f"{log}:5"},
        ]
    ]


def test_csv_keeps_quotes_and_lines(log: Path) -> None:
    done = run("fields @message | filter @message like /second/", log, "-f", "csv")

    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ["@message"], ['odd \x07\x08\u202e,"quoted"\n  second line'],
    ]  # fmt: skip


def test_nothing_in_a_table_moves_the_cursor(log: Path) -> None:
    done = run("fields @message | filter @message like /second/", log)

    assert "\\x07\\x08\\u202e" in done.stdout
    assert "\x07" not in done.stdout


def test_a_line_of_ndjson_is_a_row(log: Path) -> None:
    done = run("stats count(*) as n by @type | sort n desc, @type | limit 1", log, "-f", "ndjson")

    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"n": "2"}]


def test_an_error_moves_no_cursor(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from lambda_triage.cli.app import run as application

    asked = ["lambda-triage", "query", "SOURCE '\x1b[31m' | fields a", str(log)]
    monkeypatch.setattr("sys.argv", asked)
    with pytest.raises(SystemExit):
        application()
    told = capsys.readouterr().err

    assert ("\x1b" in told, "\\x1b[31m" in told) == (False, True)


def test_parquet_is_typed_and_redacted(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "rows.parquet"
    done = run(
        "fields @timestamp, @message, 2 as two | sort @timestamp",
        log,
        "-f",
        "parquet",
        "-o",
        target,
    )
    rows = duckdb.sql(f"SELECT two, \"@message\" FROM '{target}'").fetchall()

    assert (done.returncode, rows[0][0], len(rows)) == (0, 2.0, 4)
    assert "hunter2" not in str(rows)


@pytest.mark.parametrize("form", ["table", "json", "csv", "ndjson"])
def test_secrets_are_replaced(log: Path, form: str) -> None:
    text = 'parse @message "password=* user=*" as password, who | fields @message | filter ispresent(who)'
    done = run(text, log, "-f", form)

    assert "hunter2" not in done.stdout
    assert "someone@corp" not in done.stdout
    assert done.stdout.count("user=") == 1


def test_secrets_are_shown_where_it_is_wished(log: Path) -> None:
    assert "hunter2hunter2" in run("fields @message", log, "--show-secrets").stdout


def test_a_query_that_cannot_be_understood_shows_where(log: Path) -> None:
    command = [sys.executable, "-c", MAIN, "query", "stats cont(*)", str(log)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == ["  stats cont(*)", "        ^^^^"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["limit 1", "absent.log"], "no such file"),
        (["limit 1"], "no input"),
        ([], "no query"),
        (["SOURCE 'order' | limit 1", "LOG"], "did you mean orders"),
        (["limit 1", "LOG", "-f", "parquet"], "--output"),
        (["limit 1", "LOG", "--since", "3x"], "3h"),
        (["--saved", "cold-start", "LOG"], "did you mean cold-starts"),
        (["limit 1", "LOG", "--lookup", "t"], "NAME=FILE.csv"),
    ],
)
def test_what_is_wrong_is_one_line_with_the_next_step(
    log: Path, arguments: list[str], told: str
) -> None:
    done = run(*(str(log) if each == "LOG" else each for each in arguments))

    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_is_a_file_by_its_name(log: Path) -> None:
    (log.parent / "other.log").write_text("2024-01-01T00:00:00Z x\n")
    done = run("SOURCE 'orders' | stats count(*) as n", log.parent, "-f", "csv")

    assert done.stdout == "n\n4\n"


def test_since_counts_from_the_last_event(log: Path) -> None:
    assert run("stats count(*) as n", log, "--since", "30m", "-f", "csv").stdout == "n\n1\n"


def test_a_window_has_both_ends(log: Path) -> None:
    between = "2024-01-01T00:00:01Z/2024-01-01T00:00:02Z"

    assert run("stats count(*) as n", log, "--window", between, "-f", "csv").stdout == "n\n2\n"


def test_a_query_is_read_from_a_file(log: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.cwli"
    file.write_text("# how many\nstats count(*) as n\n")

    assert run("--query-file", file, log, "-f", "csv").stdout == "n\n4\n"


def test_a_lookup_table_is_a_csv_file(log: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("kind,word\nREPORT,billed\n")
    text = "filter ispresent(@duration) | lookup t kind as @type OUTPUT word | fields word"

    assert run(text, log, "--lookup", f"t={table}", "-f", "csv").stdout == "word\nbilled\n"


def test_events_of_an_answer_are_read_and_cited(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    told = [
        {"logStreamName": "s", "timestamp": 1_700_000_000_000, "message": "a\n", "eventId": "1"}
    ]
    path.write_text(json.dumps({"events": told, "searchedLogStreams": []}))
    row = json.loads(run("fields @logStream", path, "-f", "json").stdout)["results"][0]

    assert [each["value"] for each in row] == ["s", f"{path} events[0]"]


def test_an_empty_input_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "empty.log"
    path.write_text("")
    done = run("fields @message", path, "-f", "csv")

    assert (done.returncode, done.stdout) == (0, "@message\n")


def test_the_plan_is_shown_without_any_input() -> None:
    assert "SELECT" in run("filter @duration > 3 | limit 1", "--explain").stdout


def test_saved_queries_are_listed() -> None:
    assert "\ncold-starts " in run("--list").stdout


def test_a_query_file_of_powershell_is_read(log: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.cwli"
    file.write_text("# how many\r\nstats count(*) as n\r\n", encoding="utf-16")

    assert run("--query-file", file, log, "-f", "csv").stdout == "n\n4\n"


def test_a_comment_of_sql_is_no_option(log: Path) -> None:
    assert "a comment begins with #" in run("-- slow ones\nfields @duration", log).stderr


def test_a_path_in_the_place_of_the_query_is_told_of(log: Path) -> None:
    assert "the query stands before the paths" in run(log, "stats count(*)").stderr


def test_a_window_may_be_of_any_age_and_says_that_nothing_is_in_it(log: Path) -> None:
    done = run("stats count(*) as n", log, "--window", "2001-01-01/2001-01-02", "-f", "csv")

    assert done.stdout == "n\n0\n"
    assert "no event in the window; the last of all is of 2024-01-01T01:00:00Z" in done.stderr


def test_a_window_may_end_long_after_the_last_event(log: Path) -> None:
    done = run("stats count(*) as n", log, "--window", "2024-01-01/2099-01-01", "-f", "csv")

    assert done.stdout == "n\n4\n"


def test_what_goes_back_further_than_calendars_is_one_line(log: Path) -> None:
    assert "no calendar" in run("stats count(*)", log, "--since", "999999w").stderr


def test_a_file_that_is_no_log_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "core.dat").write_bytes(bytes(range(256)) * 9)
    done = run("stats count(*) as n", tmp_path, "-f", "csv")

    assert done.stderr.splitlines() == [
        f"note: {tmp_path}/core.dat: binary data; not a log",
        f"note: no log event in {tmp_path}/core.dat",
    ]


def test_a_reader_that_has_seen_enough_is_no_failure(log: Path) -> None:
    command = [sys.executable, "-c", MAIN, "query", "fields @message", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()

    assert (process.returncode, told) == (0, b"")
