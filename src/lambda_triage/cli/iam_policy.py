"""`lambda-triage iam-policy`: the permissions that a live diagnosis needs."""

from __future__ import annotations

import json

import click


@click.command("iam-policy")
@click.option(
    "--without",
    metavar="GROUP",
    multiple=True,
    help="Leave a group of calls out, such as traces or network; what it tells is then a gap.",
)
@click.option(
    "--with",
    "extra",
    metavar="GROUP",
    multiple=True,
    help="Add a group that is left out unless asked for: account, or queries for query --live.",
)
@click.option(
    "--logs-of",
    metavar="LOG_GROUP",
    multiple=True,
    help="Allow the events of this log group only, such as /aws/lambda/orders. Repeatable.",
)
def iam_policy(without: tuple[str, ...], extra: tuple[str, ...], logs_of: tuple[str, ...]) -> None:
    """Print the least-privilege policy for live collection, as JSON for IAM."""
    from lambda_triage.pipeline.permissions import policy

    click.echo(json.dumps(policy(without=without, extra=extra, logs_of=logs_of), indent=2))
