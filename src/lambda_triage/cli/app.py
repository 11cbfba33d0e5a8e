"""The application: its commands, and how every failure becomes one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from lambda_triage import __version__
from lambda_triage.cli.baseline import baseline
from lambda_triage.cli.bench import bench
from lambda_triage.cli.checks import checks
from lambda_triage.cli.collect import collect
from lambda_triage.cli.demo import demo
from lambda_triage.cli.diagnose import diagnose
from lambda_triage.cli.diff import diff
from lambda_triage.cli.doctor import doctor
from lambda_triage.cli.exits import Exit
from lambda_triage.cli.explain import explain
from lambda_triage.cli.iam_policy import iam_policy
from lambda_triage.cli.journey import journey
from lambda_triage.cli.mcp import mcp
from lambda_triage.cli.query import query
from lambda_triage.cli.trigger import explain_trigger
from lambda_triage.cli.validate import validate
from lambda_triage.errors import TriageError


class _Enough(Exception):
    """The reader of the output (head, less) has gone; click would leave with 1, a finding."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _Enough from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lambda-triage", message="%(prog)s %(version)s")
def app() -> None:
    """Why is my AWS Lambda application failing, slow or expensive, and what do I change?"""


COMMANDS = (
    diagnose, collect, diff, explain, explain_trigger, journey, checks, demo, baseline, bench,
    doctor, iam_policy, query, validate, mcp,
)  # fmt: skip
for command in COMMANDS:
    app.add_command(command)


def _stopped() -> NoReturn:
    print("lambda-triage: stopped", file=sys.stderr)
    sys.exit(Exit.INTERRUPTED)


def run() -> None:
    """Run the application and leave the process with the promised code."""
    try:
        sys.exit(app(prog_name="lambda-triage", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except TriageError as error:
        from lambda_triage.reports.visible import visible

        print(f"lambda-triage: {visible(str(error))}", file=sys.stderr)
        sys.exit(Exit.USAGE)
    except (BrokenPipeError, _Enough):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.DONE)
    except (KeyboardInterrupt, click.Abort):
        _stopped()
    except Exception as error:
        if str(error) == "Query interrupted":  # what DuckDB makes of a Ctrl-C
            _stopped()
        if os.environ.get("LAMBDA_TRIAGE_TRACEBACK"):
            raise
        from lambda_triage.reports.visible import one_line

        told = one_line(f"{type(error).__name__}: {error}".partition("\n")[0])
        print(
            f"lambda-triage: internal error: {told}"
            " (set LAMBDA_TRIAGE_TRACEBACK=1 and report what it prints)",
            file=sys.stderr,
        )
        sys.exit(Exit.INTERNAL)
