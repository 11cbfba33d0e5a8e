"""Reads logs of test runs; fails when a test was skipped for a reason that is not listed here."""

from __future__ import annotations

import re
import sys
from pathlib import Path

# Reason (a pattern) → why it is allowed. Empty is best.
ALLOWED = {
    r"permissions do not bind root": "as root, tests/test_cli.py looks at the same as another user",
    r"root writes anywhere": "as root no folder is read-only; the same code runs where the cache is turned off",
}
SKIPPED = re.compile(r"^SKIPPED \[\d+\] \S+: (.*)$", re.MULTILINE)


def main() -> int:
    """Print every reason that is not allowed; the exit code says whether there is one."""
    text = "\n".join(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    reasons = sorted(set(SKIPPED.findall(text)))
    unknown = [r for r in reasons if not any(re.search(known, r) for known in ALLOWED)]
    for reason in unknown:
        print(f"skipped, and not allowed to be: {reason}")
    return bool(unknown)


if __name__ == "__main__":
    sys.exit(main())
