"""Writes docs/report.schema.json from the contract; `--check` fails when the file is stale."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lambda_triage.reports.schema import schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "report.schema.json"


def text() -> str:
    """The file's content, as it should be."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str], target: Path = TARGET) -> int:
    """0 when written or up to date, 1 when stale, 2 on a wrong argument."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/schema.py [--check]", file=sys.stderr)
        return 2
    if arguments:
        fresh = target.is_file() and target.read_text(encoding="utf-8") == text()
        if not fresh:
            print(f"{target.name} is stale: run python tools/schema.py", file=sys.stderr)
        return 0 if fresh else 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
