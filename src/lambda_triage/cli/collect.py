"""`lambda-triage collect`: evidence from AWS into a bundle, to be diagnosed by anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.live import target, target_options
from lambda_triage.pipeline.target import Access


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@target_options
@click.option("--config-env", help="Environment of samconfig files; default is `default`.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the bundle, or a file that ends in .tar.gz or .tar.zst.",
)
def collect(
    project: Path | None,
    output: Path,
    config_env: str | None,
    budget: int,
    profile: str | None,
    region: str | None,
    role_arn: str | None,
    **wanted: Any,
) -> None:
    """Ask AWS for the evidence about a function or a stack, read-only, and keep it in a bundle.

    PROJECT is a folder whose samconfig or cdk.json names the stack. Secrets are replaced before
    anything is written. The same command goes on where it was interrupted.
    """
    from lambda_triage.pipeline.live import into, summary

    access = Access(profile, region, role_arn)
    found = into(
        output,
        target(**wanted),
        access,
        project,
        environment=config_env,
        budget=budget,
        progress=out.calls(),
    )
    for line in summary(found, output):
        click.echo(line)
