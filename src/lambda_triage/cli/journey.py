"""`lambda-triage journey`: one request's way through functions, by an id that it carries."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import Exit


class JourneyFormat(StrEnum):
    """Forms of a journey."""

    terminal = "terminal"
    json = "json"


def journey(
    id: Annotated[
        str,
        typer.Argument(
            help="A trace id, correlation id, message id, execution ARN: any text of the lines."
        ),
    ],
    paths: Annotated[
        list[str], typer.Argument(help="Exported logs, folders, globs or archives; - reads stdin.")
    ],
    format: Annotated[
        JourneyFormat, typer.Option("--format", "-f", help="Form of the answer.")
    ] = JourneyFormat.terminal,
    threads: Annotated[int, typer.Option(help="Processes to read with.", min=1)] = min(
        os.cpu_count() or 1, 4
    ),
) -> None:
    """Follow one id through the functions that logged it, and say where it stops."""
    from lambda_triage.pipeline.journeys import STOPPED, follow

    found = follow(
        id,
        paths,
        stdin=sys.stdin.buffer if "-" in paths else None,
        threads=threads,
        progress=out.progress(),
    )
    if format is JourneyFormat.json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        from lambda_triage.reports.story import journey_lines

        for line in journey_lines(found):
            typer.echo(line)
    stopped = any(hop.outcome in STOPPED for hop in found.hops)
    raise typer.Exit(Exit.FOUND if stopped else Exit.DONE if found.hops else Exit.INCONCLUSIVE)
