"""Writes docs/accuracy.md: what `lambda-triage bench` prints on each set of labelled incidents."""

from __future__ import annotations

import sys
from pathlib import Path

from lambda_triage.bench import render
from lambda_triage.bench.run import run
from lambda_triage.pipeline.diagnose import diagnose

ROOT = Path(__file__).parent.parent
HEAD = """# Accuracy

What `lambda-triage bench FILE --misses` prints, unedited. Top-1 counts only when the verdict is
`cause_found`; a candidate below the bar counts for top-3 only; a healthy row is right only if it is
called healthy, or inconclusive without a cause. Intervals are 95 % Wilson intervals.

How to read it:

- **own-incidents.jsonl** is made of the examples on the check pages, by those who wrote the rules: it
  shows what has broken, not how good the rules are.
- A **development** set of real reported incidents, which is not part of this repository, was looked at
  while the rules were written. Its figures are therefore too good to be expected elsewhere.
"""

WRITTEN = """- **written-incidents.jsonl** was written without a look at the rules, in the forms in which incidents
  are posted. It is the set to look at.
"""


def main() -> int:
    """Run every file named, or the two in benchmarks/, and write the page."""
    named = [Path(a) for a in sys.argv[1:]]
    ours = [ROOT / "benchmarks" / f"{name}-incidents.jsonl" for name in ("written", "own")]
    files = [file for file in (*ours, *named) if file.exists()]
    parts = [HEAD + (WRITTEN if ours[0].exists() else "")]
    for file in files:
        result = run([file], diagnose)
        parts.append(f"## {file.name}\n\n```\n{render.as_text(result, misses=True)}```\n")
    (ROOT / "docs" / "accuracy.md").write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
