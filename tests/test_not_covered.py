"""What is not covered is a short list, and every reason is one of a closed set."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "not-covered.md"
MOST = 60


def parts() -> tuple[set[str], list[list[str]]]:
    text = PAGE.read_text(encoding="utf-8").splitlines()
    reasons = {line.split("**")[1] for line in text if line.startswith("- **")}
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in text if line[:2] == "| "]
    return reasons, rows[1:]


def test_every_reason_is_one_of_the_closed_set() -> None:
    reasons, rows = parts()
    assert {row[1] for row in rows} <= reasons


def test_the_list_stays_short() -> None:
    assert 0 < len(parts()[1]) <= MOST


def test_nothing_is_told_twice() -> None:
    told = [row[0] for row in parts()[1]]
    assert len(told) == len(set(told))
