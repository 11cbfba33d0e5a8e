"""`query --live` against emulators, as far as their Logs Insights is right: fields, filter, sort, limit."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from tests.live.collected import triage
from tests.live.faulty import refuse

if TYPE_CHECKING:
    import subprocess

    from tests.live.account import Account
    from tests.live.emulators import Emulator

pytestmark = pytest.mark.live

GROUP = "/aws/lambda/asked"
MESSAGES = ("START of it", "[ERROR] ValueError: no", "password=hunter2hunter2", "[ERROR] KeyError")
AGE_S = 60  # of the last event: the window ends with the second before now


@pytest.fixture(scope="module")
def logged(account: Account) -> Account:
    """Four events, a second apart, in ministack."""
    _put(account)
    return account


@pytest.fixture(scope="module")
def in_moto(account: Account, moto: Emulator) -> Account:
    """The same in moto, which knows neither filters nor how a time is printed."""
    other = replace(account, url=moto.url)
    _put(other)
    return other


def _put(account: Account) -> None:
    logs = account.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="one")
    first = int(time.time() - AGE_S - len(MESSAGES)) * 1000
    events = [{"timestamp": first + at * 1000, "message": m} for at, m in enumerate(MESSAGES)]
    logs.put_log_events(logGroupName=GROUP, logStreamName="one", logEvents=events)


def ask(
    account: Account, text: str, *words: str, group: str = GROUP
) -> subprocess.CompletedProcess[str]:
    return triage(account, "query", text, "--live", "--log-group", group, *words)


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_rows_are_those_that_the_filter_keeps_in_the_order_of_sort(logged: Account) -> None:
    text = "fields @message, @logStream | filter @message like /ERROR/ | sort @timestamp asc"

    found = rows(ask(logged, text, "-f", "ndjson"))

    assert found == [
        {"@message": "[ERROR] ValueError: no", "@logStream": "one"},
        {"@message": "[ERROR] KeyError", "@logStream": "one"},
    ]


def test_descending_and_limited(logged: Account) -> None:
    text = "fields @message | sort @timestamp desc | limit 1"

    assert rows(ask(logged, text, "-f", "ndjson")) == [{"@message": "[ERROR] KeyError"}]


def test_json_is_the_answer_of_the_service(logged: Account) -> None:
    text = "fields @message | filter @message like /START/ | limit 5"

    done = ask(logged, text, "-f", "json")
    told = json.loads(done.stdout)

    assert told["status"] == "Complete"
    [[message, pointer]] = told["results"]
    assert message == {"field": "@message", "value": "START of it"}
    assert pointer["field"] == "@ptr"
    assert told["statistics"]["recordsMatched"] == 1.0
    assert told["statistics"]["recordsScanned"] == 4.0


def test_secrets_are_not_shown(logged: Account) -> None:
    text = "fields @message | filter @message like /password/"

    [row] = rows(ask(logged, text, "-f", "ndjson"))

    assert "hunter2" not in row["@message"]


def test_a_window_without_events_has_no_rows(logged: Account) -> None:
    window = "2026-01-01T00:00Z/2026-01-01T01:00Z"

    assert rows(ask(logged, "fields @message", "--window", window, "-f", "ndjson")) == []


def test_another_emulator_gives_the_same_rows(in_moto: Account) -> None:
    done = ask(in_moto, "fields @message | sort @timestamp asc | limit 2", "-f", "ndjson")

    assert [row["@message"] for row in rows(done)] == list(MESSAGES[:2])


def test_a_log_group_that_is_not_there_is_one_line(logged: Account) -> None:
    done = ask(logged, "fields @message", group="/aws/lambda/nobody")

    assert (done.returncode, done.stdout) == (2, "")
    assert "/aws/lambda/nobody" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_user_who_may_not_query_is_told_of_the_policy(logged: Account) -> None:
    done = ask(logged.only("nobody", "lambda:ListFunctions"), "fields @message")

    assert done.stdout == ""
    assert "iam-policy --with queries" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_query_that_the_service_cannot_compile_is_shown_with_its_place(
    logged: Account, faults: Emulator
) -> None:
    refuse(faults, "logs", "MalformedQueryException")

    done = ask(replace(logged, url=faults.url), "fields @message | sort")

    assert (done.returncode, done.stdout) == (2, "")
    first, query, caret = done.stderr.splitlines()
    assert first.startswith("lambda-triage: line 1, column 1: ")
    assert (query, caret) == ("  fields @message | sort", "  ^")
