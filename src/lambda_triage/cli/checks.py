"""`lambda-triage checks`: everything that is looked for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class ListFormat(StrEnum):
    """Forms of a list."""

    text = "text"
    json = "json"


def checks(
    format: Annotated[
        ListFormat, typer.Option("--format", "-f", help="Form of the list.")
    ] = ListFormat.text,
) -> None:
    """List every check, with the cause it names."""
    from lambda_triage.checks.catalog import checks as catalog

    if format is ListFormat.json:
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
        typer.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
        return
    wide = max(len(c.id) for c in catalog())
    for check in catalog():
        typer.echo(f"{check.id:<{wide}}  {check.severity:<8}  {check.title}")
