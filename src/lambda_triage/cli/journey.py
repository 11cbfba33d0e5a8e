"""`lambda-triage journey`: one request's way through functions, by an id that it carries."""

from __future__ import annotations

import sys

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import Exit


@click.command()
@click.argument("id")
@click.argument("paths", nargs=-1, required=True)
@out.formats("terminal")
@out.THREADS
def journey(id: str, paths: tuple[str, ...], form: str, threads: int) -> None:
    """Follow one id through the functions that logged it, and say where it stops.

    ID is a trace id, correlation id, message id, execution ARN: any text of the lines.
    PATHS are exported logs, folders, globs or archives; - reads stdin.
    """
    from lambda_triage.pipeline.journeys import STOPPED, follow

    found = follow(
        id,
        paths,
        stdin=sys.stdin.buffer if "-" in paths else None,
        threads=threads,
        progress=out.progress(),
    )
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        from lambda_triage.reports.story import journey_lines

        for line in journey_lines(found):
            click.echo(line)
    stopped = any(hop.outcome in STOPPED for hop in found.hops)
    sys.exit(Exit.FOUND if stopped else Exit.DONE if found.hops else Exit.INCONCLUSIVE)
