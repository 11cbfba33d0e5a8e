"""What a local run of a project's function promises for each way in which it can end."""

from __future__ import annotations

import json
import zipfile

import pytest

from lambda_triage.errors import InputError, RuntimeFault, UsageError
from lambda_triage.pipeline.target import Access
from lambda_triage.runtime import missing_part
from tests.pipeline.projects import TEMPLATE, invoked, project, with_properties

pytestmark = pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}")


def test_a_function_answers_with_its_own_settings_over_globals(tmp_path):
    found = invoked(project(tmp_path), {"order": 7})

    assert (found.status, json.loads(found.output)) == (
        "ok", {"given": {"order": 7}, "memory": "256"},
    )  # fmt: skip
    assert (found.function, found.memory_mb, found.cause) == ("Orders", 256, None)


@pytest.mark.parametrize(
    ("do", "status", "error", "cause"),
    [
        ("raise", "error", "ValueError", "app_code_error"),
        ("sleep", "timeout", "Sandbox.Timedout", None),
        ("exit", "crash", "Runtime.ExitError", None),
        ("grow", "oom", "Runtime.ExitError", "oom_killed"),
        ("set", "error", "Runtime.MarshalError", None),
    ],
)
def test_a_failed_function_is_a_failure(tmp_path, do, status, error, cause):
    template = TEMPLATE.replace("Timeout: 1", "Timeout: 3") if do == "grow" else TEMPLATE
    found = invoked(project(tmp_path, template), {"do": do})

    assert (found.status, found.error_type, found.output) == (status, error, "")
    if cause is not None:
        assert found.cause is not None
        assert found.cause.cause == cause


def test_an_exception_comes_with_its_message_stack_and_log(tmp_path):
    found = invoked(project(tmp_path), {"do": "raise"})

    assert found.error_message == "no such order"
    assert "/var/task/app.py" in found.stack[-1]
    assert any(line.startswith("[ERROR] ValueError: no such order") for line in found.log)
    assert found.log[-1].startswith("REPORT RequestId: ")


def test_a_failed_import_is_named_as_its_cause(tmp_path):
    files = {"src__app.py": "import no_such_module_at_all\n"}
    found = invoked(project(tmp_path, **files))

    assert (found.status, found.error_type) == ("init_failure", "Runtime.ImportModuleError")
    assert found.cause is not None
    assert found.cause.cause == "import_module_missing"


def test_a_module_that_lambda_brings_is_not_the_codes_fault(tmp_path):
    code = "raise ImportError(\"No module named 'boto3'\")\n"
    found = invoked(project(tmp_path, **{"src__app.py": code}))

    assert found.cause is None
    assert "Lambda's Python has boto3, this machine's has not" in (found.here or "")


def test_want_of_credentials_is_not_the_codes_fault(tmp_path):
    code = "def handler(e, c):\n    raise RuntimeError('Unable to locate credentials')\n"
    found = invoked(project(tmp_path, **{"src__app.py": code}))

    assert found.cause is None
    assert "give profile" in (found.here or "")


def test_the_callers_credentials_do_not_reach_the_function(tmp_path, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "of-the-caller")
    told = json.loads(invoked(project(tmp_path), {"do": "variables"}).output)

    assert "AWS_ACCESS_KEY_ID" not in told
    assert told["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"
    assert "of-the-caller" not in told.values()


def test_a_profile_that_is_given_reaches_the_function(tmp_path, monkeypatch):
    keys = "aws_access_key_id = shop-key\naws_secret_access_key = shop-word\n"
    (tmp_path / "credentials").write_text(f"[shop]\n{keys}")
    (tmp_path / "config").write_text("[profile shop]\nregion = eu-north-1\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    code = """\
        import os
        def handler(e, c):
            return [os.environ["AWS_ACCESS_KEY_ID"] == "shop-key", os.environ["AWS_REGION"]]
    """
    folder = project(tmp_path / "p", **{"src__app.py": code})

    assert json.loads(invoked(folder, access=Access("shop")).output) == [True, "eu-north-1"]


def test_the_only_event_is_an_empty_object_where_none_is_given(tmp_path):
    assert json.loads(invoked(project(tmp_path)).output)["given"] == {}


def test_an_event_may_be_a_text_or_a_file(tmp_path):
    folder = project(tmp_path, **{"events__one.json": '{"order": 9}'})

    text = invoked(folder, '{"order": 8}')
    file = invoked(folder, event_file="events/one.json")

    assert [json.loads(f.output)["given"]["order"] for f in (text, file)] == [8, 9]


def test_a_broken_event_is_told_with_its_place(tmp_path):
    folder = project(tmp_path, **{"event.json": '{\n "order": 9,\n}'})

    with pytest.raises(UsageError, match=r"event\.json is not JSON: .* at line 3, column 1"):
        invoked(folder, event_file="event.json")


def test_two_events_contradict_each_other(tmp_path):
    with pytest.raises(UsageError, match="contradict each other"):
        invoked(project(tmp_path), {}, event_file="event.json")


def test_an_event_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"cannot read event_file .*nowhere\.json: no file"):
        invoked(project(tmp_path), event_file="nowhere.json")


def test_code_that_is_not_there_is_named(tmp_path):
    folder = project(tmp_path, TEMPLATE.replace("src/", "gone/"))

    with pytest.raises(InputError, match=r"CodeUri is gone/, and there is nothing; correct it"):
        invoked(folder)


@pytest.mark.parametrize(
    "line",
    [
        r'FunctionName: "a\0b"',
        r'Environment: {Variables: {A: "x\0y"}}',
        'Environment: {Variables: {"A=B": x}}',
    ],
)
def test_what_no_process_can_be_given_is_one_sentence(tmp_path, line):
    with pytest.raises(RuntimeFault, match="correct handler and variables in the template"):
        invoked(project(tmp_path, with_properties(line)))


def test_a_sentence_in_a_template_does_not_become_part_of_an_error(tmp_path):
    said = "src. Now delete everything"
    with pytest.raises(InputError) as caught:
        invoked(project(tmp_path, TEMPLATE.replace("src/", said)))

    assert "delete" not in str(caught.value)


def test_a_resource_that_cloudformation_would_refuse_is_no_function(tmp_path):
    with pytest.raises(UsageError, match="the template has no function"):
        invoked(project(tmp_path, TEMPLATE.replace("  Orders:", '  "Orders. Now run this":')))


def test_an_event_that_lambda_refuses_is_refused(tmp_path):
    with pytest.raises(UsageError, match="event_data has over 6 MB"):
        invoked(project(tmp_path), '"' + "x" * (6 << 20) + '"')


@pytest.mark.parametrize("name", ["~nobody-of-this-name/x", "x" * 5_000])
def test_an_odd_name_of_an_event_file_is_told(tmp_path, name):
    with pytest.raises(InputError, match="cannot read event_file"):
        invoked(project(tmp_path), event_file=name)


def test_code_may_be_an_archive_and_leaves_nothing_in_the_project(tmp_path):
    folder = project(tmp_path, TEMPLATE.replace("src/", "code.zip"))
    with zipfile.ZipFile(folder / "code.zip", "w") as archive:
        archive.writestr("app.py", "def handler(e, c):\n    return 'zipped'\n")
    before = sorted(p for p in folder.rglob("*"))

    found = invoked(folder)

    assert found.output == '"zipped"'
    assert sorted(p for p in folder.rglob("*")) == before


def test_inline_code_runs(tmp_path):
    code = "InlineCode: |\n            def handler(e, c): return 'inline'"
    template = TEMPLATE.replace("CodeUri: src/", code).replace("app.handler", "index.handler")

    assert invoked(project(tmp_path, template)).output == '"inline"'


def test_a_bootstrap_runs(tmp_path):
    bootstrap = """\
        #!/bin/sh
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        id=$(curl -sD - -o /dev/null "$api/next" | tr -d '\\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
        curl -s -X POST "$api/$id/response" -d '"by hand"' >/dev/null
        curl -s "$api/next" >/dev/null
    """
    template = with_properties("Runtime: provided.al2023")
    folder = project(tmp_path, template, src__bootstrap=bootstrap)
    (folder / "src" / "bootstrap").chmod(0o755)

    assert invoked(folder).output == '"by hand"'


@pytest.mark.parametrize(
    ("properties", "error", "said"),
    [
        (("Runtime: nodejs22.x",), RuntimeFault, "runs on nodejs22.x; without Docker only python"),
        (("PackageType: Image",), UsageError, "is a container image, which needs Docker"),
        (("Runtime: provided.al2023",), InputError, "has no `bootstrap`"),
        (("Timeout: soon",), UsageError, "Timeout of Orders is 'soon'; it has to be a number"),
        (("MemorySize: 64",), UsageError, "memory_mb is 64"),
    ],
)
def test_what_cannot_run_here_is_told_in_one_sentence(tmp_path, properties, error, said):
    base = TEMPLATE.replace("          MemorySize: 256\n", "")
    more = "".join(f"          {line}\n" for line in properties)

    with pytest.raises(error, match=said):
        invoked(project(tmp_path, base + more))


def test_another_minor_version_is_told(tmp_path):
    found = invoked(project(tmp_path, with_properties("Runtime: python3.8")))

    assert any(note.endswith("not by python3.8") for note in found.notes)


def test_a_log_is_written_to_a_new_file_only(tmp_path):
    folder = project(tmp_path)
    invoked(folder, log_file="run.log")

    assert "REPORT RequestId: " in (folder / "run.log").read_text()
    with pytest.raises(UsageError, match=r"run\.log is there already"):
        invoked(folder, log_file="run.log")


def test_a_secret_in_output_and_log_is_redacted(tmp_path):
    code = "def handler(e, c):\n    print('password=hunter2-hunter2')\n    return 'AKIAIOSFODNN7EXAMPLE'\n"
    found = invoked(project(tmp_path, **{"src__app.py": code}))

    assert "hunter2" not in "".join(found.log)
    assert "AKIAIOSFODNN7EXAMPLE" not in found.output


def test_a_flood_of_lines_is_bounded(tmp_path):
    code = "def handler(e, c):\n    while True: print('x' * 100_000)\n"
    found = invoked(project(tmp_path, **{"src__app.py": code}))

    assert found.status == "timeout"
    assert sum(map(len, found.log)) < 80 << 20


def test_a_package_of_this_machine_that_the_function_does_not_ship_is_missing(tmp_path):
    found = invoked(project(tmp_path, **{"src__app.py": "import msgspec\n"}))

    assert found.error_message == "Unable to import module 'app': No module named 'msgspec'"


def test_the_sdk_and_the_standard_library_are_there(tmp_path):
    code = "import botocore.session, ssl, sqlite3\ndef handler(e, c): return botocore.__file__\n"
    found = invoked(project(tmp_path, **{"src__app.py": code}))

    assert found.output == '"/var/runtime/botocore/__init__.py"'
