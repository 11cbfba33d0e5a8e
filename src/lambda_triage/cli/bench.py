"""`lambda-triage bench`: accuracy on labelled incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bench(
    files: Annotated[
        list[Path], typer.Argument(help="Labelled incidents, one JSON object a line.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed.")] = False,
) -> None:
    """Measure the accuracy of the diagnosis on labelled incidents."""
    from lambda_triage.bench import render
    from lambda_triage.bench.run import run
    from lambda_triage.pipeline.diagnose import diagnose

    result = run(files, diagnose)
    typer.echo(render.as_json(result) if json else render.as_text(result, misses=misses), nl=False)
