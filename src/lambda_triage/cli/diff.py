"""`lambda-triage diff`: what is resolved, still present and new between two states."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.exits import Exit

BY_RESULT = {
    "nothing_new": Exit.DONE,
    "problems": Exit.FOUND,
    "cannot_tell": Exit.INCONCLUSIVE,
}


@click.command()
@click.argument("before")
@click.argument("after")
@out.formats("terminal")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the answer to this file."
)
@out.THREADS
def diff(before: str, after: str, form: str, output: Path | None, threads: int) -> None:
    """Say what is resolved, still present and new between two states.

    BEFORE and AFTER are each a report in JSON, a bundle, or a file or folder of evidence. A
    difference of measured things is claimed only where it is significant, and what is gone counts
    as resolved only where it would have been seen.

    Exit code: 0 nothing is wrong now, 1 causes are new or still present, 3 cannot tell.
    """
    from lambda_triage.pipeline.diff import diff as run

    found = run(before, after, threads=threads)
    if form == "json":
        import msgspec

        data = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    else:
        from lambda_triage.reports.difference_text import render

        data = render(found, width=out.terminal_width()).encode("utf-8", "replace")
    out.write(data, output)
    sys.exit(BY_RESULT[found.result])
