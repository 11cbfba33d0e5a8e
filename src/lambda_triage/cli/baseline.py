"""`lambda-triage baseline`: what is known today, so that tomorrow's report says what is new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from lambda_triage.cli import output as out


def baseline(
    paths: Annotated[list[str], typer.Argument(help="The evidence, as for diagnose.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the baseline to this file.")
    ] = None,
) -> None:
    """Write the findings of this evidence as a baseline for `diagnose --baseline`."""
    from lambda_triage.pipeline.diagnose import diagnose as run
    from lambda_triage.pipeline.exceptions import baseline as write

    report = run(paths, stdin=sys.stdin.buffer if "-" in paths else None)
    known = [(f.id, f.check, f.resource, f.summary) for f in report.findings]
    out.write(write(known), output)
