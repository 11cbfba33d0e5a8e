"""The benchmark scores what a verdict claims, and nothing else."""

from __future__ import annotations

import json

import pytest

from lambda_triage.bench import render
from lambda_triage.bench.labelled import Labelled, configuration, read
from lambda_triage.bench.run import run
from lambda_triage.bench.score import Answer, correct
from lambda_triage.errors import InputError
from lambda_triage.pipeline.diagnose import diagnose
from tests.samples import healthy, missing_module


def row(category: str | None, *also: str) -> Labelled:
    return Labelled("r", "log", {}, None, category, frozenset(also), "logs", False)


@pytest.mark.parametrize(
    ("label", "answer", "depth", "right"),
    [
        (row("a"), Answer("r", "cause_found", (("a", 0.9),)), 1, True),
        (row("b", "a"), Answer("r", "cause_found", (("a", 0.9),)), 1, True),
        (row("b"), Answer("r", "cause_found", (("a", 0.9), ("b", 0.1))), 1, False),
        (row("a"), Answer("r", "inconclusive", (("a", 0.6),)), 1, False),
        (row("a"), Answer("r", "inconclusive", (("a", 0.6),)), 3, True),
        (row("no_problem"), Answer("r", "healthy", ()), 1, True),
        (row("no_problem"), Answer("r", "inconclusive", ()), 1, True),
        (row("no_problem"), Answer("r", "inconclusive", (("a", 0.2),)), 1, False),
    ],
)
def test_an_answer_counts_only_as_far_as_it_commits_itself(label, answer, depth, right):
    assert correct(label, answer, depth) is right


def test_rows_are_diagnosed_and_scored_with_and_without_the_runtime(tmp_path):
    rows = [
        {
            "id": "m",
            "logs": missing_module().splitlines(),
            "runtime": "python3.13",
            "label": {"category": "import_module_missing"},
            "decidable_from": "logs",
        },
        {"id": "h", "logs": healthy().splitlines(), "label": {"category": "no_problem"}},
        {"id": "u", "logs": ["hello"]},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    answer = json.loads(render.as_json(run([path], diagnose)))

    assert [case["id"] for case in answer["cases"]] == ["m", "h", "u"]
    assert answer["cases"][0]["causes"][0]["cause"] == "import_module_missing"
    given = answer["scores"]["given"]
    assert (given["top1"]["right"], given["top1"]["total"], given["healthy"]["right"]) == (1, 1, 1)


def test_a_reported_note_is_no_part_of_the_configuration():
    known = configuration(
        Labelled(
            "r",
            "",
            {"timeout_s": 5, "vpc": True, "nat": False},
            "python3.9 (x)",
            None,
            frozenset(),
            "logs",
            False,
        )
    )

    assert (known.complete, known.timeout_s, known.vpc, known.runtime, known.memory_mb) == (
        False,
        5,
        True,
        "python3.9",
        None,
    )
    assert known.notes == {"nat": "False"}


def test_a_line_that_is_no_row_is_named(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"logs": ["a"]}\nnot json\n', encoding="utf-8")

    with pytest.raises(InputError, match=r"rows\.jsonl:2"):
        list(read(path))
