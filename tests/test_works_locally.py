"""The page on local runs names only checks that exist."""

from __future__ import annotations

import re
from pathlib import Path

from lambda_triage.checks.catalog import CATALOG

PAGE = Path(__file__).parent.parent / "docs/works-locally.md"


def test_every_check_that_the_page_names_exists():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    named = set(re.findall(r"`([a-z]+/[a-z0-9-]+)`", "\n".join(rows)))

    assert len(named) > 30
    assert sorted(named - set(CATALOG)) == []
