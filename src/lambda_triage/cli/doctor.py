"""`lambda-triage doctor`: what this machine and these credentials can do."""

from __future__ import annotations

import sys

import click

from lambda_triage.cli.exits import Exit
from lambda_triage.cli.live import access_options
from lambda_triage.cli.output import formats
from lambda_triage.pipeline.target import Access

MARKS = {"ok": "ok", "missing": "--", "denied": "no"}


@click.command()
@access_options
@formats("text")
def doctor(profile: str | None, region: str | None, role_arn: str | None, form: str) -> None:
    """Check identity, region, permissions and the programs of the workflow; changes nothing."""
    from lambda_triage.pipeline.doctor import examine

    lines = examine(Access(profile, region, role_arn))
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(lines), indent=2).decode())
    else:
        wide = max(len(line.name) for line in lines)
        for line in lines:
            click.echo(f"{MARKS[line.state]:<3} {line.name:<{wide}}  {line.told}")
            if line.step:
                click.echo(f"    {'':<{wide}}  → {line.step}")
    broken = any(line.needed and line.state != "ok" for line in lines)
    sys.exit(Exit.FOUND if broken else Exit.DONE)
