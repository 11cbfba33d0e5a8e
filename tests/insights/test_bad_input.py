"""Hostile queries and hostile logs: a sentence about the query, or the documented missing value, soon."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest

from lambda_triage.errors import InputError, UsageError
from lambda_triage.insights import QueryError
from lambda_triage.insights import query as ask

if TYPE_CHECKING:
    from collections.abc import Iterable

SOON = 60.0  # seconds on a slow machine; what hangs takes minutes
MB = 1_000_000

Rows = list[tuple[str | None, ...]]


def _log(*messages: str) -> list[dict[str, object]]:
    return [{"timestamp": n, "message": each} for n, each in enumerate(messages)]


def _rows(query: str, log: Iterable[dict[str, object]]) -> Rows:
    """Rows without @ptr, within reasonable time."""
    began = monotonic()
    with ask(query, log) as result:
        names = [each.name for each in result.columns]
        rows = [row[: len(names) - (names[-1] == "@ptr")] for row in result.rows]
    assert monotonic() - began < SOON
    return rows


_REFUSED = {
    "parentheses 10,000 deep": f"filter {'(' * 10_000}1{')' * 10_000}",
    "calls 5,000 deep": f"fields {'abs(' * 5_000}1{')' * 5_000}",
    "nots 20,000 deep": f"filter {'not ' * 20_000}a",
    "minus 20,000 deep": f"fields {'- ' * 20_000}1 as x",
    "a sum of 20,000 numbers": f"fields {'+'.join('1' * 20_000)} as x",
    "powers 5,000 high": f"fields {'^'.join('2' * 5_000)} as x",
    "a name of 50,000 characters": f"fields {'a' * 50_000}",
    "a path of 20,000 steps": f"fields {'.'.join('a' * 20_000)}",
    "200,000 characters": f"fields a # {'x' * 200_000}",
    "20,000 commands": "fields a" + " | limit 1" * 20_000,
    "20,000 columns": f"fields {', '.join('a' * 20_000)}",
    "a list of 20,000 values": f"filter a in [{','.join('1' * 20_000)}]",
    "a period of 10^30": f"stats count(*) by bin({10**30}s)",
    "a period of 10^30 years": f"stats count(*) by bin({10**30}y)",
    "a period of 0": "stats count(*) by bin(0s)",
    "limit 0": "fields a | limit 0",
    "limit -1": "fields a | limit -1",
    "limit 10^30": f"fields a | limit {10**30}",
    "limit 1.5": "fields a | limit 1.5",
    "a number of 400 digits": f"fields {'9' * 400} as x",
    "a repeat of 100,000": "filter a like /b{100000}/",
    "repeats that are 1,001 together": "filter a like /(?:x|(b{7}c){11}){13}/",
    "repeats of repeats": "filter a like /((((b{1000}){1000}){1000}){1000})/",
    "a regex that is not closed": "filter a like /(/",
    "a text that is not closed": 'filter a = "',
    "nothing": "",
    "only blanks and comments": " \n# nothing\n",
    "a null character": "fields \x00",
    "a lone surrogate": "fields \ud800",
    "a subquery in a subquery": "filter a in (SOURCE 'g' | filter a in (SOURCE 'g' | fields a) | fields a)",
    "a percentile of 10^30": f"stats pct(a, {10**30})",
    "topk of everything": "stats topk(1000000, a)",
    "a lag of 10^9": "fields a | autoregress a p=1000000000",
    "a table that is not there": "lookup t a OUTPUT b",
}


@pytest.mark.parametrize("query", _REFUSED.values(), ids=_REFUSED.keys())
def test_a_query_that_cannot_run_is_refused_with_one_sentence(query: str) -> None:
    began = monotonic()
    with pytest.raises(UsageError) as caught:
        _rows(query, _log('{"a":1}'))
    assert monotonic() - began < SOON
    assert len(str(caught.value).splitlines()) <= 3
    assert len(str(caught.value)) < 1_000


def test_a_query_of_100_kb_runs() -> None:
    words = " or ".join(f'a = "{n:04}"' for n in range(5_000))
    query = f"fields a | filter {words}"

    assert _rows(query, _log('{"a":"4999"}', '{"a":"x"}')) == [("4999",)]


@pytest.mark.long
def test_a_list_of_10_000_values_is_looked_up() -> None:
    choices = ",".join(map(str, range(0, 20_000, 2)))

    assert _rows(f"fields a | filter a in [{choices}]", _log('{"a":19998}', '{"a":7}')) == [
        ("19998",)
    ]


def test_the_limits_of_nesting_can_be_reached() -> None:
    deep = f"{'(' * 90}a{')' * 90}"
    calls = f"{'abs(' * 90}a{')' * 90}"

    assert _rows(f"fields {deep} as x, {calls} as y", _log('{"a":-1}')) == [("-1", "1")]


_PATTERNS = (
    r"(a+)+$",
    r"(a|a)*$",
    r"(a*)*b",
    r"(.*)(.*)(.*)(.*)x$",
    r"^(\w+\s?)*$",
    r"(a?){50}a{50}!",
)


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_a_pattern_that_would_go_back_is_linear(pattern: str) -> None:
    log = _log("a" * MB + "!")

    assert len(_rows(f"filter @message like /{pattern}/ | stats count(*)", log)) == 1
    assert len(_rows(f"parse @message /(?<x>{pattern})/ | stats count(x)", log)) == 1
    assert len(_rows(f'stats max(strlen(regexReplace(@message, "{pattern}", "")))', log)) == 1


def test_a_line_of_a_megabyte_goes_through_every_kind_of_stage() -> None:
    log = _log(
        '{"a":"' + "x" * MB + '","n":1}',
        "{" * MB,
        '{"b":' + "[" * (MB // 2) + "]" * (MB // 2) + "}",
    )
    size = str(MB + len('{"a":"","n":1}'))

    assert _rows("filter n = 1 | stats max(strlen(@message)), max(strlen(a))", log) == [
        (size, str(MB))
    ]
    assert _rows('parse @message "*,*" as x, y | stats count(x)', log) == [("1",)]
    assert _rows("fields a | sort a desc | dedup a | limit 1", log)[0][0] == "x" * MB
    assert _rows("pattern @message | limit 1", log) != []
    assert _rows("fields jsonParse(@message) as j | stats count(*)", log) == [("3",)]


def test_a_million_leaves_in_one_event() -> None:
    log = _log('{"l":[' + "1," * 400_000 + '1],"last":2}')

    assert _rows("fields l.0, l.199, l.200, last", log) == [("1", "1", None, None)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 / 0", None),
        ("0 / 0", None),
        ("5 % 0", None),
        ("0 ^ -1", None),
        ("10 ^ 400", None),
        ("n / z", None),
        ("log(0)", None),
        ("sqrt(-1)", None),
        ("t + 1", None),
        ("t * m", None),
        ("m > 1", None),
        ("abs(t)", None),
        ("toInt(1e300)", None),
        ("substr(t, 1e300, -1e300)", ""),
        ("substr(t, -1e300, 1e300)", "text"),
        ("round(1e308, 308)", "1.0E308"),
        ("fromMillis(1e300)", None),
        ("datefloor(1e300, 1000y)", None),
        ("formatDate(1e18, '%Y')", None),
        ("hexToDec('ffffffffffffffffffffffff')", None),
        ("decToHex(1e300)", None),
        ("jsonParse('[[[[[')", None),
        ("jsonArraySize('[1')", None),
        ("base64decode('%%%')", None),
        ("urldecode('%ff%fe')", None),
        ("haversine(t, 0, 0, 0)", None),
        ("greatest(t, m)", None),
        ("case(m, 1)", None),
        ("regexReplace(t, 'x', t)", "tetextt"),
        ("isIpInSubnet(t, t)", "0"),
    ],
)
def test_mixed_types_and_impossible_sums_are_the_documented_value(
    expression: str, value: str | None
) -> None:
    log = _log('{"t":"text","n":5,"z":0,"b":true}')

    assert _rows(f"fields {expression} as x", log) == [(value,)]


def test_one_field_of_many_types_can_be_sorted_grouped_and_summed() -> None:
    log = _log(
        *(
            f'{{"v":{each}}}'
            for each in ("1", '"1"', '"x"', "true", "null", "[1]", '{"a":1}', "1e400")
        )
    )

    assert _rows("stats sum(v), count(v), countDistinct(v)", log)[0][0] == "3"
    assert len(_rows("fields v | sort v", log)) == 8
    assert len(_rows("stats count(*) by v", log)) == 5


def test_null_characters_and_broken_unicode_are_texts() -> None:
    log = _log(
        "a\x00b", "lone \ud800 surrogate", '{"k":"\\u0000x"}', '{"k":"\\ud800"}', '\ufeff{"k":1}'
    )

    assert _rows("fields strlen(@message) as n | sort @timestamp asc | limit 2", log) == [
        ("3",),
        ("16",),
    ]
    assert _rows("filter @message like /lone . surrogate/ | stats count(*)", log) == [("1",)]
    assert len(_rows("fields k, toupper(@message), jsonParse(@message), md5(@message)", log)) == 5
    assert len(_rows("pattern @message", log)) >= 2


def test_names_that_mean_something_in_sql_are_names() -> None:
    log = _log('{"select":1,"a\\"b":2,"x; drop table events":3,"\'":4}')
    query = 'fields select, `a"b`, `x; drop table events`, `\'` as `"; --`, "\'; --" as q'

    assert _rows(query, log) == [("1", "2", "3", "4", "'; --")]


@pytest.mark.long
def test_a_million_groups() -> None:
    log = ({"timestamp": n, "message": f'{{"a":{n}}}'} for n in range(MB))

    began = monotonic()
    with ask(
        "stats count(*) as n by @timestamp as t | stats count(*) as groups, max(n) as most", log
    ) as r:
        assert list(r.rows) == [("1000000", "1")]
    assert monotonic() - began < 3 * SOON


def test_repeats_that_are_1000_together_run() -> None:
    assert _rows("filter a like /(?:x|(b{10}c){10}){10}/", _log('{"a":"x"}')) == []


@pytest.mark.parametrize(
    "query", ['"\x1b[31m" a', "fields a | \x1b]0;t\x07", "SOURCE/\u202e\ud800'g'"]
)
def test_an_error_moves_no_cursor(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        _rows(query, [])

    assert str(caught.value).replace("\n", "").isprintable()


def test_an_error_of_long_names_is_short() -> None:
    with pytest.raises(QueryError) as caught:
        _rows(
            f"stats sum({'a' * 900}) as {'b' * 900}, max(c) by {'d' * 900} | fields {'e' * 900}", []
        )

    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("time", [2**63, -(2**63) - 1, 10**40])
def test_a_time_beyond_64_bits_is_refused(time: int) -> None:
    with pytest.raises(InputError, match="not in milliseconds"):
        _rows("fields @message", [{"timestamp": time, "message": "a"}])


def test_no_events_at_all() -> None:
    assert _rows("stats count(*), max(a)", []) == [("0", None)]
    assert _rows("fields a | sort a | limit 1", []) == []
    assert _rows("pattern @message", []) == []


def test_the_error_shows_the_place_of_a_long_query() -> None:
    query = f"fields a{' ' * 5_000}| filterr b"

    with pytest.raises(QueryError) as caught:
        _rows(query, [])

    assert max(len(each) for each in str(caught.value).splitlines()) < 200
    assert caught.value.nearest == "filter"
