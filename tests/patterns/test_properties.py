"""What holds for every pattern and event."""

from __future__ import annotations

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

import lambda_triage.patterns as patterns
from lambda_triage.errors import PatternError
from lambda_triage.patterns import (
    match_event,
    match_filter_criteria,
    match_filter_policy,
    match_notification,
)
from lambda_triage.patterns.wildcard import fits, pieces

KEYS = st.sampled_from(["a", "b", "c", "a.b", "$or", "x y", "exists"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.floats(),
    st.sampled_from(["", "a", "A", "ab", "5", "\ud800", "10.0.0.1"]),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)
PLAIN = st.sampled_from(["a", "b", "c"])
# Events of objects and scalars, and without what equals nothing, not even itself.
LEAF = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(["", "a", "ab"]))
TREES = st.recursive(
    st.dictionaries(PLAIN, LEAF, min_size=1, max_size=3),
    lambda inner: st.dictionaries(PLAIN, st.one_of(LEAF, inner), min_size=1, max_size=3),
    max_leaves=6,
)
TESTS = st.one_of(
    LEAF,
    st.sampled_from(
        [
            {"prefix": "a"},
            {"suffix": "b"},
            {"anything-but": ["a", "ab"]},
            {"anything-but": 5},
            {"numeric": [">", 0, "<", 5]},
            {"exists": True},
            {"exists": False},
            {"wildcard": "a*"},
            {"equals-ignore-case": "A"},
            {"cidr": "10.0.0.0/8"},
        ]
    ),
)
FIELDS = st.lists(TESTS, min_size=1, max_size=2)
PATTERNS = st.recursive(
    st.dictionaries(PLAIN, FIELDS, min_size=1, max_size=3),
    lambda inner: st.one_of(
        st.dictionaries(PLAIN, st.one_of(FIELDS, inner), min_size=1, max_size=3),
        st.lists(inner, min_size=2, max_size=3).map(lambda groups: {"$or": groups}),
    ),
    max_leaves=8,
)
LISTS = st.recursive(
    st.dictionaries(PLAIN, LEAF, max_size=3),
    lambda inner: st.dictionaries(
        PLAIN, st.one_of(LEAF, inner, st.lists(inner, max_size=3)), max_size=3
    ),
    max_leaves=8,
)


# Arrays of objects of two keys and two values, so that elements often meet some clauses only.
BITS = st.integers(0, 1)
BIT_TESTS = st.sampled_from([[0], [1], [{"exists": True}], [{"exists": False}], [0, 1]])
ROWS = st.lists(st.dictionaries(PLAIN, BITS, max_size=3), min_size=2, max_size=4)
TABLES = st.fixed_dictionaries(
    {
        "a": st.one_of(ROWS, st.lists(st.fixed_dictionaries({"b": ROWS}), max_size=3)),
        "c": BITS,
    }
)
COLUMNS = st.dictionaries(PLAIN, BIT_TESTS, min_size=1, max_size=3)
TABLE_PATTERNS = st.one_of(
    st.fixed_dictionaries({"a": COLUMNS, "c": BIT_TESTS}),
    st.fixed_dictionaries({"a": st.fixed_dictionaries({"b": COLUMNS})}),
    st.fixed_dictionaries(
        {
            "c": BIT_TESTS,
            "$or": st.lists(st.fixed_dictionaries({"a": COLUMNS}), min_size=2, max_size=3),
        }
    ),
)
ASKED = st.one_of(st.tuples(PATTERNS, LISTS), st.tuples(TABLE_PATTERNS, TABLES))


def from_event(event):
    return {
        key: from_event(value) if isinstance(value, dict) else [value]
        for key, value in event.items()
    }


def steps(path):
    return path.removeprefix("$.").split(".")


def at(value, path):
    for key in steps(path):
        value = value[key]
    return value


def replaced(event, path, value):
    first, *rest = steps(path)
    inner = event[first]
    inner = replaced(inner, ".".join(rest), value) if rest else value
    return {**event, first: inner}


def upto(pattern, clause):
    """The pattern's clauses as written, as far as the named one; and whether it is among them."""
    kept = {}
    for key, value in pattern.items():
        path = f"$.{key}"
        if clause == path:
            return {**kept, key: value}, True
        if isinstance(value, dict) and clause.startswith(f"{path}."):
            inner, found = upto(value, "$" + clause.removeprefix(path))
            return {**kept, key: inner}, found
        kept[key] = value
    return kept, False


def naive(pattern, event):
    """Whether the event passes, by trying every way to take one element of every array."""
    return any(plain(pattern, one, event) for one in choices(event))


def choices(value):
    if isinstance(value, list):
        return [one for item in value for one in choices(item)] or [None]
    if not isinstance(value, dict):
        return [value]
    made = [{}]
    for key, inner in value.items():
        empty = isinstance(inner, list) and not inner
        made = [{**one, **({} if empty else {key: c})} for one in made for c in choices(inner)]
    return made


def plain(pattern, event, root, keys=()):
    for key, value in pattern.items():
        if key == "$or":
            if not any(plain(group, event, root, keys) for group in value):
                return False
            continue
        inner = event.get(key, ...) if isinstance(event, dict) else ...
        if isinstance(value, dict):
            if not plain(value, inner, root, (*keys, key)):
                return False
        elif not any(one(test, inner, root, (*keys, key)) for test in value):
            return False
    return True


def one(test, leaf, root, keys):
    if test == {"exists": False}:
        return not any(leaf_at(event, keys) for event in choices(root))
    if leaf is ... or isinstance(leaf, dict):
        return False
    return match_event({"x": [test]}, {"x": leaf}).matched


def leaf_at(event, keys):
    for key in keys:
        if not isinstance(event, dict) or key not in event:
            return False
        event = event[key]
    return not isinstance(event, dict)


@given(TREES)
def test_a_pattern_made_from_an_event_matches_it(event):
    assert match_event(from_event(event), event).matched is True


@given(TREES, st.data())
def test_changing_one_leaf_of_a_matched_event_names_that_clause(event, data):
    paths = [path for path, value in walk(event) if value is not Ellipsis]
    path = data.draw(st.sampled_from(paths))

    actual = match_event(from_event(event), replaced(event, path, "other"))

    assert (actual.matched, actual.clause, actual.actual) == (False, path, "other")


def walk(event, path="$"):
    for key, value in event.items():
        if isinstance(value, dict):
            yield from walk(value, f"{path}.{key}")
        else:
            yield f"{path}.{key}", value


@given(ASKED)
@settings(max_examples=300)
def test_the_decision_is_that_of_trying_every_element_of_every_array(asked):
    pattern, event = asked
    assert match_event(pattern, event).matched is naive(pattern, event)


@given(ASKED)
@settings(max_examples=300)
def test_the_clauses_up_to_the_named_one_are_not_met(asked):
    pattern, event = asked
    answer = match_event(pattern, event)
    if answer.matched:
        return

    part, found = upto(pattern, answer.clause)

    assert (found, match_event(part, event).matched) == (True, False)


@given(ASKED)
def test_the_named_clause_is_quoted_as_it_is_written(asked):
    pattern, event = asked
    answer = match_event(pattern, event)

    assert answer.matched or answer.expected == at(pattern, answer.clause)


@given(st.lists(PATTERNS, min_size=2, max_size=3), TREES)
def test_alternatives_are_met_where_one_of_them_is(groups, event):
    expected = any(match_event(group, event).matched for group in groups)

    assert match_event({"$or": groups}, event).matched is expected


@given(
    LEAF,
    st.sampled_from(
        [
            "ab",
            5,
            {"prefix": "a"},
            {"suffix": "b"},
            {"equals-ignore-case": "AB"},
            {"wildcard": "*b"},
        ]
    ),
)
def test_anything_but_is_the_opposite_where_there_is_a_leaf(leaf, test):
    met = match_event({"a": [test]}, {"a": leaf}).matched

    assert match_event({"a": [{"anything-but": test}]}, {"a": leaf}).matched is not met


@given(PATTERNS, JSON)
@settings(max_examples=300)
def test_no_event_raises(pattern, event):
    assert isinstance(match_event(pattern, event).matched, bool)


@given(JSON, JSON)
@settings(max_examples=300)
def test_any_filter_is_answered_or_refused(filter, event):
    calls = [
        lambda: match_event(filter, event),
        lambda: match_filter_criteria(filter, event, "sqs"),
        lambda: match_filter_policy(filter, event, event),
        lambda: match_filter_policy(filter, event, event, "MessageBody"),
        lambda: match_notification(filter, "a", "ObjectCreated:Put"),
    ]

    for call in calls:
        try:
            reason = call().reason
        except PatternError as error:
            reason = str(error)
        assert reason.encode()


@given(JSON)
def test_no_record_raises(record):
    filters = {"Filters": [{"Pattern": '{"a": [{"exists": false}]}'}]}

    for source in ("sqs", "kinesis", "dynamodb", "msk", "kafka", "mq"):
        assert isinstance(match_filter_criteria(filters, record, source).matched, bool)


@given(st.text(alphabet="ab*", max_size=5), st.text(alphabet="ab", max_size=5))
@settings(max_examples=500)
def test_a_wildcard_matches_what_the_regular_expression_does(pattern, text):
    pattern = re.sub(r"\*+", "*", pattern)
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None

    assert fits(pieces(pattern), text) is expected


def test_a_wildcard_takes_no_more_than_a_moment_on_a_long_text():
    pattern = {"a": [{"wildcard": "*a" * 500 + "*b"}]}
    started = time.perf_counter()

    actual = match_event(pattern, {"a": "a" * 1_000_000}).matched

    assert (actual, time.perf_counter() - started < 1) == (False, True)


def test_a_wildcard_of_long_pieces_takes_no_more_than_a_moment():
    pattern = {"a": [{"wildcard": "*" + "a" * 900 + "b" + "a" * 900 + "*"}]}
    started = time.perf_counter()

    actual = match_event(pattern, {"a": "a" * 1_000_000}).matched

    assert (actual, time.perf_counter() - started < 2) == (False, True)


def test_an_event_nested_without_end_is_answered():
    event = deep = {}
    for _ in range(50_000):
        deep["a"] = [[{}]]
        deep = deep["a"][0][0]

    actual = match_event({"a": {"a": {"b": ["x"]}}, "a.a.a.b": ["x"]}, event)

    assert actual.clause == "$.a.a.b"


def test_the_exported_names_are_these():
    assert sorted(patterns.__all__, key=lambda name: (name.islower(), name)) == patterns.__all__
