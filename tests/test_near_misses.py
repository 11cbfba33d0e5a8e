"""Silence is worth something only where there was something to judge.

`test_catalog` asks that the near miss of a signature contains its signal. Here every other check
shows a silent example in which each table and document that it reads has rows.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import BLOCK, _case
from lambda_triage.checks.catalog import checks
from lambda_triage.checks.check import Check
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.documents import KINDS
from lambda_triage.findings import Role

BY_NAME = {kind.KIND: kind for kind in KINDS}
LOG = "log_events"
JUDGES = [check for check in checks() if check.role is not Role.SIGNATURE or not check.signatures]
# Checks whose silent examples give them nothing to judge yet. The list only gets shorter.
OPEN: frozenset[str] = frozenset()


def silent(page: str) -> list[str]:
    examples = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    return [example for example in examples if "```finding\n```" in example]


def has_rows(case: Case, name: str) -> bool:
    if name == "functions":
        return bool(case.functions)
    if name in BY_NAME:
        return bool(case.documents(BY_NAME[name]))
    return case.execute(f"SELECT count(*) FROM {name}") != [(0,)]


def lacking(check: Check, example: str, folder: Path) -> tuple[str, ...]:
    """What the example has no rows of; lines of a log count where a literal stands in them."""
    text = example.replace("⇥", "\t").lower()
    shown = any(literal.lower() in text for s in check.signatures for literal in s.literals)
    case, _ = _case(folder, BLOCK.findall(example))
    with case:
        return tuple(n for n in check.reads if not (n == LOG and shown) and not has_rows(case, n))


@pytest.mark.parametrize("check", JUDGES, ids=lambda check: check.id)
def test_a_silent_example_has_rows_of_all_that_the_check_reads(
    check: Check, tmp_path: Path
) -> None:
    judged = False
    for number, example in enumerate(silent(check.page)):
        folder = tmp_path / str(number)
        folder.mkdir()
        judged = not lacking(check, example, folder)
        if judged:
            break

    assert judged == (check.id not in OPEN)
