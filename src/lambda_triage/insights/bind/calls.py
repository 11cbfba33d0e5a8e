"""Calls of functions: found by any spelling, counted, each argument as the function takes it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

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
        "uniq": "count_distinct",
        "percentiles": "pct",
        "quantile": "pct",
        "perc": "pct",
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
        "mod": "%",
        "pow": "^",
        "power": "^",
        "ln": "log",
    }
)
_STARRED = ("count",)
_JSON_PLACES = ("jsonArraySize", "jsonArrayContains", "jsonStringify")  # want a list, not its text


def call(node: Call, scope: Scope, depth: int) -> Expr:
    function = find(node, scope.text)
    if function.aggregate:
        return scope.aggregate(node, function)
    if function.name == "histogram" and not scope.key:
        raise QueryError(
            "histogram stands only behind by: stats count(*) by histogram(f, 50)",
            scope.text,
            node.span,
        )
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
        if node.function.lower() == "ago":
            reason = "there is no ago(): write toMillis(@timestamp) > now() * 1000 - 3600000"
            raise QueryError(reason, text, place)
        known = _HABITS.get(node.function.lower()) or nearest(
            node.function, [each.name for each in FUNCTION.values()]
        )
        raise QueryError(f"unknown function {node.function}", text, place, nearest=known)
    if node.star and function.name not in _STARRED:
        raise QueryError(f"only count takes *, {function.name} takes a field", text, node.span)
    if not node.star and not function.least <= len(node.args) <= function.most:
        reason = f"{function.name} takes {_arity(function)}, not {len(node.args)}"
        raise QueryError(reason, text, node.span)
    return function


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


def _arity(function: Function) -> str:
    least, most = function.least, function.most
    if most == 0:
        return "no arguments"
    if least == most:
        return f"{least} argument{'s' if least > 1 else ''}"
    if most == MANY:
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
    return Constant(found, Kind.TEXT)


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
