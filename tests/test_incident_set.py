"""The incident set is as large, as varied and as independent as docs/accuracy.md says."""

from __future__ import annotations

import json
from pathlib import Path

from lambda_triage.facts.causes import causes

CASES = tuple(
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("incidents/*/case.json"))
)
ILL = tuple(case for case in CASES if case["cause"])


def test_every_label_is_a_known_cause():
    known = causes()

    unknown = {s for c in ILL for s in (c["cause"], *c["also_acceptable"]) if s not in known}

    assert unknown == set()


def test_every_cause_of_the_closed_list_happens_at_least_once():
    closed = {slug for slug, cause in causes().items() if not cause.parent}

    assert closed - {case["cause"] for case in ILL} == set()


def test_enough_incidents_need_weighing():
    assert len(CASES) >= 120
    assert sum(case["weighed"] for case in ILL) >= 60


def test_enough_incidents_were_executed_and_each_has_a_decoy():
    executed = [case for case in ILL if case["made"] == "executed"]

    assert len(executed) >= 40
    assert [case["story"] for case in executed if not case["decoy"]] == []


def test_written_incidents_name_where_their_lines_come_from():
    written = [case for case in CASES if case["made"] == "written"]

    assert [case["story"] for case in written if not case["sources"]] == []


def test_half_of_the_written_incidents_are_by_authors_who_had_not_read_the_rules():
    written = [case for case in CASES if case["made"] == "written"]

    assert 2 * sum(case.get("blind", False) for case in written) >= len(written)
