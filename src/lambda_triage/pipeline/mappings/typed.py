"""Settings against botocore's model: unknown names, wrong types, values out of range."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from lambda_triage.sources.aws.parameters import version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.parameters import Parameter

Verdict: TypeAlias = Literal["refused", "advice", "unknown"]
MOST_ITEMS = 100  # of a list that are looked at
SHOWN = 60  # characters of a value
TYPES = {
    "string": "a text", "integer": "a whole number", "long": "a whole number",
    "boolean": "true or false", "timestamp": "a time", "structure": "an object", "list": "a list",
    "map": "an object", "double": "a number", "float": "a number",
}  # fmt: skip


class Problem(Struct, frozen=True):
    """One thing about one setting.

    verdict  refused: AWS does not take it; advice: it takes it, and it will hurt; unknown: what
             decides is not in the evidence
    write    what to write instead; source: who says so
    """

    verdict: Verdict
    setting: str
    why: str
    write: str | None
    source: str


def typed(
    value: Json, wants: Mapping[str, Parameter], path: str = "", *, skip: frozenset[str]
) -> Iterator[Problem]:
    """What the model refuses of an object's members; *skip*: names that are not looked at."""
    if not isinstance(value, dict):
        return
    for name, given in value.items():
        at = f"{path}{name}"
        if name in skip:
            continue
        if name not in wants:
            yield Problem("refused", at, "no such setting", _nearest(name, wants), version())
        else:
            yield from _value(given, wants[name], at)


def is_reference(value: Json) -> bool:
    """Whether a template computes it, so that its value is not known."""
    return (
        isinstance(value, dict)
        and len(value) == 1
        and next(iter(value)).startswith(("Ref", "Fn::", "Condition"))
    )


def _nearest(name: str, wants: Mapping[str, Parameter]) -> str:
    folded = {known.lower(): known for known in wants}
    near = folded.get(name.lower()) or next(
        iter(get_close_matches(name, wants, n=1, cutoff=0.5)), None
    )
    return near or f"one of {', '.join(sorted(wants))[:300]}"


def _value(given: Json, want: Parameter, at: str) -> Iterator[Problem]:
    if is_reference(given):
        return
    if not _fits(given, want.kind):
        hint = TYPES.get(want.kind, want.kind)
        if isinstance(given, str) and want.kind in ("integer", "long", "boolean"):
            hint = f"{given[:SHOWN]} without quotes"
        why = f"{_shown(given)} is not {TYPES.get(want.kind, want.kind)}"
        yield Problem("refused", at, why, hint, version())
        return
    yield from _range(given, want, at)
    if want.kind == "structure":
        yield from typed(given, want.members, f"{at}.", skip=frozenset())
    elif isinstance(given, list) and want.item is not None:
        for number, one in enumerate(given[:MOST_ITEMS]):
            yield from _value(one, want.item, f"{at}[{number}]")
    elif isinstance(given, dict) and want.kind == "map":
        yield from _map(given, want, at)


def _map(given: dict[str, Json], want: Parameter, at: str) -> Iterator[Problem]:
    for name, one in given.items():
        if want.keys and name not in want.keys:
            why = f"{name[:SHOWN]} is none of {', '.join(want.keys)}"
            yield Problem("refused", at, why, want.keys[0], version())
        elif want.item is not None:
            yield from _value(one, want.item, f"{at}.{name}")


def _fits(given: Json, kind: str) -> bool:
    match kind:
        case "string":
            return isinstance(given, str)
        case "integer" | "long":
            return isinstance(given, int) and not isinstance(given, bool)
        case "double" | "float":
            return isinstance(given, int | float) and not isinstance(given, bool)
        case "boolean":
            return isinstance(given, bool)
        case "timestamp":
            return isinstance(given, str | int | float) and not isinstance(given, bool)
        case "list":
            return isinstance(given, list)
        case _:
            return isinstance(given, dict)


def _range(given: Json, want: Parameter, at: str) -> Iterator[Problem]:
    if isinstance(given, bool):
        return
    size = given if isinstance(given, int | float) else len(given) if given is not None else 0
    least = -math.inf if want.least is None else want.least
    most = math.inf if want.most is None else want.most
    if not least <= size <= most:
        counted = "" if isinstance(given, int | float) else "length "
        why = f"{counted}{size} is outside {_bounds(want)}"
        write = str(round(min(max(size, least), most))) if not counted else None
        yield Problem("refused", at, why, write, version())
    elif want.words and isinstance(given, str) and given not in want.words:
        near = get_close_matches(given.upper(), want.words, n=1, cutoff=0.4)
        why = f"{_shown(given)} is none of {', '.join(want.words)}"
        yield Problem("refused", at, why, near[0] if near else want.words[0], version())
    elif want.pattern and isinstance(given, str) and not _matches(want.pattern, given):
        why = f"{_shown(given)} does not have the form {want.pattern[:120]}"
        yield Problem("refused", at, why, None, version())


def _bounds(want: Parameter) -> str:
    least = "" if want.least is None else f"{want.least:,}"
    most = "" if want.most is None else f"{want.most:,}"
    return f"{least} to {most}" if least and most else f"at least {least}" if least else most


def _matches(pattern: str, text: str) -> bool:
    """Whether the text has the form; yes where Python does not know the pattern's language.

    The patterns are the model's; none of them nests one repetition in another, and a text that is
    longer than the model allows was refused before.
    """
    try:
        return re.fullmatch(pattern, text[:10_000]) is not None
    except re.error:
        return True


def _shown(given: Json) -> str:
    told = repr(given) if isinstance(given, str) else str(given)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
