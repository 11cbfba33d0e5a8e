"""Texts: cutting, searching, replacing, and the encodings of the web."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.trees import build, call, number, once, text
from lambda_triage.insights.duckdb.value import Value, plain, sure
from lambda_triage.insights.duckdb.views import condition
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from lambda_triage.insights.duckdb.value import Builder

WHITE = " \t\n\v\f\r"  # white space, as RE2's \s and \v
_FURTHEST = 2e9  # characters: DuckDB refuses positions beyond 2^32, and no text is as long

_HEX_TO_DEC = r"""
CASE WHEN regexp_full_match(v, '[+-]?(?:0[xX])?0*[0-9a-fA-F]{1,16}')
     THEN (CASE WHEN starts_with(v, '-') THEN CAST(-1 AS DOUBLE) ELSE CAST(1 AS DOUBLE) END)
          * CAST(TRY_CAST('0x' || lpad(regexp_extract(v, '([0-9a-fA-F]{1,16})$', 1), 16, '0')
                          AS UBIGINT) AS DOUBLE) END
"""
_HEX_TO_ASCII = r"""
CASE WHEN regexp_full_match(h, '(?:[0-7][0-9a-fA-F])*') THEN decode(unhex(h)) END
"""
_DEC_TO_HEX = """
CASE WHEN v > -9223372036854775808.0 AND v < 9223372036854775808.0
     THEN (CASE WHEN v < 0 THEN '-0x' ELSE '0x' END) || format('{:x}', CAST(abs(v) AS BIGINT)) END
"""
# Java's decoder, too, takes what has no padding.
_PADDED = "a || repeat('=', CAST((4 - strlen(a) % 4) % 4 AS BIGINT))"


def _empty(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    value = sure(args[0])
    if args[0].kind is not Kind.TEXT:
        return build("a IS NULL", a=value)
    return build("coalesce(a = '', TRUE)", a=value)


def _blank(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    value = sure(args[0])
    if args[0].kind is not Kind.TEXT:
        return build("a IS NULL", a=value)
    return build("coalesce(trim(a, white) = '', TRUE)", a=value, white=text(WHITE))


def _trimmed(name: str) -> Builder:
    """`name` of DuckDB takes a set of characters, as the language does."""
    return lambda args, _: call(name, args[0].sql, args[1].sql if args[1:] else text(WHITE))


def _concat(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    """Missing where a part is missing."""
    found = args[0].sql
    for each in args[1:]:
        found = build("a || b", a=found, b=each.sql)
    return found


def _substr(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    """From 0; a start before the text is its start, a negative length none."""
    start = build("s + 1", s=_position(args[1]))
    if len(args) == 2:
        return build("substring(a, s)", a=args[0].sql, s=start)
    return build("substring(a, s, n)", a=args[0].sql, s=start, n=_position(args[2]))


def _position(value: Value) -> exp.Expr:
    return once(
        sure(value),
        lambda v: build(
            "CAST(trunc(CASE WHEN v < 0 THEN zero WHEN v > most THEN most ELSE v END) AS BIGINT)",
            v=v,
            zero=number(0),
            most=number(_FURTHEST),
        ),
    )


def _regex_replace(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    r"""`\1` in the replacement is a group; what refers to none makes the value missing."""
    known = args[2].constant
    if known is not None and "\\" not in str(known.value):
        return build("regexp_replace(a, b, c, 'g')", a=args[0].sql, b=args[1].sql, c=args[2].sql)
    return build("TRY(regexp_replace(a, b, c, 'g'))", a=args[0].sql, b=args[1].sql, c=args[2].sql)


def _contains(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    if len(args) == 2:
        return build("contains(a, b)", a=args[0].sql, b=args[1].sql)
    return build(
        "CASE WHEN c THEN contains(lower(a), lower(b)) ELSE contains(a, b) END",
        a=args[0].sql,
        b=args[1].sql,
        c=condition(args[2]),
    )


def _whole(template: str) -> Builder:
    """A template over the number without its decimals."""

    def builder(args: tuple[Value, ...], _: Kind) -> exp.Expr:
        return once(build("trunc(a)", a=sure(args[0])), lambda v: build(template, v=v))

    return builder


def _hex_to_ascii(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    digits = build("regexp_replace(a, '^0[xX]', '')", a=args[0].sql)
    return once(digits, lambda h: build(_HEX_TO_ASCII, h=h))


def _hex_to_dec(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(args[0].sql, lambda v: build(_HEX_TO_DEC, v=v))


def _base64_decode(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    padded = once(args[0].sql, lambda a: build(_PADDED, a=a))
    return build("TRY(decode(from_base64(a)))", a=padded)


TEXTS: Mapping[str, Builder] = MappingProxyType(
    {
        "isempty": _empty,
        "isblank": _blank,
        "concat": _concat,
        "ltrim": _trimmed("ltrim"),
        "rtrim": _trimmed("rtrim"),
        "trim": _trimmed("trim"),
        "strlen": plain("CAST(length(a) AS DOUBLE)"),
        "messageSize": plain("CAST(strlen(a) AS DOUBLE)"),
        "toupper": plain("upper(a)"),
        "tolower": plain("lower(a)"),
        "substr": _substr,
        "replace": plain("replace(a, b, c)"),
        "regexReplace": _regex_replace,
        "strcontains": _contains,
        "startsWith": plain("starts_with(a, b)"),
        "endsWith": plain("ends_with(a, b)"),
        "urlencode": plain("url_encode(a)"),
        "urldecode": plain("TRY(url_decode(a))"),
        "base64encode": plain("to_base64(encode(a))"),
        "base64decode": _base64_decode,
        "hexToAscii": _hex_to_ascii,
        "hexToDec": _hex_to_dec,
        "decToHex": _whole(_DEC_TO_HEX),
    }
)
