"""What a fingerprint promises: one name for one way to fail, made of the user's own frames."""

import pytest

from lambda_triage.sources.parse.runtime_error import Frame, fingerprint, parse

PYTHON_STACK = (
    '  File "/var/task/app.py", line 3, in handler\n    go()\n'
    '  File "/var/task/lib/site-packages/x/y.py", line 9, in go\n    raise ValueError("bad")\n'
)
UNCAUGHT = f"[ERROR] ValueError: bad\nTraceback (most recent call last):\n{PYTHON_STACK}"


IN_APP = [
    ("/var/task/app.py", True),
    ("/opt/python/shared/db.py", True),
    ("/opt/python/lib/python3.12/site-packages/requests/api.py", False),
    ("/var/task/requests/api.py", False),
    ("/var/task/vendor/x.py", False),
    ("/var/lang/lib/python3.12/json/decoder.py", False),
    ("/var/runtime/bootstrap.py", False),
    ("<frozen importlib._bootstrap>", False),
]


@pytest.mark.parametrize(("path", "expected"), IN_APP)
def test_only_the_users_own_files_are_in_app(path: str, expected: bool) -> None:
    error = parse(
        f'[ERROR] E: x\nTraceback (most recent call last):\n  File "{path}", line 1, in f'
    )

    assert error is not None
    assert [frame.in_app for frame in error.frames] == [expected]


def test_top_is_the_own_frame_nearest_to_the_error() -> None:
    error = parse(UNCAUGHT)

    assert error is not None
    assert error.top == Frame("/var/task/app.py", 3, "handler", in_app=True)


SAME = [
    ("line 3", "line 4"),
    ("ValueError: bad", "ValueError: order 17 of 8f507cfc is bad"),
    ("site-packages/x/y.py", "site-packages/z.py"),
    ("[ERROR] ", "[ERROR]  "),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_a_fingerprint_outlives_numbers_ids_and_libraries(old: str, new: str) -> None:
    assert fingerprint_of(UNCAUGHT.replace(old, new)) == fingerprint_of(UNCAUGHT)


DIFFERENT = [("ValueError", "KeyError"), ("in handler", "in other"), ("/app.py", "/shop.py")]


@pytest.mark.parametrize(("old", "new"), DIFFERENT)
def test_a_fingerprint_tells_types_and_own_frames_apart(old: str, new: str) -> None:
    assert fingerprint_of(UNCAUGHT.replace(old, new)) != fingerprint_of(UNCAUGHT)


def test_a_fingerprint_is_twelve_hex_digits_that_never_change() -> None:
    assert fingerprint_of(UNCAUGHT) == "d2f08af7459e"


def test_a_deeper_recursion_has_the_same_fingerprint() -> None:
    twice = UNCAUGHT.replace(PYTHON_STACK, PYTHON_STACK * 2)

    assert fingerprint_of(twice) == fingerprint_of(UNCAUGHT)


def fingerprint_of(text: str) -> str:
    error = parse(text)
    assert error is not None
    return fingerprint(error)
