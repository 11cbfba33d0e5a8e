"""Fields of an event: which object is the first, where a path leads, what a line of a service has."""

from __future__ import annotations

import json

import pytest

from lambda_triage.insights import query
from lambda_triage.insights.duckdb.embedded import LEAVES, embedded
from tests.insights.stages.logs import of

DEEP = '{"a":' * 400 + "1" + "}" * 400


def field(name: str, message: str) -> str | None:
    with query(f"display {name}", of(message)) as result:
        return next(result.rows)[0]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("", None),
        ("{", None),
        ("{}", "{}"),
        ("no {braces} here", None),
        ("{ a: 1 }", None),
        ('x {"a":1} y', '{"a":1}'),
        ('{foo} {"a":{"b":[1,2]}}', '{"a":{"b":[1,2]}}'),
        ('{"a":1,} {"b":2}', '{"b":2}'),
        ('{"a" 1}', None),
        ('{"a":[}', None),
        ('{"a":tru}', None),
        ('{"a":01}', None),
        ('{"a":"\\x"}', None),
        ('{"a":"}"} {', '{"a":"}"}'),
        ('[1] {"a":[{},[],{"b":null}]}.', '{"a":[{},[],{"b":null}]}'),
        (f"x {DEEP} y", DEEP),
    ],
)
def test_the_first_object_is_found_where_its_braces_balance(
    message: str, expected: str | None
) -> None:
    assert embedded(message) == expected


def test_an_object_is_cut_behind_its_200th_leaf() -> None:
    whole = {"list": list(range(150)), "map": {str(key): key for key in range(100)}}

    cut = json.loads(embedded(f"text {json.dumps(whole)} text") or "")

    assert len(cut["list"]) + len(cut["map"]) == LEAVES
    assert list(cut["map"]) == [str(key) for key in range(50)]


@pytest.mark.parametrize(
    "message",
    [
        "{" * 200_000,
        '{"a":' * 100_000,
        '{"a":[' + "1," * 300_000,
        '"' * 500_000,
        '{"' + "\\" * 500_000,
    ],
)
def test_a_message_that_only_looks_like_json_takes_bounded_time(message: str) -> None:
    assert embedded(message) is None


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [
        ("a", '{"a":1}', "1"),
        ("a", 'INFO {"a":1}', "1"),
        ("a", 'INFO {"a":1} end', "1"),
        ("a", 'INFO {"b":1} {"a":2}', None),
        ("a", '{"a":{"b":1}}', None),
        ("a", '{"a":[1]}', None),
        ("a", '{"a":null}', None),
        ("a", '{"a":"{x"}', "{x"),
        ("a", '{"a":""}', ""),
        ("a", '{"a":true}', "true"),
        ("A", '{"a":1,"A":2}', "2"),
        ("a.b", '{"a":{"b":"nested"},"a.b":"flat"}', "nested"),
        ("a.b", '{"a":{"c":1},"a.b":"flat"}', "flat"),
        ("a.b.c", '{"a":{"b.c":"half"}}', "half"),
        ("a.0.b", '{"a":[{"b":"first"}]}', "first"),
        ("a.1", '{"a":[1,"two"]}', "two"),
        ("a.`b.c`", '{"a":{"b.c":"quoted"}}', "quoted"),
        ("`a-b`", '{"a-b":"dash"}', "dash"),
        ("`a/b~c`", '{"a/b~c":"pointer"}', "pointer"),
        ("@@x", '{"@x":"at"}', "at"),
        ("@x", '{"@x":"at"}', None),
        ("a.@x", '{"a":{"@x":"at"}}', "at"),
        ("a.199", json.dumps({"a": list(range(300))}), "199"),
        ("a.200", json.dumps({"a": list(range(300))}), None),
        ("a", '{"a":"\\ud800"}', None),
        ("a", '{"a":"é\\u00e9\\n"}', "éé\n"),
        ("@aws.account", "x", None),
        ("`@entity.KeyAttributes.Name`", "x", None),
        ("srcAddr", "2 1 eni-1 - - - - - - - 1 2 - NODATA", "-"),
        ("version", '{"version":"of the object"}', "of the object"),
        ("version", "2 is not a flow", None),
        ("@requestId", "START RequestId: abc Version: 1", "abc"),
        ("@type", "REPORTS RequestId: abc", None),
        ("@duration", "REPORT RequestId: a Duration: 2.90 ms Billed Duration: 3 ms", "2.9"),
        ("@duration", "REPORT RequestId: a\tInit Duration: 1.00 ms\tDuration: 2.00 ms", "2.0"),
        ("@duration", "REPORT RequestId: a\tDuration: soon", None),
        ("@initDuration", "INIT_REPORT Init Duration: 9.00 ms", None),
        ("@duration", '{"type":"platform.report","record":{"metrics":{"durationMs":"x"}}}', None),
        (
            "@duration",
            '{"type":"platform.runtimeDone","record":{"metrics":{"durationMs":5}}}',
            None,
        ),
        ("@type", '{"type":"platform.report', None),
    ],
)
def test_a_field_is_found_where_the_documentation_says(
    name: str, message: str, expected: str | None
) -> None:
    assert field(name, message) == expected
