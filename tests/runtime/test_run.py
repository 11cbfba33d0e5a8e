"""What the local runtime promises of each way in which an invocation can end."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lambda_triage.errors import RuntimeFault, UsageError
from lambda_triage.runtime import Function, missing_part, run
from tests.runtime.handlers import function, shape

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}")

START = "START RequestId: <id> Version: $LATEST\n"
END = "END RequestId: <id>\n"
REPORT = (
    "REPORT RequestId: <id>\tDuration: 9.9 ms\tBilled Duration: 9 ms\t"
    "Memory Size: 9 MB\tMax Memory Used: 9 MB\t"
)
COLD = "Init Duration: 9.9 ms\t"
INIT_START = "INIT_START Runtime Version: python:9.9.v9\tRuntime Version ARN: "


def shapes(result) -> list[str]:
    lines = [shape(event.message) for event in result.events]
    return [INIT_START if line.startswith(INIT_START) else line for line in lines]


def test_answer_and_platform_lines_of_a_cold_start(tmp_path):
    result = run(function(tmp_path), [{}])

    assert result.invocations[0].response == {"seen": 1, "memory": "128"}
    assert shapes(result) == [INIT_START, START, END, REPORT + COLD + "\n"]


def test_second_invocation_finds_the_state_of_the_first(tmp_path):
    result = run(function(tmp_path), [{}, {}])

    assert [i.response["seen"] for i in result.invocations] == [1, 2]
    assert shapes(result)[4:] == [START, END, REPORT + "\n"]
    assert len({event.stream for event in result.events}) == 1


def test_exception_is_an_error_with_its_trace_and_an_unmarked_report(tmp_path):
    result = run(function(tmp_path), [{}, {"do": "raise"}])
    error = result.events[-3].message

    assert (result.invocations[1].status, result.invocations[1].error_type) == (
        "error",
        "ValueError",
    )
    assert error.startswith(
        "[ERROR] ValueError: no such order\nTraceback (most recent call last):\n"
        '\xa0\xa0File "/var/task/app.py", line 9, in handler\n'
    )
    assert shapes(result)[-2:] == [END, REPORT + "\n"]


def test_response_that_is_not_json_is_a_marshal_error(tmp_path):
    [invocation] = run(function(tmp_path), [{"do": "set"}]).invocations

    assert (invocation.status, invocation.error_type, invocation.error_message) == (
        "error",
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type set is not JSON serializable",
    )


def test_failed_import_is_reported_for_both_phases_before_start(tmp_path):
    result = run(function(tmp_path, "import no_such_module\n"), [{}])
    failed = "Status: error\tError Type: Runtime.ImportModuleError\n"
    said = [line for line in shapes(result) if not line.startswith(("[WARNING]", "[ERROR]"))]

    assert result.invocations[0].status == "init_failure"
    assert said == [
        INIT_START,
        f"INIT_REPORT Init Duration: 9.9 ms\tPhase: init\t{failed}",
        f"INIT_REPORT Init Duration: 9.9 ms\tPhase: invoke\t{failed}",
        START,
        END,
        REPORT + failed,
    ]
    assert sum("No module named 'no_such_module'" in e.message for e in result.events) == 2


def test_missing_handler_is_named(tmp_path):
    [invocation] = run(function(tmp_path, handler="app.main"), [{}]).invocations

    assert (invocation.error_type, invocation.error_message) == (
        "Runtime.HandlerNotFound",
        "Handler 'main' missing on module 'app'",
    )


def test_time_out_ends_the_environment_at_the_limit(tmp_path):
    result = run(function(tmp_path, timeout_s=1.0), [{"do": "sleep"}, {}])
    timed_out, after = result.invocations
    text = result.events[2].message

    assert (timed_out.status, timed_out.duration_us, timed_out.error_type) == (
        "timeout",
        1_000_000,
        "Sandbox.Timedout",
    )
    assert re.fullmatch(
        rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z {timed_out.request_id} "
        r"Task timed out after 1\.00 seconds\n\n",
        text,
    )
    assert shapes(result)[3:6] == [END, REPORT + COLD + "Status: timeout\n", INIT_START]
    assert (after.status, after.stream != timed_out.stream) == ("ok", True)


def test_memory_over_the_limit_is_killed_and_reported_at_the_limit(tmp_path):
    result = run(function(tmp_path, timeout_s=20.0), [{"do": "grow"}, {}])
    killed, after = result.invocations

    assert (killed.status, killed.error_type, killed.max_memory_mb) == (
        "oom",
        "Runtime.ExitError",
        128,
    )
    assert shapes(result)[2:5] == [
        "RequestId: <id> Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
        END,
        REPORT + COLD + "Status: error\tError Type: Runtime.OutOfMemory\n",
    ]
    assert (after.status, after.max_memory_mb < 128) == ("ok", True)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"do": "exit", "code": 3}, "Runtime exited with error: exit status 3"),
        ({"do": "exit", "code": 0}, "Runtime exited without providing a reason"),
        ({"do": "crash"}, "Runtime exited with error: signal: segmentation fault"),
    ],
)
def test_runtime_that_goes_away_is_named_as_lambda_names_it(tmp_path, event, reason):
    result = run(function(tmp_path), [event])
    [invocation] = result.invocations

    assert result.events[-3].message == (
        f"RequestId: {invocation.request_id} Error: {reason}\nRuntime.ExitError\n"
    )
    assert (invocation.status, invocation.error_type, invocation.error_message) == (
        "crash",
        "Runtime.ExitError",
        f"RequestId: {invocation.request_id} Error: {reason}",
    )
    assert shapes(result)[-1] == REPORT + COLD + "Status: error\tError Type: Runtime.ExitError\n"


def test_handler_sees_lambdas_variables_and_none_of_the_callers(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the caller's own")
    code = "import os\ndef handler(event, context):\n    return dict(os.environ)\n"
    settings = {"environment": {"TABLE": "orders"}, "memory_mb": 256}
    seen = run(function(tmp_path, code, **settings), [{}]).invocations[0].response

    assert "AWS_SECRET_ACCESS_KEY" not in seen
    assert seen["TABLE"] == "orders"
    assert seen["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert seen["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/orders"
    assert seen["LAMBDA_TASK_ROOT"] == "/var/task"  # shown under Lambda's name for it


def test_context_carries_the_request_the_arn_and_the_time_left(tmp_path):
    code = """
        def handler(event, context):
            left = context.get_remaining_time_in_millis()
            return [context.aws_request_id, context.invoked_function_arn, 0 < left <= 5000]
    """
    [invocation] = run(function(tmp_path, code), [{}]).invocations

    assert invocation.response == [
        invocation.request_id,
        "arn:aws:lambda:eu-west-1:123456789012:function:orders",
        True,
    ]


def test_each_printed_line_is_one_event_and_each_log_record_too(tmp_path):
    code = """
        import logging, sys
        print("loaded é")
        def handler(event, context):
            print("one\\ntwo")
            print("three", file=sys.stderr, end="")
            logging.warning("first\\nsecond")
    """
    result = run(function(tmp_path, code), [{}, {}])
    request = result.invocations[0].request_id
    said = [event.message for event in result.events]

    assert said[1] == "loaded é\n"
    assert said[3:5] == ["one\n", "two\n"]
    assert said[5].startswith("[WARNING]\t")
    assert said[5].endswith(f"Z\t{request}\tfirst\nsecond\n")
    assert "three" + "one\n" in said  # a line without an end waits for one, as in Lambda


def test_child_processes_count_for_memory_and_die_with_the_environment(tmp_path):
    code = """
        import subprocess, sys, time
        def handler(event, context):
            hold = "x = bytearray(200 << 20); import time; time.sleep(30)"
            child = subprocess.Popen([sys.executable, "-c", hold])
            print(child.pid)
            time.sleep(30)
    """
    result = run(function(tmp_path, code, timeout_s=20.0), [{}])
    child = int(result.events[2].message)

    assert result.invocations[0].status == "oom"
    assert _within_seconds(lambda: _state(child) in ("gone", "Z"))  # Z: not collected yet


def test_idle_time_is_skipped_and_a_long_idle_environment_is_replaced(tmp_path):
    result = run(function(tmp_path), [{}, {}, {}], arrivals=[0, 60, 7200], start_us=10**15)
    starts = [(i.start_us - 10**15) // 60_000_000 for i in result.invocations]

    assert starts == [0, 1, 120]
    assert [i.response["seen"] for i in result.invocations] == [1, 2, 1]


def test_any_executable_that_speaks_the_runtime_api_can_be_the_bootstrap(tmp_path):
    bootstrap = tmp_path / "bootstrap"
    bootstrap.write_text(
        "#!/bin/sh\n"
        "api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation\n"
        "while :; do\n"
        "  id=$(curl -sS -o /dev/null -D - $api/next | tr -d '\\r' |"
        " sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')\n"
        "  echo got $_HANDLER\n"
        "  curl -sS -o /dev/null -d '\"done\"' $api/$id/response\n"
        "done\n"
    )
    bootstrap.chmod(0o755)
    settings = {"bootstrap": bootstrap, "runtime": "provided.al2023", "handler": "main"}
    result = run(function(tmp_path, **settings), [{}, {}])

    assert [i.response for i in result.invocations] == ["done", "done"]
    assert result.events[0].message.startswith("INIT_START Runtime Version: provided:al2023.v1\t")
    assert [e.message for e in result.events].count("got main\n") == 2


def test_bootstrap_that_cannot_be_executed_is_an_invalid_entrypoint(tmp_path):
    bootstrap = tmp_path / "bootstrap"
    bootstrap.write_bytes(b"\x7fELF not for this machine")
    bootstrap.chmod(0o755)
    result = run(function(tmp_path, bootstrap=bootstrap), [{}])
    request = result.invocations[0].request_id

    assert (result.invocations[0].status, result.invocations[0].error_type) == (
        "init_failure",
        "Runtime.InvalidEntrypoint",
    )
    assert result.events[-3].message == (
        f"RequestId: {request} Error: fork/exec /var/task/bootstrap: exec format error\n"
        "Runtime.InvalidEntrypoint\n"
    )


def test_times_of_a_stream_never_go_back(tmp_path):
    times = [e.time_us for e in run(function(tmp_path), [{}, {"do": "raise"}, {}]).events]

    assert times == sorted(times)


def test_nothing_is_left_open_or_running(tmp_path):
    run(function(tmp_path), [{}])
    before = _descriptors()
    run(function(tmp_path), [{}, {"do": "exit", "code": 1}, {}])

    assert _within_seconds(lambda: _descriptors() <= before)


def test_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RuntimeFault, match="no such folder"):
        run(Function("orders", "app.handler", tmp_path / "none"), [{}])


def test_settings_that_lambda_refuses_are_refused(tmp_path):
    with pytest.raises(UsageError, match="timeout_s is 901"):
        run(function(tmp_path, timeout_s=901), [{}])


def _within_seconds(holds: Callable[[], bool]) -> bool:
    """What the kernel or a server's thread is still about to do may take a moment."""
    for _ in range(250):
        if holds():
            return True
        time.sleep(0.02)
    return False


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return "gone"
