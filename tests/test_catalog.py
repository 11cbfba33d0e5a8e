"""Promises that hold for every check, so no single check has to repeat them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lambda_triage.checks
from lambda_triage.checks.catalog import CATALOG, checks
from lambda_triage.checks.scene import Scene
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.documents import KINDS
from lambda_triage.evidence.tables import TABLES
from lambda_triage.evidence.views import VIEWS
from lambda_triage.facts.causes import causes
from lambda_triage.findings import Role, Unknown

ROOT = Path(lambda_triage.checks.__file__).parent
HEADINGS = ["What it finds", "Why it matters", "What it reads", "When it is wrong", "Examples"]
EACH = pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)


def examples(page: str) -> list[str]:
    return re.split(r"^### ", page, flags=re.MULTILINE)[1:]


def test_every_file_on_disk_is_in_the_catalogue():
    on_disk = {
        f"{path.parent.name.replace('_', '-')}/{path.stem.replace('_', '-')}"
        for path in ROOT.glob("*/*.py")
        if path.stem != "__init__"
    }

    assert set(CATALOG) == on_disk


def test_no_check_is_listed_twice():
    assert len(set(CATALOG)) == len(CATALOG)


@EACH
def test_page_has_every_heading_and_its_title(check):
    headings = [line[3:] for line in check.page.splitlines() if line.startswith("## ")]

    assert headings == HEADINGS
    assert check.page.startswith(f"# {check.title}\n")


RAW = ("log", "json", "yaml", "zip", "file")  # blocks that are written as users have them


@EACH
def test_page_shows_the_check_firing_from_a_raw_file(check):
    firing = [e for e in examples(check.page) if re.search(r"```finding\n(?!unknown:)\S", e)]

    assert any(f"```{kind}" in e for e in firing for kind in RAW)


@EACH
def test_page_shows_a_near_miss_and_missing_evidence(check):
    silent = [e for e in examples(check.page) if "```finding\n```" in e]

    assert silent, "no example where the check stays silent"
    assert "\nunknown: " in check.page, "no example with one resource's evidence missing"


@EACH
def test_near_miss_of_a_signature_contains_the_signal(check):
    if check.role is not Role.SIGNATURE or not check.signatures:
        return
    quiet = [e for e in examples(check.page) if "```finding\n```" in e or "(nothing failed)" in e]
    literals = [(t, s.caseless) for s in check.signatures for t in s.literals]
    shown = "\n".join(quiet).replace("⇥", "\t")

    assert any(t in shown or (c and t.lower() in shown.lower()) for t, c in literals)


@EACH
def test_silence_without_evidence_is_impossible(check):
    with Case() as case:
        said = check.run(Scene(case))

    assert said
    assert all(isinstance(s, Unknown) for s in said)


@EACH
def test_nothing_is_found_in_empty_tables(check):
    with Case() as case:
        for table in TABLES:
            case.add(table, [])
        said = [s for s in check.run(Scene(case)) if not isinstance(s, Unknown)]

    assert said == []


@EACH
def test_cause_is_in_the_closed_list(check):
    assert check.cause is None or check.cause in causes()


@EACH
def test_check_reads_only_what_exists(check):
    known = {t.name for t in TABLES} | {v.name for v in VIEWS} | {"functions"}
    known |= {kind.KIND for kind in KINDS}

    assert set(check.reads) <= known


@EACH
def test_signatures_name_their_source_and_confirm_their_literals(check):
    for signature in check.signatures:
        assert len(signature.source) > 10
        assert signature.id.startswith(f"{check.id}.")
        assert all(len(literal.encode()) >= 5 for literal in signature.literals)
        assert re.compile(signature.pattern, re.MULTILINE)


def test_signature_ids_are_unique():
    ids = [s.id for check in checks() for s in check.signatures]

    assert sorted(set(ids)) == sorted(ids)
