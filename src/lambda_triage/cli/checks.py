"""`lambda-triage checks`: everything that is looked for."""

from __future__ import annotations

import click

from lambda_triage.cli.output import formats


@click.command()
@formats("text")
def checks(form: str) -> None:
    """List every check, with the cause it names."""
    from lambda_triage.checks.catalog import checks as catalog

    if form == "json":
        import msgspec

        rows = [
            {
                "id": c.id,
                "title": c.title,
                "severity": c.severity.value,
                "role": c.role.value,
                "cause": c.cause,
                "since": c.since,
                "reads": list(c.reads),
            }
            for c in catalog()
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
        return
    wide = max(len(c.id) for c in catalog())
    for check in catalog():
        click.echo(f"{check.id:<{wide}}  {check.severity:<8}  {check.title}")
