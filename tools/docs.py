"""Write the reference pages in docs/, and a table in the README, from the code; --check: are they stale?"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.checks.catalog import checks
from lambda_triage.diagnosis.causes import HYPOTHESES
from lambda_triage.evidence.documents import KINDS, Document
from lambda_triage.evidence.tables import TABLES
from lambda_triage.evidence.views import VIEWS
from lambda_triage.facts.causes import causes
from lambda_triage.mcp.registry import tools
from lambda_triage.sources.documents.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.mcp.tool import AnyTool

ROOT = Path(__file__).parent.parent
TOOLS = re.compile(r"(<!-- tools: [^\n]*-->\n).*?(<!-- /tools -->)", re.DOTALL)
FLAGS = {"write": "--allow-write", "sensitive": "--allow-sensitive-data-access"}
NOTE = "<!-- Written by tools/docs.py; do not edit. -->"


def check_page() -> str:
    """docs/checks.md."""
    lines = ["# Checks", "", NOTE, "", f"{len(checks())} checks, in the order they run.", ""]
    lines += ["| check | severity | role | cause | finds |", "|---|---|---|---|---|"]
    for check in checks():
        finds = check.page.partition("## What it finds\n")[2].strip().partition("\n\n")[0]
        cells = [
            f"`{check.id}`",
            check.severity,
            check.role,
            f"`{check.cause}`" if check.cause else "",
        ]
        lines.append(
            "| " + " | ".join([*cells, finds.replace("\n", " ").replace("|", "\\|")]) + " |"
        )
    return "\n".join(lines) + "\n"


def cause_page() -> str:
    """docs/causes.md."""
    weighed = {h.slug for h in HYPOTHESES}
    named: dict[str, list[str]] = {}
    for check in checks():
        if check.cause:
            named.setdefault(check.cause, []).append(check.id)
    known = [c for c in causes().values() if c.slug in named or c.slug in weighed]
    lines = [
        "# Causes",
        "",
        NOTE,
        "",
        f"{len(known)} of {len(causes())} causes can be concluded.",
        "",
    ]
    group = ""
    for cause in causes().values():
        if cause.group != group:
            group = cause.group
            lines += [
                "",
                f"## {group}",
                "",
                "| cause | meaning | first fix | concluded by |",
                "|---|---|---|---|",
            ]
        how = [f"`{c}`" for c in named.get(cause.slug, [])]
        how += ["weighed"] if cause.slug in weighed else []
        lines.append(
            f"| `{cause.slug}` | {cause.title} | {cause.first_fix} | {', '.join(how) or 'not yet'} |"
        )
    return "\n".join(lines) + "\n"


def evidence_page() -> str:
    """docs/evidence.md."""
    lines = [
        "# The evidence dictionary",
        "",
        NOTE,
        "",
        "NULL is unknown, never false and never a default.",
        "",
    ]
    for table in TABLES:
        lines += [
            f"## {table.name}",
            "",
            table.doc,
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{n}` | {c.type} | {c.doc.replace('|', '')} |" for n, c in table.columns.items()
        ] + [""]
    lines += [
        "## Documents",
        "",
        "AWS answers, and what templates declare of the same resources. An answer is recognised by",
        "its shape; where several operations answer alike, by its file's name",
        "(`get-queue-attributes.orders.json`) or by `--as sqs.GetQueueAttributes`.",
        "",
        "| document | read from | fields |",
        "|---|---|---|",
    ]
    for kind in KINDS:
        own = [n for n in kind.__struct_fields__ if n not in Document.__struct_fields__]
        read = ", ".join(o.name for o in OPERATIONS if o.kind is kind) or "templates, files"
        lines.append(f"| `{kind.KIND}` | {read} | {', '.join(own)} |")
    lines += ["", f"{len(OPERATIONS)} operations are read in all.", ""]
    lines += ["## Views", "", "Shared computations that checks and causes read.", ""]
    lines += [f"- `{v.name}`: {v.doc}" for v in VIEWS]
    return "\n".join(lines) + "\n"


def readme_page() -> str:
    """README.md with the table of the server's tools by the flag that they need."""
    rows: dict[str, list[str]] = {}
    for tool in tools():
        rows.setdefault(_flags(tool), []).append(f"`{tool.name}`")
    table = ["| tools | flag |", "|---|---|"]
    table += [f"| {', '.join(names)} | {flag} |" for flag, names in rows.items()]
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return TOOLS.sub(lambda found: found[1] + "\n".join(table) + "\n" + found[2], text)


def _flags(tool: AnyTool) -> str:
    """The flag without which a tool refuses, and those that it wants for a part of what it does."""
    needed = FLAGS[tool.gate] if tool.gate else None
    parts = [f"`{f}` for a part" for f in FLAGS.values() if f in tool.description and f != needed]
    plans = " unless `plan_only`" if "plan_only" in tool.takes.__struct_fields__ else ""
    return "; ".join([*([f"`{needed}`{plans}"] if needed else []), *parts]) or "none"


PAGES: dict[str, Callable[[], str]] = {
    "README.md": readme_page,
    "docs/causes.md": cause_page,
    "docs/checks.md": check_page,
    "docs/evidence.md": evidence_page,
}


def main() -> int:
    """Write or check every page; the exit code says whether all are fresh."""
    stale = []
    for name, render in PAGES.items():
        path, text = ROOT / name, render()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} is stale: run `make docs`")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
