"""`lambda-triage demo`: the bundled incidents, diagnosed."""

from __future__ import annotations

from pathlib import Path

import click

from lambda_triage.cli import output as out


@click.command()
@click.argument("name", required=False)
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    help="Write the HTML reports into this folder, too.",
)
def demo(name: str | None, html: Path | None) -> None:
    """Diagnose the bundled incidents, which come from running real handlers.

    NAME is one of them; without it, all.
    """
    from lambda_triage.pipeline.demo import incidents
    from lambda_triage.pipeline.diagnose import diagnose

    for incident in incidents(name):
        report = diagnose([str(incident.folder)])
        click.echo(f"\n── {incident.name}: {incident.about}\n")
        data = out.render(
            report,
            out.Format.terminal,
            details=False,
            color=out.wants_color(),
            width=out.terminal_width(),
        )
        out.write(data, None)
        if html is not None:
            html.mkdir(parents=True, exist_ok=True)
            page = out.render(report, out.Format.html, details=True, color=False, width=80)
            out.write(page, html / f"{incident.name}.html")
