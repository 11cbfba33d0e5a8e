"""`lambda-triage bench`: accuracy on labelled incidents."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", is_flag=True, help="Print JSON.")
@click.option("--perturb", is_flag=True, help="Rename, thin out and shuffle the evidence first.")
@click.option("--misses", is_flag=True, help="List what was missed.")
def bench(files: tuple[Path, ...], json: bool, perturb: bool, misses: bool) -> None:
    """Measure the accuracy of the diagnosis on labelled incidents.

    FILES are JSON lines, or folders of cases.
    """
    from lambda_triage.bench import render
    from lambda_triage.bench.run import run
    from lambda_triage.pipeline.diagnose import diagnose

    result = run(files, diagnose, perturbed=perturb)
    click.echo(render.as_json(result) if json else render.as_text(result, misses=misses), nl=False)
