"""A command as text that reads as the same command."""

from __future__ import annotations

import re

from lambda_triage.insights.parse.regexes import written
from lambda_triage.insights.parse.show import (
    show,
    show_alias,
    show_expression,
    show_items,
    show_key,
    show_name,
    show_names,
    show_period,
    show_source,
    show_text,
)
from lambda_triage.insights.tree import (
    AppendCols,
    Command,
    Dedup,
    Display,
    Estimate,
    Expression,
    Fields,
    Filter,
    Join,
    Limit,
    Lookup,
    Name,
    ParseGlob,
    ParseRegex,
    Pattern,
    RelevantFields,
    RowCommand,
    Sort,
    Stats,
    Unmask,
    Unnest,
)

_WILDCARD = re.compile(r"[A-Za-z0-9_@.]*\*[A-Za-z0-9_@.*]*", re.ASCII)


def show_command(command: Command) -> str:
    """One command, without a bar."""
    match command:
        case Fields():
            return f"fields {show_items(command.items)}"
        case Display():
            return f"display {show_items(command.items)}"
        case Filter():
            word = "filterIndex" if command.indexed else "filter"
            return f"{word} {show_expression(command.condition)}"
        case Stats():
            return _stats(command)
        case Sort():
            return f"sort {', '.join(map(show_key, command.keys))}"
        case Limit():
            return f"limit {'any ' if command.anywhere else ''}{command.count}"
        case Dedup():
            return f"dedup {show_names(command.keys)}"
        case ParseGlob() | ParseRegex():
            return _parse(command)
        case Pattern():
            return f"pattern {show_expression(command.operand)}"
        case Unnest():
            return f"unnest {show_name(command.operand)} into {show_name(command.into)}"
        case Unmask():
            return f"unmask {show_expression(command.operand)}"
        case Join():
            return _join(command)
        case Lookup():
            return _lookup(command)
        case AppendCols():
            override = "override=true " if command.override else ""
            return f"appendcols {override}max={command.most} ({show(command.query)})"
        case RowCommand():
            return _row_command(command)
        case RelevantFields():
            names = f"{show_names(command.names)} " if command.names else ""
            return f"relevantfields {names}where {show_expression(command.condition)}"
        case Estimate():
            return "estimate"


def _stats(command: Stats) -> str:
    text = f"stats {show_items(command.items)}"
    if command.keys:
        text += f" by {show_items(command.keys)}"
    return text + (f" offset {show_period(command.offset)}" if command.offset else "")


def _parse(command: ParseGlob | ParseRegex) -> str:
    value: Expression | None = command.operand
    operand = "" if value is None else show_expression(value) + " "
    names = f" as {show_names(command.names)}" if command.names else ""
    if isinstance(command, ParseGlob):
        return f"parse {operand}{show_text(command.pattern.value)}{names}"
    multi = " multi" if command.multi else ""
    return f"parse {operand}{written(command.pattern.pattern)}{names}{multi}"


def _join(command: Join) -> str:
    left, right = show_name(command.left), show_name(command.right)
    keys = (f"{left}.{show_name(command.left_key)}", f"{right}.{show_name(command.right_key)}")
    sides = f"type={command.kind} left={left} right={right}"
    return f"join {sides} where {keys[0]}={keys[1]} (SOURCE {show_source(command.source)})"


def _lookup(command: Lookup) -> str:
    pairs = [(b, a) for a, b in command.keys] if command.network else command.keys
    word = "cidrlookup" if command.network else "lookup"
    output = "OUTPUTNEW" if command.fill else "OUTPUT"
    keys, outputs = _pairs(pairs), _pairs(command.outputs)
    return f"{word} {show_name(command.table)} {keys} {output} {outputs}"


def _pairs(pairs: tuple[tuple[Name, Name], ...] | list[tuple[Name, Name]]) -> str:
    return ", ".join(show_name(a) + (show_alias(b) if a != b else "") for a, b in pairs)


def _row_command(command: RowCommand) -> str:
    if command.command == "fillmissing":
        with_ = (
            f"with {show_text(value)} for {show_name(name)}"
            for name, (_, value) in zip(command.names, command.options, strict=True)
        )
        return " ".join(("fillmissing", ", ".join(with_))).strip()
    options = [f"{key}={show_text(value)}" for key, value in command.options]
    names = ", ".join(map(_wildcard, command.names))
    alias = [show_alias(command.alias).strip()] if command.alias else []
    maxspan = [f"maxspan {show_period(command.maxspan)}"] if command.maxspan else []
    named = [names] if names else []
    if command.command == "autoregress":
        return " ".join((command.command, *named, *alias, *options))
    return " ".join((command.command, *options, *named, *maxspan, *alias))


def _wildcard(name: Name) -> str:
    return name.name if _WILDCARD.fullmatch(name.name) else show_name(name)
