"""What AWS's models and the runtime client enumerate is explained: a new member fails here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from lambda_triage.checks.catalog import checks
from lambda_triage.sources.signatures import Signatures

botocore = pytest.importorskip("botocore.session", reason="botocore (extra dev) is not installed")
MODEL = botocore.get_session().get_service_model("lambda")

# Members that say nothing is wrong, or what the next line of the log says better.
HARMLESS = {
    "Idle": "the function sleeps; the next call wakes it",
    "Creating": "the function is being made",
    "Restoring": "the function is being woken",
}
# The sentences that the runtime client writes after its own error names (awslambdaric, 2026).
SAID = {
    "Runtime.ImportModuleError": "Unable to import module 'app': No module named 'x'",
    "Runtime.UnmarshalError": "Unable to unmarshal input: Expecting value: line 1 column 1",
    "Runtime.LambdaContextUnmarshalError": "Unable to unmarshal Lambda context: Expecting value",
    "Runtime.HandlerNotFound": "Handler 'handler' missing on module 'app'",
    "Runtime.MalformedHandlerName": "Bad handler 'app': not enough values to unpack",
    "Runtime.MarshalError": "Unable to marshal response: Object of type set is not JSON",
    "Runtime.UserCodeSyntaxError": "Syntax error in module 'app': invalid syntax (app.py, line 1)",
}


@cache
def known() -> Signatures:
    return Signatures([s for check in checks() for s in check.signatures])


def members(name: str) -> list[str]:
    return [m for m in MODEL.shape_for(name).enum if m not in HARMLESS]


def runtime_errors() -> list[str]:
    ric = pytest.importorskip("awslambdaric", reason="awslambdaric (extra runtime) is missing")
    files = Path(ric.__file__).parent.glob("*.py")
    return sorted({e for f in files for e in re.findall(r"Runtime\.[A-Z]\w+", f.read_text())})


@pytest.mark.parametrize(
    "name", [shape.name for shape in MODEL.operation_model("Invoke").error_shapes]
)
def test_every_error_of_invoke_is_explained(name):
    text = f"An error occurred ({name}) when calling the Invoke operation: it was refused"

    assert known().read(text)


@pytest.mark.parametrize(
    "code", [*members("StateReasonCode"), *members("LastUpdateStatusReasonCode")]
)
def test_every_reason_of_a_state_is_explained(code):
    assert known().read(f"{code}: the function could not be made ready")


@pytest.mark.parametrize("reason", members("ThrottleReason"))
def test_every_reason_of_a_throttle_is_explained(reason):
    assert known().read(f'{{"Reason":"{reason}","message":"it was refused"}}')


@pytest.mark.parametrize(
    "text",
    [
        "An error occurred (NewException) when calling the Invoke operation: it was refused",
        "NewReasonCode: the function could not be made ready",
        '{"Reason":"NewLimitExceeded","message":"it was refused"}',
        "[ERROR] Runtime.NewError: it failed",
    ],
)
def test_the_words_around_a_name_explain_nothing(text):
    assert known().read(text) == ()


@pytest.mark.parametrize("name", runtime_errors())
def test_every_error_of_the_runtime_client_is_explained(name):
    assert known().read(f"[ERROR] {name}: {SAID.get(name, 'it failed')}")
