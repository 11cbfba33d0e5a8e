"""Recorded sessions of an agent: each incident of the project's own set is solved in a few calls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.mcp.conversing import INCIDENTS, converse, evidence

MOST_CALLS = 4
SESSIONS = json.loads(Path(__file__).with_name("sessions.json").read_text(encoding="utf-8"))


def _filled(arguments: Any, **known: str) -> Any:
    text = json.dumps(arguments)
    for name, value in known.items():
        text = text.replace("{" + name + "}", value)
    return json.loads(text)


def _last(answers: list[dict[str, Any]]) -> str | None:
    """The leading cause of the last answer that names any."""
    for answer in reversed(answers):
        causes = [i["name"] for i in answer.get("items", ()) if i.get("kind", "cause") == "cause"]
        if "report" in answer:
            return causes[0] if causes else None
    return None


def test_at_least_six_incidents_are_solved():
    assert len({session["incident"] for session in SESSIONS}) >= 6


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session["incident"])
def test_a_session_ends_at_the_right_cause(url, session):
    case = session["incident"]
    label = json.loads((INCIDENTS / case / "case.json").read_text(encoding="utf-8"))

    async def talk(client) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        for tool, arguments, wanted in session["calls"]:
            report = answers[-1].get("report", "") if answers else ""
            filled = _filled(arguments, evidence=evidence(case), report=report)
            result = await client.call_tool(tool, filled)
            assert wanted in result.content[0].text
            answers.append(result.structured_content)
        return answers

    answers = converse(url, talk)

    assert len(answers) <= MOST_CALLS
    assert _last(answers) == label["cause"]
