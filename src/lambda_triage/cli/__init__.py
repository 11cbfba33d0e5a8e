"""The command line: one file per command, thin over the pipeline."""

from __future__ import annotations


def main() -> None:
    """Run `lambda-triage`; exit codes: 0 healthy or done, 1 cause or problem found, 2 bad input,
    3 inconclusive, 4 internal error, 130 Ctrl-C."""
    from lambda_triage.cli.app import run

    run()
