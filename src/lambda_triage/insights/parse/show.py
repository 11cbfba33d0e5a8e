"""A tree as text that reads as the same tree: `parse(show(tree))` differs in places only."""

from __future__ import annotations

import re

from lambda_triage.insights.parse.expressions import (
    ADD,
    AND,
    COMPARE,
    LEVELS,
    NEGATE,
    NOT,
    OR,
    POWER,
)
from lambda_triage.insights.parse.names import UNITS
from lambda_triage.insights.parse.regexes import written
from lambda_triage.insights.tree import (
    Binary,
    Call,
    Expression,
    In,
    Item,
    Key,
    Like,
    Name,
    Number,
    Part,
    Period,
    Query,
    Regex,
    Source,
    Text,
    Truth,
    Unary,
)

_PLAIN = re.compile(r"[A-Za-z0-9_@]+", re.ASCII)
_PERIOD = re.compile(rf"\d+(?:{'|'.join(UNITS)})", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.]+(?:[eE]\d+)?")
_KEYWORDS = """
and or not like in as by asc desc true false any group offset into multi logfmt csv xml with for
maxspan output outputnew start end left right distinct
"""
_WORDS = frozenset(_KEYWORDS.split())
_LEAF = POWER + 1


def show(tree: Query) -> str:
    """The whole query on one line."""
    from lambda_triage.insights.parse.show_commands import show_command

    first = [f"SOURCE {show_source(tree.source)}"] if tree.source else []
    return " | ".join((*first, *map(show_command, tree.commands)))


def show_expression(node: Expression, level: int = OR) -> str:
    """A value; in parentheses where its operator is weaker than the level."""
    text = _bare(node)
    return text if _level(node) >= level else f"({text})"


def show_name(name: Name) -> str:
    """Without backticks where the bare word can be nothing but a name."""
    plain = all(_PLAIN.fullmatch(part) for part in name.parts)
    if plain and not (name.name.lower() in _WORDS or _NUMBER.fullmatch(name.name)):
        return name.name if not _PERIOD.fullmatch(name.name) else f"`{name.name}`"
    return ".".join(f"`{part}`" for part in name.parts)


def show_names(names: tuple[Name, ...]) -> str:
    return ", ".join(map(show_name, names))


def show_items(items: tuple[Item, ...]) -> str:
    return ", ".join(show_expression(each.value) + show_alias(each.alias) for each in items)


def show_alias(name: Name | None) -> str:
    return f" as {show_name(name)}" if name else ""


def show_key(key: Key) -> str:
    direction = {None: "", True: " desc", False: " asc"}[key.descending]
    return show_expression(key.value) + direction


def show_text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def show_period(period: Period) -> str:
    return f"{period.count}{period.unit}"


def show_source(source: Source) -> str:
    """What stands behind the word SOURCE."""
    pieces = [show_text(each) for each in source.groups]
    lists = (("namePrefix", source.prefixes), ("accountIdentifiers", source.accounts))
    named = [
        f"{key}: {_texts(given)}" for key, given in (*lists, ("class", source.classes)) if given
    ]
    everything = not (named or pieces or source.data_sources or source.start or source.end)
    pieces += [f"logGroups({', '.join(named)})"] if named or everything else []
    pieces += [f"dataSource({_texts(source.data_sources)})"] if source.data_sources else []
    times = [f"start={show_text(source.start)}"] if source.start is not None else []
    times += [f"end={show_text(source.end)}"] if source.end is not None else []
    return " ".join(([", ".join(pieces)] if pieces else []) + times)


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(show_text, values))}]"


def _level(node: Expression) -> int:
    match node:
        case Binary():
            return LEVELS[node.operator]
        case Like() | In():
            return COMPARE
        case Unary():
            return NEGATE if node.operator == "-" else NOT
        case _:
            return _LEAF


def _bare(node: Expression) -> str:
    match node:
        case Number():
            return node.text
        case Text():
            return show_text(node.value)
        case Truth():
            return "true" if node.value else "false"
        case Regex():
            return written(node.pattern)
        case Period():
            return show_period(node)
        case Name():
            return show_name(node)
        case Call():
            args = "*" if node.star else ", ".join(map(show_expression, node.args))
            return f"{node.function}({args})"
        case Part():
            return f"{_bare(node.operand)}{''.join(map(_step, node.parts))}"
        case Unary():
            # `--` would look like a comment of another language.
            minus = node.operator == "-"
            inner = show_expression(node.operand, POWER if minus else NOT)
            return f"-{inner}" if minus else f"not {inner}"
        case Binary():
            return _binary(node)
        case Like():
            return f"{_compared(node)} like {_bare(node.pattern)}"
        case In():
            return f"{_compared(node)} in {_choices(node)}"


def _step(part: str) -> str:
    return f"[{part}]" if part.isascii() and part.isdecimal() else f".`{part}`"


def _binary(node: Binary) -> str:
    level = LEVELS[node.operator]
    first, second = level, level + 1
    if level == POWER:
        first, second = _LEAF, POWER
    elif level == COMPARE or _long(node):
        first = level + 1
    left, right = show_expression(node.left, first), show_expression(node.right, second)
    return f"{left} {node.operator} {right}"


def _long(node: Binary) -> bool:
    """Whether a chain of four and, or would be read back as halves, so that this needs (…)."""
    left = node.left
    if (
        LEVELS[node.operator] > AND
        or not isinstance(left, Binary)
        or left.operator != node.operator
    ):
        return False
    return isinstance(left.left, Binary) and left.left.operator == node.operator


def _compared(node: Like | In) -> str:
    return show_expression(node.operand, ADD) + (" not" if node.negated else "")


def _choices(node: In) -> str:
    if isinstance(node.choices, Query):
        return f"({show(node.choices)})"
    return f"[{', '.join(map(show_expression, node.choices))}]"
