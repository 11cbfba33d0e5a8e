"""`lambda-triage validate`: what is wrong with a template, before it is deployed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import Exit

if TYPE_CHECKING:
    from lambda_triage.reports.validation import Validation

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="TEMPLATE...")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@click.option("--output", "-o", type=FILE, help="Write the answer to this file.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--no-lint", is_flag=True, help="Run our own checks only, in half a second.")
@click.option("--if-template", is_flag=True, help="Pass over files that are no templates.")
@click.option("--config-env", help="Environment of samconfig files; default is `default`.")
@click.option("--exceptions", type=FILE, help="File of accepted findings, in TOML.")
def validate(
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    strict: bool,
    no_lint: bool,
    if_template: bool,
    config_env: str | None,
    exceptions: Path | None,
) -> None:
    """Say what is wrong with templates before they are deployed.

    SAM, CloudFormation, CDK output, Terraform and serverless.yml, under any name: files, or folders
    to look for them in. cfn-lint runs as well, where `pip install 'lambda-triage[validate]'` has
    installed it. Exits with 1 where an error is found.
    """
    from lambda_triage.pipeline.validate import validate as run
    from lambda_triage.reports.validation import Level

    found = run(
        paths,
        lint=not no_lint,
        others=if_template,
        environment=config_env,
        exceptions=exceptions,
        texts=form == "sarif",
    )
    out.write(_rendered(found, form, color=output is None and out.wants_color()), output)
    failed = found.count(Level.ERROR) or (strict and found.count(Level.WARNING))
    if failed:
        sys.exit(Exit.FOUND)
    sys.exit(Exit.DONE if found.whole else Exit.INTERNAL)


def _rendered(found: Validation, form: str, *, color: bool) -> bytes:
    if form == "json":
        from lambda_triage.reports.validation import render_json

        return render_json(found)
    if form == "sarif":
        from lambda_triage.reports.sarif import render_sarif

        return render_sarif(found)
    from lambda_triage.reports.validation_text import render_github, render_text

    if form == "github":
        return render_github(found).encode("utf-8", "replace")
    return render_text(found, color=color).encode("utf-8", "replace")
