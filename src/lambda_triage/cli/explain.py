"""`lambda-triage explain`: a check, a cause, or a line of a log, in words."""

from __future__ import annotations

import click


@click.command()
@click.argument("subject")
def explain(subject: str) -> None:
    """Explain a check, a cause, or an error message.

    SUBJECT is a check (family/slug), a cause slug, or an error line in quotes.
    """
    from lambda_triage.pipeline.explain import explain as words

    click.echo(words(subject), nl=False)
