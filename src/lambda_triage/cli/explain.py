"""`lambda-triage explain`: a check, a cause, or a line of a log, in words."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    subject: Annotated[
        str, typer.Argument(help="A check (family/slug), a cause slug, or an error line in quotes.")
    ],
) -> None:
    """Explain a check, a cause, or an error message."""
    from lambda_triage.pipeline.explain import explain as words

    typer.echo(words(subject), nl=False)
