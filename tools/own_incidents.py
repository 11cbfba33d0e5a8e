"""Writes benchmarks/own-incidents.jsonl: labelled cases from the pages and the recorded demos.

The cases were made by the people who wrote the rules, so a score on them shows what has broken, not
how good the rules are.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from lambda_triage.checks.catalog import checks
from lambda_triage.findings import Role

OUT = Path(__file__).parent.parent / "benchmarks" / "own-incidents.jsonl"
BLOCK = re.compile(r"^```(\w+)(?: ([\w.-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEYS = {
    "Timeout": "timeout_s",
    "MemorySize": "memory_mb",
    "Runtime": "runtime",
    "Handler": "handler",
}


def rows() -> list[dict[str, object]]:
    """One row per example that names a cause or stays silent, in the order of the catalogue."""
    found = []
    for check in checks():
        if check.role is not Role.SIGNATURE:
            continue
        for section in re.split(r"^### ", check.page, flags=re.MULTILINE)[1:]:
            title, _, body = section.partition("\n")
            row = _row(BLOCK.findall(body))
            if row is not None:
                found.append({"id": f"{check.id}: {title.strip()}", **row})
    return found


def _row(blocks: list[tuple[str, str, str]]) -> dict[str, object] | None:
    logs = [t for kind, _, t in blocks if kind == "log"]
    said = next((t for kind, _, t in blocks if kind == "finding"), "")
    cause = re.search(r"^cause: (\w+)$", said, re.MULTILINE)
    if len(logs) != 1 or cause is None or any(kind == "csv" for kind, _, _ in blocks):
        return None
    config: dict[str, object] = {}
    for kind, _, text in blocks:
        if kind == "json":
            body = json.loads(text)
            config = {KEYS[k]: v for k, v in body.items() if k in KEYS}
            config["architecture"] = (body.get("Architectures") or ["x86_64"])[0]
            config["vpc"] = bool(body.get("VpcConfig"))
            config["package_type"] = body.get("PackageType", "Zip")
    return {
        "logs": logs[0].replace("⇥", "\t").rstrip("\n").split("\n"),
        "config": config,
        "label": {"category": cause[1], "also_acceptable": []},
        "decidable_from": "logs+config" if config else "logs",
    }


def main() -> int:
    """Write or check the file."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows())
    if "--check" in sys.argv:
        fresh = OUT.exists() and OUT.read_text(encoding="utf-8") == text
        if not fresh:
            print("benchmarks/own-incidents.jsonl is stale: run `make docs`")
        return int(not fresh)
    OUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
