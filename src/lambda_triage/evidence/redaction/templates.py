"""Templates in YAML, as text: environment variables and parameters without an echo, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.settings import clean_setting
from lambda_triage.evidence.redaction.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.redaction.redactor import Redactor

ITEM = re.compile(
    r"(?P<indent>[ ]*)(?P<dash>(?:- +)*)(?P<name>[\w.$:/-]+|\"[^\"]*\"|'[^']*')[ ]*:"
    r"(?P<gap>[ ]*)(?P<value>.*?)(?P<end>[ \t\r]*)"
)
# Blocks, aliases, intrinsic functions: nothing that is a value itself.
NO_VALUE = re.compile(r"$|[|>&*!{#\[]")
COMMENT = re.compile(r"[ \t]+#.*$")
ECHO = 30  # lines of a parameter


def clean_template(redactor: Redactor, text: str) -> str:
    """The same template: tokens are quoted where YAML would take their brackets for a list."""
    lines = text.split("\n")
    silent = set(_silent(lines))
    inside: int | None = None  # the indent of `Variables:`
    for number, line in enumerate(lines):
        item = ITEM.fullmatch(line)
        if item is None:
            continue
        indent = len(item["indent"])
        if inside is not None and indent <= inside:
            inside = None
        value = item["value"]
        if item["name"] in {"Variables", "variables"} and not value:
            inside = indent
        elif (number in silent or inside is not None) and not NO_VALUE.match(value):
            bare, quote = _unquoted(value)
            name = "password" if number in silent else item["name"].strip("\"'")
            told = clean_setting(redactor, name, bare)
            if told != bare:
                lines[number] = line[: item.start("value")] + _quoted(told, quote) + item["end"]
    clean = redactor.text("\n".join(lines))
    return "\n".join(_safe(line) for line in clean.split("\n"))


def _silent(lines: list[str]) -> Iterator[int]:
    """Lines with the default of a parameter that must not be shown."""
    for number, line in enumerate(lines):
        echo = ITEM.fullmatch(line)
        if echo is None or echo["name"] != "NoEcho" or "true" not in echo["value"].lower():
            continue
        for step in (-1, 1):
            for other in range(number + step, number + step * ECHO, step):
                item = ITEM.fullmatch(lines[other]) if 0 <= other < len(lines) else None
                if item is None or len(item["indent"]) < len(echo["indent"]):
                    break
                if item["indent"] == echo["indent"] and item["name"] == "Default":
                    yield other


def _unquoted(value: str) -> tuple[str, str]:
    if value[:1] in "\"'" and value[-1:] == value[:1] and len(value) > 1:
        return value[1:-1], value[0]
    return COMMENT.sub("", value), ""


def _quoted(value: str, quote: str) -> str:
    return f"{quote}{value}{quote}"


def _safe(line: str) -> str:
    """A value that begins with a token in quotes."""
    if TOKEN.search(line) is None:
        return line
    item = re.fullmatch(r"(?P<before>[ ]*(?:- +)*(?:[\w.$:/-]+[ ]*:[ ]+)?)(?P<value>\[.*)", line)
    if item is None or not item["before"].strip():
        return line
    token = TOKEN.match(item["value"])
    rest = item["value"][token.end() :] if token else ""
    if token is None or rest.strip(" \r\t"):
        return line
    return f'{item["before"]}"{token[0]}"{rest}'
