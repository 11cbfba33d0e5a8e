"""The scan: each field that the query uses, as SQL over the relation of events.

A field is a system field, a Lambda field, a place of a VPC flow or Route 53 line, or a path into
the first JSON object of the message. Only what is used is computed, and the cheap test of a line's
first characters stands before every search.
"""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.embedded import LEAVES
from lambda_triage.insights.duckdb.lambda_fields import LAMBDA
from lambda_triage.insights.duckdb.template import call, integer, sql, text, texts
from lambda_triage.insights.events import WORD_BITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.insights.events import Events
    from lambda_triage.insights.plan import Field, Scan

SYSTEM_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "@timestamp": "time_ms",
        "@ingestionTime": "ingested_ms",
        "@message": "message",
        "@logStream": "stream",
        "@log": "log",
        "@ptr": "place",
    }
)
LAMBDA_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "@type": "type",
        "@requestId": "request_id",
        "@duration": "duration",
        "@billedDuration": "billed_duration",
        "@initDuration": "init_duration",
        "@memorySize": "memory_size",
        "@maxMemoryUsed": "max_memory_used",
        "@xrayTraceId": "xray_trace_id",
        "@xraySegmentId": "xray_segment_id",
    }
)
# VPC user guide, "Flow log records", default format; Route 53 developer guide, "Public DNS query
# logging", values that appear in query logs; as of 2026-04.
FLOW = [
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "startTime",
    "endTime",
    "action",
    "logStatus",
]
DNS = [
    "version",
    "queryTimestamp",
    "hostZoneId",
    "queryName",
    "queryType",
    "responseCode",
    "protocol",
    "edgeLocation",
    "resolverIp",
    "ednsClientSubnet",
]
FLOW_LINE = r"^[0-9]+ [^ ]+ eni-[^ ]+( [^ ]+){11}\s*$"
DNS_LINE = r"^[0-9]+\.[0-9]+ [0-9-]+T[0-9:.]+Z [^ ]+( [^ ]+){7}\s*$"
_IS_FLOW = f"contains(:m, ' eni-') AND regexp_matches(:m, '{FLOW_LINE}')"
_IS_DNS = f"regexp_matches(:m, '{DNS_LINE}')"
_MIXED_PARTS = 5  # up to here, every way to join neighbours of a path into one key is tried

BITS = "_words"
_OWN = (("time_ms", "_t"), ("n", "_n"), ("place", "_ptr"), ("log", "_log"))

MESSAGE = "message"
_OBJECT = "_object"
_LEAVES = "_leaves"
HARD = "insights_embedded"  # name of the Python function for the rare messages


def scan_fields(
    scan: Scan,
    events: Events,
    window: tuple[int | None, int | None],
    names: Mapping[str, str],
) -> exp.Select:
    """The events of the window, each field under its name.

    names  of each field's column id
    Besides there are `_t`, `_n`, `_ptr`, `_log` and `_bytes`: time, number, place, group and size,
    and `_words`, where events have bits for words.
    """
    relation = _sources(scan, events).where(*_in_window(window))
    paths = _paths(scan.fields)
    if paths:
        found = exp.alias_(embedded_object(exp.column(MESSAGE)), _OBJECT)
        relation = exp.select("*", found).from_(relation.subquery("e"))
        # TRY: a lone surrogate passes json_valid and fails in json_extract
        leaves = call("try", call("json_extract", exp.column(_OBJECT), texts(list(paths))))
        relation = exp.select("*", exp.alias_(leaves, _LEAVES)).from_(relation.subquery("o"))
    columns = [
        exp.alias_(_field(each, events.columns, paths), names[each.column.id], quoted=True)
        for each in scan.fields
    ]
    own = [exp.alias_(exp.column(name), alias) for name, alias in _OWN]
    own.append(exp.alias_(call("strlen", exp.column(MESSAGE)), "_bytes"))
    if WORD_BITS in events.columns:
        own.append(exp.alias_(exp.column(WORD_BITS), BITS))
    return exp.select(*own, *columns).from_(relation.subquery("l"))


def _sources(scan: Scan, events: Events) -> exp.Select:
    """The relation, or the groups of it that SOURCE names; some have a relation of their own."""
    if scan.groups is None:
        return exp.select("*").from_(exp.to_table(events.relation))
    given = {
        relation: None
        for wanted in scan.groups
        for name, relation in events.groups
        if _is(name, wanted)
    }
    others = [each for each in scan.groups if not any(_is(name, each) for name, _ in events.groups)]
    parts = [exp.select("*").from_(exp.to_table(each)) for each in given]
    if others or not parts:
        parts.append(_named(exp.to_table(events.relation), others))
    if len(parts) == 1:
        return parts[0]
    return exp.select("*").from_(exp.union(*parts, distinct=False).subquery("g"))


def _is(name: str, wanted: str) -> bool:
    return name.startswith(wanted[:-1]) if wanted.endswith("*") else name == wanted


def _named(relation: exp.Table, groups: list[str]) -> exp.Select:
    """Events whose log group, or `account:group`, is among the names; `a*` begins so."""
    group = sql("substr(log, strpos(log, ':') + 1)")
    tests = [
        call("starts_with", value.copy(), text(each[:-1]))
        if each.endswith("*")
        else exp.EQ(this=value.copy(), expression=text(each))
        for each in groups
        for value in (exp.column("log"), group)
    ]
    return exp.select("*").from_(relation).where(exp.or_(exp.false(), *tests))


def _in_window(window: tuple[int | None, int | None]) -> list[exp.Expr]:
    start, end = window
    found: list[exp.Expr] = []
    if start is not None:
        found.append(exp.column("time_ms") >= start)
    if end is not None:
        found.append(exp.column("time_ms") <= end)
    return found


def embedded_object(message: exp.Expr) -> exp.Expr:
    """The text of the first JSON object of a message, with its first 200 leaves.

    The whole message, or all from its first brace, where that is valid and too short or too poor in
    commas for more leaves; else a function in Python, if there is anything like an object at all.
    """
    tail = sql("substr(:m, strpos(:m, '{'))", m=message)
    poor = f"(strlen(:x) <= {2 * LEAVES} OR strlen(:x) - strlen(replace(:x, ',', '')) < {LEAVES})"
    return sql(
        f"""
        CASE
            WHEN NOT contains(:m, '{{')              THEN NULL
            WHEN json_valid(:tail) AND {poor.replace(":x", ":tail")} THEN :tail
            WHEN regexp_matches(:m, '\\{{\\s*[\\x22}}]') THEN :hard
        END
        """,
        m=message,
        tail=tail,
        hard=call(HARD, message),
    )


def _field(field: Field, computed: frozenset[str], paths: Mapping[str, int]) -> exp.Expr:
    name = field.column.name
    if name in SYSTEM_FIELDS:
        return exp.column(SYSTEM_FIELDS[name])
    if name in LAMBDA_FIELDS:
        own = LAMBDA_FIELDS[name]
        return exp.column(own) if own in computed else LAMBDA[own](exp.column(MESSAGE))
    if name == "@aws.account":
        return sql("nullif(split_part(log, ':', 1), '')")
    if name.startswith("@") and not name.startswith("@@"):
        return exp.cast(exp.null(), "VARCHAR")
    return _discovered(field.parts, paths)


def _discovered(parts: tuple[str, ...], paths: Mapping[str, int]) -> exp.Expr:
    """A path into the object, or a place of the space-separated lines where there is none."""
    values = [_leaf(paths[path]) for path in _candidates(parts)]
    name = parts[0]
    if len(parts) == 1 and name in FLOW:
        values.append(_place(_IS_FLOW, FLOW.index(name)))
    if len(parts) == 1 and name in DNS:
        values.append(_place(_IS_DNS, DNS.index(name)))
    return values[0] if len(values) == 1 else exp.func("coalesce", *values)


def _leaf(place: int) -> exp.Expr:
    """The text of a value that is neither a map nor a list."""
    value = call("list_extract", exp.column(_LEAVES), integer(place + 1))
    return sql(
        "CASE WHEN NOT starts_with(:v, '{') AND NOT starts_with(:v, '[') THEN :text END",
        v=exp.cast(value, "VARCHAR"),
        text=call("json_extract_string", value, text("$")),
    )


def _place(guard: str, place: int) -> exp.Expr:
    return sql(
        f"CASE WHEN {guard} THEN split_part(rtrim(:m), ' ', {place + 1}) END",
        m=exp.column(MESSAGE),
    )


def _paths(fields: Sequence[Field]) -> Mapping[str, int]:
    """Every path that some field may be at, with its place in the list that is extracted."""
    found: dict[str, int] = {}
    for field in fields:
        name = field.column.name
        own = name.startswith("@") and not name.startswith("@@")
        for path in () if own else _candidates(field.parts):
            found.setdefault(path, len(found))
    return found


def _candidates(parts: tuple[str, ...]) -> list[str]:
    """JSON pointers of a name: nested first, then with fewer steps, keys with dots in them."""
    first, *rest = parts
    keys = (first[1:] if first.startswith("@@") else first, *rest)
    last = len(keys) - 1
    ways = range(last + 1) if len(keys) <= _MIXED_PARTS else (0, last)
    return [
        "".join(f"/{_escaped(key)}" for key in _joined(keys, dots))
        for way in ways
        for dots in combinations(range(last), way)
    ]


def _joined(keys: tuple[str, ...], dots: tuple[int, ...]) -> list[str]:
    """The keys, those on both sides of a chosen dot made one."""
    joined = [keys[0]]
    for place, key in enumerate(keys[1:]):
        if place in dots:
            joined[-1] += f".{key}"
        else:
            joined.append(key)
    return joined


def _escaped(key: str) -> str:
    """RFC 6901."""
    return key.replace("~", "~0").replace("/", "~1")
