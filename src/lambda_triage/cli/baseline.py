"""`lambda-triage baseline`: what is known today, so that tomorrow's report says what is new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lambda_triage.cli import output as out


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the baseline to this file."
)
def baseline(paths: tuple[str, ...], output: Path | None) -> None:
    """Write the findings of this evidence as a baseline for `diagnose --baseline`.

    PATHS are the evidence, as for diagnose.
    """
    from lambda_triage.pipeline.diagnose import diagnose as run
    from lambda_triage.pipeline.exceptions import baseline as write

    report = run(paths, stdin=sys.stdin.buffer if "-" in paths else None)
    known = [(f.id, f.check, f.resource, f.summary) for f in report.findings]
    out.write(write(known), output)
