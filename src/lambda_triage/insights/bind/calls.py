"""Calls of functions: found by any spelling, counted, each argument as the function takes it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError
from lambda_triage.insights import dates
from lambda_triage.insights.bind import expressions, kinds, literals, periods, regexes
from lambda_triage.insights.error import QueryError, nearest
from lambda_triage.insights.plan import Apply, Constant, Kind
from lambda_triage.insights.tree import Period, Regex, Span
from lambda_triage.insights.vocabulary import FUNCTION, MANY, Function, Takes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.bind.scope import Scope
    from lambda_triage.insights.plan import Expr
    from lambda_triage.insights.tree import Call, Expression

# What people who know another query language write.
_HABITS: Mapping[str, str] = MappingProxyType(
    {
        "lower": "tolower",
        "upper": "toupper",
        "length": "strlen",
        "len": "strlen",
        "substring": "substr",
        "contains": "strcontains",
        "mean": "avg",
        "average": "avg",
        "distinct": "count_distinct",
        "dcount": "count_distinct",
        "distinct_count": "count_distinct",
        "nunique": "count_distinct",
        "approx_count_distinct": "count_distinct",
        "var": "variance",
        "mode": "topk",
        "top": "topk",
        "uniq": "count_distinct",
        "dc": "count_distinct",
        "approx_distinct": "count_distinct",
        "percentiles": "pct",
        "quantile": "pct",
        "perc": "pct",
        "percentile_cont": "pct",
        "percentile_disc": "pct",
        "approx_percentile": "pct",
        "p": "pct",
        "ifnull": "coalesce",
        "nvl": "coalesce",
        "isnull": "ispresent",
        "isnotnull": "ispresent",
        "exists": "ispresent",
        "regexp_replace": "regexReplace",
        "timestamp": "toMillis",
        "date_trunc": "datefloor",
        "list": "values",
        "first": "earliest",
        "last": "latest",
        "iff": "if",
        "parse_json": "jsonParse",
        "from_json": "jsonParse",
        "to_json": "jsonStringify",
        "to_date": "parseDate",
        "hour": "formatDate",
        "dayofweek": "formatDate",
        "base64": "base64encode",
        "hex": "decToHex",
        "sha1": "sha256",
        "sha512": "sha256",
        "tojson": "jsonStringify",
        "json_extract": "jsonParse",
        "json_parse": "jsonParse",
        "cast": "toNumber",
        "tostring": "concat",
        "from_unixtime": "fromMillis",
        "to_timestamp": "parseDate",
        "strptime": "parseDate",
        "date_format": "formatDate",
        "mod": "%",
        "pow": "^",
        "power": "^",
        "ln": "log",
    }
)
_PERCENTILE = re.compile(r"(?:p|pct|perc|percentile)_?(\d{1,2}(?:\.\d+)?)")
_STARRED = ("count",)
_JSON_PLACES = ("jsonArraySize", "jsonArrayContains", "jsonStringify")  # want a list, not its text


def call(node: Call, scope: Scope, depth: int) -> Expr:
    if node.function.lower() == "unmask" and len(node.args) == 1:
        value = expressions.expression(node.args[0], scope, depth)
        return Apply("coalesce", (value,), value.kind)  # exports hold no masks to lift
    function = find(node, scope.text)
    if function.aggregate:
        return scope.aggregate(node, function)
    if function.name == "histogram" and not scope.key:
        raise QueryError(
            "histogram stands only behind by: stats count(*) by histogram(f, 50)",
            scope.text,
            node.span,
        )
    if function.name == "histogram":
        _check_width(node.args[1], scope)
    if function.name == "bin":
        return Apply("datefloor", (scope.time(node.span), *_period(node, 0, scope)), Kind.TIME)
    fixed = _fixed(function.name, scope)
    if fixed is not None:
        return fixed
    args = arguments(node, function, scope, depth)
    return Apply(function.name, args, function.gives or _common(function.name, args))


def find(node: Call, text: str) -> Function:
    """The function of that name, with as many arguments as it takes."""
    place = Span(node.span.start, node.span.start + len(node.function))
    function = FUNCTION.get(node.function.lower())
    if function is None:
        if (told := _told(node.function.lower())) is not None:
            raise QueryError(told, text, place)
        known = _HABITS.get(node.function.lower()) or nearest(
            node.function, [each.name for each in FUNCTION.values()]
        )
        raise QueryError(f"unknown function {node.function}", text, place, nearest=known)
    if node.star and function.name not in _STARRED:
        raise QueryError(f"only count takes *, {function.name} takes a field", text, node.span)
    if not node.star and not function.least <= len(node.args) <= function.most:
        reason = f"{function.name} takes {_arity(function, len(node.args))}, not {len(node.args)}"
        raise QueryError(reason, text, node.span)
    return function


def _told(function: str) -> str | None:
    """What to write instead of a function that no other one replaces by its name alone."""
    if function == "ago":
        return "there is no ago(): write toMillis(@timestamp) > now() * 1000 - 3600000"
    if found := _PERCENTILE.fullmatch(function):
        return f"unknown function {function}: write pct(field, {found[1]})"
    if function.startswith(("regexp_extract", "regex_extract", "regexp_substr", "extract")):
        return f"unknown function {function}: write | parse field /(?<name>…)/"
    if function in {"countif", "count_if", "sumif", "sum_if"}:
        return f"unknown function {function}: write sum(if(condition, 1, 0))"
    return None


def arguments(node: Call, function: Function, scope: Scope, depth: int) -> tuple[Expr, ...]:
    """The arguments as values; a period becomes two."""
    made: list[Expr] = []
    for at, arg in enumerate(node.args):
        takes = function.takes[min(at, len(function.takes) - 1)]
        if takes is Takes.PERIOD:
            made.extend(_period(node, at, scope, capped=function.name != "rate"))
        elif takes is Takes.LITERAL:
            made.append(_constant(arg, function, at, scope))
        else:
            value = expressions.expression(arg, scope, depth)
            wanted = takes is Takes.JSON or function.name in _JSON_PLACES
            made.append(kinds.as_json(value) if wanted else value)
    return tuple(made)


def _arity(function: Function, given: int) -> str:
    least, most = function.least, function.most
    if most == 0:
        return "no arguments"
    if least == most:
        return f"{least} argument{'s' if least > 1 else ''}"
    if most == MANY and given < least:
        return f"at least {least} argument{'s' if least > 1 else ''}"
    return f"{least} {'or' if most == least + 1 else 'to'} {most} arguments"


def _period(node: Call, at: int, scope: Scope, *, capped: bool = True) -> tuple[Constant, Constant]:
    arg = node.args[at]
    if not isinstance(arg, Period):
        raise QueryError(
            f"argument {at + 1} of {node.function} is a period",
            scope.text,
            arg.span,
            expected=("a period such as 5m",),
        )
    return periods.capped(arg, scope.text) if capped else periods.exact(arg, scope.text)


def _constant(arg: Expression, function: Function, at: int, scope: Scope) -> Constant:
    if isinstance(arg, Regex) and function.name == "regexReplace":
        literal = regexes.Literal(arg.pattern, scope.text, arg.span)
        return Constant(regexes.portable(literal), Kind.TEXT)
    found = literals.text(arg)
    if found is None:
        reason = f"argument {at + 1} of {function.name} is a quoted text, the same for every row"
        raise QueryError(reason, scope.text, arg.span)
    if function.name == "regexReplace":
        found = regexes.portable(regexes.Literal(found, scope.text, arg.span))
    else:
        _check_date(function.name, at, arg, found, scope)
    return Constant(found, Kind.TEXT)


def _check_date(name: str, at: int, arg: Expression, value: str, scope: Scope) -> None:
    """The pattern or the time zone of parseDate and formatDate can be read."""
    read = dates.zone if at == 2 else dates.shape if name == "parseDate" else dates.pieces
    try:
        read(value)
    except UsageError as error:
        raise QueryError(str(error), scope.text, arg.span) from None


def _check_width(width: Expression, scope: Scope) -> None:
    value = literals.number(width)
    if literals.text(width) is not None or (value is not None and value <= 0):
        raise QueryError(
            "the width of histogram is a number above 0",
            scope.text,
            width.span,
            expected=("histogram(@duration, 50)",),
        )


def _fixed(name: str, scope: Scope) -> Constant | None:
    """What a query can ask about itself."""
    clock = scope.rows.clock
    if name == "now":
        return Constant(float(clock.now_ms // 1_000), Kind.NUMBER)
    if name == "queryStartTime":
        return _number(clock.start_ms)
    if name == "queryEndTime":
        return _number(clock.end_ms)
    if name == "queryTimeRange":
        open_ = clock.start_ms is None or clock.end_ms is None
        return _number(None if open_ else (clock.end_ms or 0) - (clock.start_ms or 0))
    return None


def _number(value: int | None) -> Constant:
    return Constant(None if value is None else float(value), Kind.NUMBER)


def _common(name: str, args: tuple[Expr, ...]) -> Kind:
    """The kind of the values that the function may give."""
    if name == "if":
        return kinds.common(args[1:])
    if name == "case":
        default = args[-1:] if len(args) % 2 else ()
        return kinds.common((*args[1::2], *default))
    return kinds.common(args)
