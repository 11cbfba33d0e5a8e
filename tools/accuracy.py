"""Writes docs/accuracy.md: what `lambda-triage bench` prints on each set of labelled incidents."""

from __future__ import annotations

import sys
from pathlib import Path

from lambda_triage.bench import render
from lambda_triage.bench.run import run
from lambda_triage.pipeline.diagnose import diagnose

ROOT = Path(__file__).parent.parent
HEAD = """# Accuracy

What `lambda-triage bench PATH --misses` prints, unedited (`make accuracy` writes this page).
[How it is scored](bench.md).

**What to expect on incidents nobody tuned for** is in the first looks: each set was written or collected
by somebody who had not read the rules, and this is what the first run said, before any rule was changed.

| set | top-1 | wrongly sure | healthy left alone |
|---|---|---|---|
| 48 whole evidence folders, 30 of them without a decisive line; 12 healthy ones | 32/48 (67 %) | 1/48 | 9/12 |
| the same after other work, misses of the 48 still unseen | 34/48 (71 %) | 1/48 | 11/12 |
| 114 real reported incidents: permissions, network, services, triggers, deployment | 96/114 (84 %) | 1/117 | |
| 56 real reported incidents: time, memory, packages, start | 49/56 (88 %) | 3/64 | |
| 56 real reported incidents: deployment output, triggers, event shapes | 41/56 (73 %) | 3/56 | |
| 61 more real reported incidents, of the causes that the others had fewest of | 50/61 (82 %) | 0/61 | |
| 210 healthy folders, written to provoke false alarms | | 32/210 | 171/210 (81 %) |
| 80 more, by somebody else, after the misses of the 210 were worked on | | 4/80 | 75/80 (94 %) |
| 114 evidence folders of an earlier round, now in the set below | 80 % | 2/114 | |

The real reports are other people's texts and are not part of this repository.

**Below, nothing is blind.** The misses of these sets were read while rules were written, so their figures
are too good to be expected elsewhere; they show what breaks, and how sure the tool is when it is wrong.

- **own-incidents.jsonl** is made of the examples on the check pages, by those who wrote the rules.
- **tests/incidents** are whole evidence folders: written ones, half of them by people who had not read the
  rules, and executed ones, recorded from functions that really failed. *Perturbed* is the same with other
  names, ids, dates and line numbers, 30 % of the lines left out and the files in another order.
"""


def main() -> int:
    """Run the project's own sets and every file named, and write the page."""
    own, cases = ROOT / "benchmarks" / "own-incidents.jsonl", ROOT / "tests" / "incidents"
    parts = [HEAD]
    for title, path, perturbed in (
        ("tests/incidents", cases, False),
        ("tests/incidents, perturbed", cases, True),
        (own.name, own, False),
        *((Path(name).name, Path(name), False) for name in sys.argv[1:]),
    ):
        result = run([path], diagnose, perturbed=perturbed)
        told = render.as_text(result, misses=not perturbed)
        parts.append(f"## {title}\n\n```\n{told}```\n")
    (ROOT / "docs" / "accuracy.md").write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
