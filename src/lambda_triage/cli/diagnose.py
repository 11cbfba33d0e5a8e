"""`lambda-triage diagnose`: evidence in, verdict out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import BY_VERDICT


def diagnose(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Exported logs, AWS answers in JSON, folders, globs or archives; - reads stdin."
        ),
    ],
    format: Annotated[
        out.Format, typer.Option("--format", "-f", help="Form of the answer.")
    ] = out.Format.terminal,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the answer to this file.")
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", "-d", help="Show every finding and statistic.")
    ] = False,
    threads: Annotated[
        int, typer.Option(help="Processes to read with; the answer does not depend on it.", min=1)
    ] = min(os.cpu_count() or 1, 4),
    told: Annotated[
        str | None,
        typer.Option("--as", help="Operation of answers that fit several: lambda.GetPolicy."),
    ] = None,
    exceptions: Annotated[
        Path | None, typer.Option("--exceptions", help="File of accepted findings, in TOML.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="File of known findings: says what is new.")
    ] = None,
    show_secrets: Annotated[
        bool, typer.Option("--show-secrets", help="Do not hide secrets in quoted lines.")
    ] = False,
) -> None:
    """Say what is wrong with a Lambda function, why, and what to change."""
    from lambda_triage.pipeline.diagnose import diagnose as run

    report = run(
        paths,
        stdin=sys.stdin.buffer if "-" in paths else None,
        threads=threads,
        progress=out.progress(),
        told=told,
        show_secrets=show_secrets,
        exceptions=exceptions,
        baseline=baseline,
    )
    data = out.render(
        report,
        format,
        details=details,
        color=output is None and out.wants_color(),
        width=out.terminal_width(),
    )
    out.write(data, output)
    raise typer.Exit(BY_VERDICT[report.verdict])
