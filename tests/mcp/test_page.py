"""The page of the server names every tool, and the flag without which it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from lambda_triage.mcp.registry import tools

PAGE = Path(__file__).parents[2] / "docs/mcp.md"
FLAGS = {None: "–", "write": "--allow-write", "sensitive": "--allow-sensitive-data-access"}


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.name)
def test_the_page_names_the_tool_and_its_flag(tool) -> None:
    (row,) = [
        line for line in PAGE.read_text().splitlines() if line.startswith(f"| `{tool.name}` |")
    ]
    assert FLAGS[tool.gate] in row.split("|")[-2]
