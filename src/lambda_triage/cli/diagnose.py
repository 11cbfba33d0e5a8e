"""`lambda-triage diagnose`: evidence in, verdict out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import BY_VERDICT

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice([form.value for form in out.Format]),
    default=out.Format.terminal.value,
    show_default=True,
    help="Form of the answer.",
)
@click.option("--output", "-o", type=FILE, help="Write the answer to this file.")
@click.option("--details", "-d", is_flag=True, help="Show every finding and statistic.")
@out.THREADS
@click.option("--as", "told", help="Operation of answers that fit several: lambda.GetPolicy.")
@click.option("--config-env", help="Environment of samconfig files; default is `default`.")
@click.option("--exceptions", type=FILE, help="File of accepted findings, in TOML.")
@click.option("--baseline", type=FILE, help="File of known findings: says what is new.")
@click.option("--show-secrets", is_flag=True, help="Do not hide secrets in quoted lines.")
def diagnose(
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    details: bool,
    threads: int,
    told: str | None,
    config_env: str | None,
    exceptions: Path | None,
    baseline: Path | None,
    show_secrets: bool,
) -> None:
    """Say what is wrong with a Lambda function, why, and what to change.

    PATHS are exported logs, AWS answers in JSON, folders, globs or archives; - reads stdin.
    """
    from lambda_triage.pipeline.diagnose import diagnose as run

    report = run(
        paths,
        stdin=sys.stdin.buffer if "-" in paths else None,
        threads=threads,
        progress=out.progress(),
        told=told,
        environment=config_env,
        show_secrets=show_secrets,
        exceptions=exceptions,
        baseline=baseline,
    )
    data = out.render(
        report,
        out.Format(form),
        details=details,
        color=output is None and out.wants_color(),
        width=out.terminal_width(),
    )
    out.write(data, output)
    sys.exit(BY_VERDICT[report.verdict])
