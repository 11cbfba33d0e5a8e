"""Write checks/index.json, the catalogue without its modules.

python tools/index.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

import lambda_triage.checks
from lambda_triage.checks.catalog import checks
from lambda_triage.checks.index import FILE, index


def main() -> int:
    """Write the file, or say that it is stale."""
    target = Path(lambda_triage.checks.__file__).parent / FILE
    data = index(checks())
    if "--check" in sys.argv:
        stale = not target.exists() or target.read_bytes() != data
        print(f"{FILE} is stale: run python tools/index.py" if stale else "up to date")
        return int(stale)
    target.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
