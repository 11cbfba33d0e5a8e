"""`lambda-triage explain-trigger`: would this event have invoked the function, and if not, why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lambda_triage.cli.exits import Exit
from lambda_triage.cli.output import formats
from lambda_triage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.pipeline.trigger import Explained, Step

EXITS = {"yes": Exit.DONE, "no": Exit.FOUND, "unknown": Exit.INCONCLUSIVE}
WORDS = {"yes": "would have invoked", "no": "would not have invoked", "unknown": "cannot tell"}


@click.command("explain-trigger")
@click.argument("event")
@click.argument("paths", nargs=-1, required=True)
@click.option("--function", help="Only ways to this function: ARN or name.")
@click.option("--carrier", help="What carries a bare body: sqs, sns, eventbridge, …")
@click.option("--as", "told", help="Operation of answers that fit several: lambda.GetPolicy.")
@formats("terminal")
def explain_trigger(
    event: str,
    paths: tuple[str, ...],
    function: str | None,
    carrier: str | None,
    told: str | None,
    form: str,
) -> None:
    """Say whether an event would have invoked a function, and if not, at which edge and why.

    EVENT is a file with one sample event, as its service writes it; - is stdin.
    PATHS are recorded rules, mappings, subscriptions, policies, templates …
    """
    from lambda_triage.pipeline.trigger import explain_trigger as explain

    found = explain(_text(event), paths, carrier=carrier, function=function, told=told)
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(_plain(found)), indent=2).decode())
    else:
        for line in _lines(found):
            click.echo(line)
    sys.exit(EXITS[found.answer])


def _text(event: str) -> str:
    if event == "-":
        return sys.stdin.read()
    try:
        return Path(event).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{event} cannot be read ({error}); give a file with one event") from None


def _lines(found: Explained) -> Iterator[str]:
    if not found.ways:
        yield f"Cannot tell: nothing in the evidence carries {found.carrier} events to a function."
    for way in found.ways:
        name = way.function.rpartition(":")[2]
        yield f"{WORDS[way.answer].capitalize()} {name}, by the {way.by}."
        for step in way.steps:
            yield f"  {step.answer:<8} {step.what:<11} {step.why}{_where(found, step)}"


def _where(found: Explained, step: Step) -> str:
    at = step.place
    source = found.inputs[at.input] if at and 0 <= at.input < len(found.inputs) else ""
    told = " ".join(p for p in (source, (at.path or "") if at else "", step.clause or "") if p)
    return f"  ({told})" if told else ""


def _plain(found: Explained) -> dict[str, object]:
    """The answer as the JSON has it."""
    return {
        "answer": found.answer,
        "carrier": found.carrier,
        "source": found.source,
        "ways": [
            {
                "by": way.by,
                "function": way.function,
                "answer": way.answer,
                "steps": [
                    {
                        "what": step.what,
                        "answer": step.answer,
                        "why": step.why,
                        "clause": step.clause,
                        "source": _where(found, step).strip(" ()") or None,
                    }
                    for step in way.steps
                ],
            }
            for way in found.ways
        ],
    }
