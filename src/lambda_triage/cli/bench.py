"""`lambda-triage bench`: accuracy on labelled incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bench(
    files: Annotated[
        list[Path], typer.Argument(help="Labelled incidents: JSON lines, or folders of cases.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    perturb: Annotated[
        bool, typer.Option("--perturb", help="Rename, thin out and shuffle the evidence first.")
    ] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed.")] = False,
) -> None:
    """Measure the accuracy of the diagnosis on labelled incidents."""
    from lambda_triage.bench import render
    from lambda_triage.bench.run import run
    from lambda_triage.pipeline.diagnose import diagnose

    result = run(files, diagnose, perturbed=perturb)
    typer.echo(render.as_json(result) if json else render.as_text(result, misses=misses), nl=False)
