"""The bundled incidents and scenarios are what their tools make, in AWS's own shape."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import lambda_triage

DEMO = Path(lambda_triage.__file__).parent / "demo"
TOOLS = Path(__file__).parents[2] / "tools"
FOLDERS = sorted(p for kind in ("incidents", "scenarios") for p in (DEMO / kind).glob("*/"))
LIMIT = 400_000  # bytes of one folder


def log(name: str) -> list[str]:
    [folder] = [p for p in FOLDERS if p.name == name]
    return [e["message"] for e in json.loads((folder / "logs.json").read_bytes())["events"]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_folder_is_small_ordered_and_names_one_function(folder):
    answer = json.loads((folder / "logs.json").read_bytes())
    times = [event["timestamp"] for event in answer["events"]]
    function = json.loads((folder / "function.json").read_bytes())
    text = (folder / "logs.json").read_text(encoding="utf-8")

    assert sum(p.stat().st_size for p in folder.iterdir()) < LIMIT
    assert times == sorted(times)
    assert len({event["eventId"] for event in answer["events"]}) == len(times)
    assert function["FunctionArn"].endswith(f":123456789012:function:{function['FunctionName']}")
    assert "/lib/python3" not in text.replace("/var/lang/lib/python3", "")


def test_each_incident_fails_in_its_own_way():
    found = {
        name: Counter(_way(message) for message in log(name))[wanted]
        for name, wanted in {
            "checkout": "timeout",
            "thumbnails": "killed",
            "orders-import": "import",
            "invoices": "denied",
            "memory-leak": "killed",
            "payment-timeouts": "timeout",
        }.items()
    }

    assert all(count >= 3 for count in found.values()), found


def test_greeter_is_healthy():
    assert {_way(message) for message in log("greeter")} == {"fine"}


def test_recordings_are_of_the_handlers_as_they_are():
    done = subprocess.run(
        [sys.executable, TOOLS / "record_demo.py", "--check"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_scenarios_are_the_same_bytes_each_time(tmp_path):
    subprocess.run([sys.executable, TOOLS / "scenarios.py", tmp_path], check=True)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.json")}
    kept = {p: (DEMO / "scenarios" / p).read_bytes() for p in made}

    assert len(made) == 5
    assert made == kept


def _way(message: str) -> str:
    signs = {
        "Task timed out after": "timeout",
        "signal: killed": "killed",
        "No module named 'pydantic_core._pydantic_core'": "import",
        "(AccessDeniedException)": "denied",
        "ERROR": "error",
    }
    return next((way for sign, way in signs.items() if sign in message), "fine")
