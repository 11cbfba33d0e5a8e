"""Every function of the language: its spellings, how many arguments, what it takes and gives.

Source: CloudWatch Logs user guide, "CloudWatch Logs Insights query language syntax", pages of
functions and of each command, as of 2026-04; spellings that only samples use: aws-samples and the
Lambda guide.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY = 100  # arguments at most, where the service names no bound


class Takes(StrEnum):
    """What an argument is, and what becomes of any other value.

    TEXT    the printed form; a map or list is missing
    NUMBER  the numeric view
    TIME    milliseconds: a time, or a number taken as such
    TRUTH   a condition: true, or a numeric view other than 0
    ANY     as it is
    JSON    a map or list, else missing
    LITERAL a constant of the query
    PERIOD  a period token
    FIELD   a bare name
    """

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    TRUTH = "truth"
    ANY = "any"
    JSON = "json"
    LITERAL = "literal"
    PERIOD = "period"
    FIELD = "field"


class Function(Struct, frozen=True):
    """One function. gives None: the kind that its values have in common, TEXT where they differ.

    takes   per argument; the last one is repeated up to `most`
    """

    name: str
    takes: tuple[Takes, ...]
    least: int
    most: int
    gives: Kind | None
    aggregate: bool = False
    spellings: tuple[str, ...] = ()


_T, _N, _D, _C, _A, _J, _L, _P, _F = Takes
_TEXT, _NUMBER, _TRUTH, _TIME, _JSON = Kind.TEXT, Kind.NUMBER, Kind.TRUTH, Kind.TIME, Kind.JSON


def _f(
    name: str,
    takes: tuple[Takes, ...],
    gives: Kind | None,
    least: int | None = None,
    most: int | None = None,
    spellings: tuple[str, ...] = (),
) -> Function:
    size = len(takes)
    return Function(
        name, takes, size if least is None else least, most or size, gives, False, spellings
    )


def _a(
    name: str,
    takes: tuple[Takes, ...],
    gives: Kind | None,
    least: int | None = None,
    spellings: tuple[str, ...] = (),
) -> Function:
    size = len(takes)
    return Function(name, takes, size if least is None else least, size, gives, True, spellings)


OPERATORS = (
    _f("or", (_C, _C), _TRUTH),
    _f("and", (_C, _C), _TRUTH),
    _f("not", (_C,), _TRUTH),
    _f("=", (_A, _A), _TRUTH),
    _f("!=", (_A, _A), _TRUTH),
    _f("<", (_A, _A), _TRUTH),
    _f("<=", (_A, _A), _TRUTH),
    _f(">", (_A, _A), _TRUTH),
    _f(">=", (_A, _A), _TRUTH),
    _f("+", (_N, _N), _NUMBER),
    _f("-", (_N, _N), _NUMBER),
    _f("*", (_N, _N), _NUMBER),
    _f("/", (_N, _N), _NUMBER),
    _f("%", (_N, _N), _NUMBER),
    _f("^", (_N, _N), _NUMBER),
    _f("negate", (_N,), _NUMBER),
    _f("like", (_T, _L), _TRUTH),
    _f("matches", (_T, _L), _TRUTH),
    _f("in", (_A, _A), _TRUTH, 1, 10_000),
    _f("get", (_J, _L), _TEXT, 2, MANY),
)

SCALARS = (
    # numbers
    _f("abs", (_N,), _NUMBER),
    _f("ceil", (_N,), _NUMBER),
    _f("floor", (_N,), _NUMBER),
    _f("greatest", (_N,), _NUMBER, 1, MANY),
    _f("least", (_N,), _NUMBER, 1, MANY),
    _f("log", (_N,), _NUMBER),
    _f("round", (_N, _N), _NUMBER, 1),
    _f("sqrt", (_N,), _NUMBER),
    _f("haversine", (_N, _N, _N, _N), _NUMBER),
    _f("toNumber", (_A,), _NUMBER),
    _f("toInt", (_A,), _NUMBER),
    _f("toLong", (_A,), _NUMBER),
    _f("toDouble", (_A,), _NUMBER),
    # times
    _f("bin", (_P,), _TIME),
    _f("datefloor", (_D, _P), _TIME),
    _f("dateceil", (_D, _P), _TIME),
    _f("fromMillis", (_N,), _TIME),
    _f("toMillis", (_D,), _NUMBER),
    _f("now", (), _NUMBER),
    _f("parseDate", (_T, _L, _L), _NUMBER, 2),
    _f("formatDate", (_D, _L, _L), _TEXT, 2, spellings=("strftime",)),
    _f("queryStartTime", (), _NUMBER),
    _f("queryEndTime", (), _NUMBER),
    _f("queryTimeRange", (), _NUMBER),
    # general
    _f("ispresent", (_A,), _TRUTH),
    _f("coalesce", (_A,), None, 1, MANY),
    _f("case", (_A,), None, 2, 21),  # condition, value, …, [default]; ten branches
    _f("if", (_C, _A, _A), None),
    _f("isNumeric", (_A,), _TRUTH),
    _f("messageSize", (_T,), _NUMBER),
    # JSON
    _f("jsonParse", (_T,), _JSON),
    _f("jsonStringify", (_J,), _TEXT),
    _f("jsonArraySize", (_A,), _NUMBER),
    _f("jsonArrayContains", (_A, _A), _TRUTH),
    # addresses
    _f("isValidIp", (_T,), _TRUTH),
    _f("isValidIpV4", (_T,), _TRUTH),
    _f("isValidIpV6", (_T,), _TRUTH),
    _f("isIpInSubnet", (_T, _T), _TRUTH),
    _f("isIpv4InSubnet", (_T, _T), _TRUTH),
    _f("isIpv6InSubnet", (_T, _T), _TRUTH),
    _f("ipv4ToNumber", (_T,), _NUMBER),
    _f("isPrivateIP", (_T,), _TRUTH),
    _f("isPublicIP", (_T,), _TRUTH),
    _f("isReservedIP", (_T,), _TRUTH),
    # texts
    _f("isempty", (_A,), _TRUTH),
    _f("isblank", (_A,), _TRUTH),
    _f("concat", (_T,), _TEXT, 1, MANY),
    _f("ltrim", (_T, _T), _TEXT, 1),
    _f("rtrim", (_T, _T), _TEXT, 1),
    _f("trim", (_T, _T), _TEXT, 1),
    _f("strlen", (_T,), _NUMBER),
    _f("toupper", (_T,), _TEXT),
    _f("tolower", (_T,), _TEXT),
    _f("substr", (_T, _N, _N), _TEXT, 2),
    _f("replace", (_T, _T, _T), _TEXT),
    _f("regexReplace", (_T, _L, _T), _TEXT, spellings=("regex_replace",)),
    _f("strcontains", (_T, _T, _A), _TRUTH, 2),
    _f("startsWith", (_T, _T), _TRUTH),
    _f("endsWith", (_T, _T), _TRUTH),
    _f("urlencode", (_T,), _TEXT),
    _f("urldecode", (_T,), _TEXT),
    _f("base64encode", (_T,), _TEXT),
    _f("base64decode", (_T,), _TEXT),
    _f("split", (_T, _T), _JSON),
    _f("hexToAscii", (_T,), _TEXT),
    _f("hexToDec", (_T,), _NUMBER),
    _f("decToHex", (_N,), _TEXT),
    _f("md5", (_T,), _TEXT),
    _f("sha256", (_T,), _TEXT),
    # only as a key of stats
    _f("histogram", (_N, _N), _NUMBER),
)

AGGREGATES = (
    _a("count", (_A,), _NUMBER, 0, ("countOverTime", "count_over_time")),
    _a("countDistinct", (_A,), _NUMBER, spellings=("count_distinct",)),
    _a("sum", (_N,), _NUMBER, spellings=("sumOverTime", "sum_over_time")),
    _a("avg", (_N,), _NUMBER),
    _a("min", (_A,), None),
    _a("max", (_A,), None),
    _a("pct", (_N, _N), _NUMBER, spellings=("percentile",)),
    _a("median", (_N,), _NUMBER),
    _a("stddev", (_N,), _NUMBER),
    _a("variance", (_N,), _NUMBER),
    _a("values", (_A,), _JSON, spellings=("COLLECT_VALUES",)),
    _a("topk", (_N, _F), _JSON),
    _a("earliest", (_A,), None),
    _a("latest", (_A,), None),
    _a("sortsFirst", (_A,), None),
    _a("sortsLast", (_A,), None),
    _a("rate", (_N, _P), _NUMBER),
)

OPERATOR: Mapping[str, Function] = MappingProxyType({each.name: each for each in OPERATORS})
FUNCTION: Mapping[str, Function] = MappingProxyType(
    {
        spelling.lower(): each
        for each in (*SCALARS, *AGGREGATES)
        for spelling in (each.name, *each.spellings)
    }
)

COMMANDS = (
    "fields",
    "display",
    "filter",
    "where",
    "filterIndex",
    "stats",
    "sort",
    "order",
    "limit",
    "head",
    "dedup",
    "parse",
    "pattern",
    "unnest",
    "expand",
    "unmask",
    "lookup",
    "cidrlookup",
    "join",
    "appendcols",
    "addtotals",
    "accum",
    "autoregress",
    "countFrequent",
    "count_frequent",
    "filldown",
    "fillmissing",
    "outlier",
    "sessionize",
    "relevantfields",
    "estimate",
    "SOURCE",
)

ABSENT: Mapping[str, str] = MappingProxyType(
    {
        "anomaly": "its model is not public",
        "diff": "it compares with a period that exported logs rarely hold",
        "logcompare": "it compares with a period that exported logs rarely hold",
        "json": "use jsonParse",
        "search": "AWS does not say what it means",
        "tail": "AWS does not say what it means",
    }
)
