"""Maps and lists: compact JSON in a VARCHAR."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.trees import build, once, text
from lambda_triage.insights.duckdb.value import Value, over, plain, sure
from lambda_triage.insights.duckdb.views import container, container_of_text, textual
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from lambda_triage.insights.duckdb.value import Builder

_SPLIT = """
CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN CAST(to_json(string_split(a, b)) AS VARCHAR) END
"""
_SIZE = "CASE WHEN starts_with(a, '[') THEN CAST(json_array_length(a) AS DOUBLE) END"
_CONTAINS = """
CASE WHEN a IS NOT NULL AND b IS NOT NULL
     THEN coalesce(CASE WHEN starts_with(c, '[')
                        THEN list_contains(json_extract_string(c, '$[*]'), b) END, FALSE) END
"""
_PLACE = "CASE WHEN starts_with(v, '{') OR starts_with(v, '[') THEN v END"


def _get(args: tuple[Value, ...], kind: Kind) -> exp.Expr:
    """The value at a path, as a text; where a map or list is wanted, only that."""
    parts = (str(each.constant.value) for each in args[1:] if each.constant is not None)
    # RFC 6901: also a number is a step, into a list as into a map
    pointer = text("".join("/" + each.replace("~", "~0").replace("/", "~1") for each in parts))
    if kind is not Kind.JSON:
        return build("json_extract_string(a, p)", a=args[0].sql, p=pointer)
    place = build("CAST(json_extract(a, p) AS VARCHAR)", a=args[0].sql, p=pointer)
    return once(place, lambda v: build(_PLACE, v=v))


def _size(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(container(args[0]), lambda a: build(_SIZE, a=a))


def _contains(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(
        container(args[0]),
        lambda c: build(_CONTAINS, a=sure(args[0]), b=textual(args[1]), c=c),
    )


def _parse(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return container_of_text(args[0].sql)


JSON: Mapping[str, Builder] = MappingProxyType(
    {
        "get": _get,
        "jsonParse": _parse,
        "jsonStringify": plain("a"),
        "jsonArraySize": _size,
        "jsonArrayContains": _contains,
        "split": over(_SPLIT),
    }
)
