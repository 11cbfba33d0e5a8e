"""Write facts/answers.tsv: the shapes of the AWS answers that are read, out of botocore's model.

python tools/answers.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import botocore
import botocore.session

from lambda_triage.sources.documents.operations import OPERATIONS

TARGET = Path(__file__).parent.parent / "src/lambda_triage/facts/answers.tsv"


def main() -> int:
    """Write the table, or say that it is stale."""
    session = botocore.session.get_session()
    models: dict[str, object] = {}
    lines = [
        "# Shapes of AWS answers: operation, then its members; for lists and structures, their own.",
        f"# Source: the service models of botocore {botocore.__version__}; written by tools/answers.py",
    ]
    for operation in OPERATIONS:
        service, _, name = operation.name.partition(".")
        model = models.setdefault(service, session.get_service_model(service))
        shape = model.operation_model(name).output_shape
        members = {key: _members(member) for key, member in shape.members.items()}
        lines.append(f"{operation.name}\t{json.dumps(members, separators=(',', ':'))}")
    text = "\n".join(lines) + "\n"
    if "--check" in sys.argv:
        stale = _shapes(TARGET.read_text(encoding="utf-8")) != _shapes(text)
        print(f"{TARGET.name} is stale: run python tools/answers.py" if stale else "up to date")
        return int(stale)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(OPERATIONS)} operations")
    return 0


def _shapes(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def _members(shape) -> object:
    """`x` for a value, a list of names for an object, a list in a list for objects in a list."""
    if shape.type_name == "list":
        inner = _members(shape.member)
        return [inner if isinstance(inner, list) else []]
    if shape.type_name == "structure":
        return sorted(shape.members)
    if shape.type_name == "map":
        return sorted(getattr(shape.key, "enum", []) or ["*"])
    return "x"


if __name__ == "__main__":
    sys.exit(main())
