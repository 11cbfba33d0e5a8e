"""`lambda-triage explain-trigger`: would this event have invoked the function, and if not, why."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lambda_triage.cli.exits import Exit
from lambda_triage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.pipeline.trigger import Explained, Step

EXITS = {"yes": Exit.DONE, "no": Exit.FOUND, "unknown": Exit.INCONCLUSIVE}
WORDS = {"yes": "would have invoked", "no": "would not have invoked", "unknown": "cannot tell"}


class TriggerFormat(StrEnum):
    """Forms of the answer."""

    terminal = "terminal"
    json = "json"


def explain_trigger(
    event: Annotated[
        str,
        typer.Argument(help="File with one sample event, as its service writes it; - is stdin."),
    ],
    paths: Annotated[
        list[str],
        typer.Argument(help="Recorded rules, mappings, subscriptions, policies, templates …"),
    ],
    function: Annotated[
        str | None, typer.Option("--function", help="Only ways to this function: ARN or name.")
    ] = None,
    carrier: Annotated[
        str | None,
        typer.Option("--carrier", help="What carries a bare body: sqs, sns, eventbridge, …"),
    ] = None,
    told: Annotated[
        str | None,
        typer.Option("--as", help="Operation of answers that fit several: lambda.GetPolicy."),
    ] = None,
    format: Annotated[
        TriggerFormat, typer.Option("--format", "-f", help="Form of the answer.")
    ] = TriggerFormat.terminal,
) -> None:
    """Say whether an event would have invoked a function, and if not, at which edge and why."""
    from lambda_triage.pipeline.trigger import explain_trigger as explain

    found = explain(_text(event), paths, carrier=carrier, function=function, told=told)
    if format is TriggerFormat.json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(_plain(found)), indent=2).decode())
    else:
        for line in _lines(found):
            typer.echo(line)
    raise typer.Exit(EXITS[found.answer])


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
