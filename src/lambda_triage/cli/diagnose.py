"""`lambda-triage diagnose`: evidence in, verdict out."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import BY_VERDICT
from lambda_triage.cli.live import target, target_options
from lambda_triage.errors import UsageError
from lambda_triage.pipeline.target import Access, Target

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1)
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
@click.option("--live", is_flag=True, help="Ask AWS for the stack that a project folder deploys.")
@click.option("--bundle", type=FILE, help="Keep what AWS answered in this folder.")
@target_options
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
    live: bool,
    bundle: Path | None,
    show_secrets: bool,
    budget: int,
    profile: str | None,
    region: str | None,
    role_arn: str | None,
    **wanted: Any,
) -> None:
    """Say what is wrong with a Lambda function, why, and what to change.

    PATHS are exported logs, AWS answers in JSON, folders, globs or archives; - reads stdin. With
    --function, --stack or --live AWS is asked, read-only; without them nothing leaves the machine.
    """
    access = Access(profile, region, role_arn)
    collection = _evidence(paths, target(**wanted), access, bundle, config_env, budget, live=live)
    from lambda_triage.pipeline.diagnose import diagnose as run

    with collection as evidence:
        report = run(
            evidence,
            stdin=sys.stdin.buffer if "-" in evidence else None,
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


def _evidence(
    paths: tuple[str, ...],
    asked: Target,
    access: Access,
    bundle: Path | None,
    environment: str | None,
    budget: int,
    *,
    live: bool,
) -> AbstractContextManager[tuple[str, ...]]:
    """The paths to diagnose: those given, and a bundle where AWS is to be asked."""
    if not (paths or live or asked.functions or asked.stack):
        raise UsageError("nothing to diagnose; give files, --function or --stack")
    if not (live or asked.functions or asked.stack):
        return nullcontext(paths)
    from lambda_triage.pipeline.live import brought

    return brought(
        paths,
        asked,
        access,
        bundle,
        environment=environment,
        budget=budget,
        progress=out.calls(),
    )
