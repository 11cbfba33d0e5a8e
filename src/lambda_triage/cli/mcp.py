"""`lambda-triage mcp`: the server that agents use."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import click

from lambda_triage.errors import UsageError


@click.command()
@click.option("--http", metavar="HOST:PORT", help="Serve HTTP on loopback instead of stdio.")
@click.option("--allow-write", is_flag=True, help="Allow tools that change AWS or replace files.")
@click.option(
    "--allow-sensitive-data-access", is_flag=True, help="Allow tools to show lines of live logs."
)
def mcp(http: str | None, allow_write: bool, allow_sensitive_data_access: bool) -> None:
    """Serve the Model Context Protocol: diagnosis as tools for agents.

    Over HTTP each request needs a token: that of LAMBDA_TRIAGE_MCP_TOKEN, or one that is printed.
    """
    if find_spec("mcp") is None:
        raise UsageError("the MCP server needs more; pip install 'lambda-triage[mcp]'")
    if http is not None:
        from lambda_triage.mcp import http as over

        sys.exit(over.run(http, write=allow_write, sensitive=allow_sensitive_data_access))
    from lambda_triage.mcp import stdio

    sys.exit(stdio.run(write=allow_write, sensitive=allow_sensitive_data_access))
