"""What a text means: strength of operators, keywords as names, periods, quotes, comments, sources."""

from __future__ import annotations

import pytest

from lambda_triage.insights.parse import parse
from lambda_triage.insights.parse.show import show
from lambda_triage.insights.tree import (
    Binary,
    Fields,
    Filter,
    Join,
    Lookup,
    Name,
    Node,
    Number,
    ParseRegex,
    Period,
    RowCommand,
    Source,
    Span,
    Stats,
    Text,
    Unnest,
)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        # strength
        ("filter a or b and c", "filter a or b and c"),
        ("filter (a or b) and c", "filter (a or b) and c"),
        ("filter ((a)) or (b and (c))", "filter a or b and c"),
        ("filter not a = 1 and b", "filter not a = 1 and b"),
        ("filter not (a = 1 and b)", "filter not (a = 1 and b)"),
        ("filter !a", "filter not a"),
        ("filter a = !b", "filter a = (not b)"),
        ("filter a or (b or c)", "filter a or (b or c)"),
        ("fields a-b-c, a-(b-c)", "fields a - b - c, a - (b - c)"),
        ("fields -2^2, (-2)^2, 2^3^2, (2^3)^2", "fields -2 ^ 2, (-2) ^ 2, 2 ^ 3 ^ 2, (2 ^ 3) ^ 2"),
        ("fields 2^-1*3", "fields 2 ^ (-1) * 3"),
        ("fields a*b+c/d%e", "fields a * b + c / d % e"),
        ("fields a*-b, - -a", "fields a * -b, -(-a)"),
        ("fields a/2/3", "fields a / 2 / 3"),
        ("fields a+1 > b-1 as t", "fields a + 1 > b - 1 as t"),
        # synonyms
        ("FIELDS a AS b", "fields a as b"),
        ("where a == 1", "filter a = 1"),
        ("filterIndex a = 1", "filterIndex a = 1"),
        ("head 5", "limit 5"),
        ("LIMIT ANY 5", "limit any 5"),
        ("order by a DESC, b asc, c", "sort a desc, b asc, c"),
        ("sort by a", "sort a"),
        ("stats count(*) group by a", "stats count(*) by a"),
        ("filter a =~ /x/", "filter a like /x/"),
        ('filter a ~= "x" and b =~ "y"', 'filter a like "x" and b like "y"'),
        ("expand a", "unnest a into a"),
        ("count_frequent a, b", "countFrequent a, b"),
        # keywords as names
        ("fields duration, status, sort, stats, limit", "fields duration, status, sort, stats, limit"),
        ("fields in, out, as as by", "fields `in`, out, `as` as `by`"),
        ("stats count(*) by by", "stats count(*) by `by`"),
        ("stats sum(in) as in by in", "stats sum(`in`) as `in` by `in`"),
        ("sort by", "sort `by`"),
        ("sort desc desc", "sort `desc` desc"),
        ("sort by desc", "sort `desc`"),
        ("filter in in [1]", "filter `in` in [1]"),
        ("filter group = 1 and offset > 2 or any", "filter `group` = 1 and `offset` > 2 or `any`"),
        ("stats count(*) as p99.9 by @user", "stats count(*) as p99.9 by @user"),
        ("dedup sort, limit", "dedup sort, limit"),
        ("parse multi /(a)/ as multi multi", "parse `multi` /(a)/ as `multi` multi"),
        # names
        ("fields a.0.b, list[1].x, list[1][2]", "fields a.0.b, list.1.x, list.1.2"),
        ("fields `detail-type`, json.`user.id`.x", "fields `detail-type`, `json`.`user.id`.`x`"),
        ("fields `true`, true, `5m`, `10`, @@x, 5xx", "fields `true`, true, `5m`, `10`, @@x, 5xx"),
        ("fields `in`[1]", "fields in.1"),
        ("fields @`aws:stack`", "fields `@aws:stack`"),
        ("fields jsonParse(a).b.`c d`[1].e[0]", "fields jsonParse(a).`b`.`c d`[1].`e`[0]"),
        ("fields jsonParse(a)[1]", "fields jsonParse(a)[1]"),
        ("SOURCE logGroups()", "SOURCE logGroups()"),
        ("filter a in[1,2] and b not in [-1, \"x\"]", 'filter a in [1, 2] and b not in [-1, "x"]'),
        # periods
        ("stats count(*) by bin (1min)", "stats count(*) by bin(1m)"),
        ("stats count(*) by bin(90 seconds) offset 2 Weeks", "stats count(*) by bin(90s) offset 2w"),
        ("fields datefloor(a, 3mo), datefloor(a, 1qtr), datefloor(a, 5msecs)", "fields datefloor(a, 3mo), datefloor(a, 1q), datefloor(a, 5ms)"),
        # texts, regexes, comments
        ("filter a = 'it\\'s' or a = \"\\\"\\\\\\d\"", 'filter a = "it\'s" or a = "\\"\\\\\\\\d"'),
        ("filter a like '|' # a | b\n| limit 1", 'filter a like "|" | limit 1'),
        ("filter a like /a|#\\/\"/ | limit 1", "filter a like /a|#\\/\"/ | limit 1"),
        ("parse @log /(?<x>[(?<y>]\\(?<z>)/", "parse @log /(?P<x>[(?<y>]\\(?<z>)/"),
        ("parse concat(a, b) /(?<x>.)/ multi", "parse concat(a, b) /(?P<x>.)/ multi"),
        ('parse "a*" as x', 'parse "a*" as x'),
        ('fields regexReplace(a, /b\\/c/, "d") / 2 / 3', 'fields regexReplace(a, /b\\/c/, "d") / 2 / 3'),
        ("\ufeff| fields\u00a0a,\n\tb |", "fields a, b"),
        ("filter`a`like/x/|limit 5", "filter a like /x/ | limit 5"),
        # subqueries and sources
        ("filter k in (SOURCE 'g' | fields k)", 'filter k in (SOURCE "g" | fields k)'),
        ("filter k not in (fields k | limit 5)", "filter k not in (fields k | limit 5)"),
        ("SOURCE 'a', 'b' start=-1d end=now | fields x", 'SOURCE "a", "b" start="-1d" end="now" | fields x'),
        ('SOURCE "g" START=1700000000000 END=1700003600999 | fields @message', 'SOURCE "g" start="1700000000000" end="1700003600999" | fields @message'),
        ("source lg", 'SOURCE "lg"'),
        ("appendcols override=TRUE max=5 (stats count(*))", "appendcols override=true max=5 (stats count(*))"),
        # rows
        ("filldown", "filldown"),
        ("filldown a b* *c, d", "filldown a, b*, *c, d"),
        ("fillmissing with 0 for a, with 'x' for b, c", 'fillmissing with "0" for a, with "x" for b, with "x" for c'),
        ("sessionize a, b maxspan 30m as s", "sessionize a, b maxspan 30m as s"),
        ("sessionize a as s maxspan=1h", "sessionize a maxspan 1h as s"),
        ("autoregress a as b p=1-4", 'autoregress a as b p="1-4"'),
        ("accum a as b", "accum a as b"),
        ("addtotals fieldname=All row=True col=false a, b", 'addtotals fieldname="All" row="true" col="false" a, b'),
        ("outlier action=remove param=2.5 a b", 'outlier action="remove" param="2.5" a, b'),
        ("stats count(*) | estimate", "stats count(*) | estimate"),
    ],
)  # fmt: skip
def test_a_text_reads_as(written: str, means: str) -> None:
    assert show(parse(written)) == means


def test_a_chain_of_or_is_a_low_tree() -> None:
    tree = parse("filter " + " or ".join(f"a = {index}" for index in range(4_000)))

    assert height(tree) == 1 + 12 + 2  # the filter, halves of halves, a comparison and its leaves


def test_three_conditions_group_to_the_left() -> None:
    (command,) = parse("filter a and b and c").commands

    assert isinstance(command, Filter)
    assert isinstance(command.condition, Binary)
    assert command.condition.right == Name(span=Span(19, 20), name="c", parts=("c",))


def test_a_column_without_alias_is_named_by_its_words() -> None:
    (command,) = parse("stats count( * ), (a+b) / 2 as h by bin (1 h) ,x.`y z`").commands

    assert isinstance(command, Stats)
    assert [each.text for each in command.items] == ["count( * )", "(a+b) / 2"]
    assert [each.text for each in command.keys] == ["bin (1 h)", "x.`y z`"]


def test_spans_cover_the_words() -> None:
    text = "fields (a + b) * 2 as c | filter c > 1"
    first, second = parse(text).commands

    assert isinstance(first, Fields)
    assert covered(text, first.span) == "fields (a + b) * 2 as c"
    assert covered(text, first.items[0].span) == "(a + b) * 2 as c"
    assert covered(text, first.items[0].value.span) == "(a + b) * 2"
    assert covered(text, second.span) == "filter c > 1"


def test_names_are_split_at_dots_outside_of_backticks() -> None:
    (command,) = parse("fields list[1].`a.b`.c_d.0").commands

    assert isinstance(command, Fields)
    assert command.items[0].value == Name(
        span=Span(7, 26), name="list.1.a.b.c_d.0", parts=("list", "1", "a.b", "c_d", "0")
    )


def test_numbers_texts_and_periods_keep_their_value() -> None:
    (command,) = parse(r"""fields 1.5e2, .5, 'a\'b\\c\d', 2 quarters""").commands

    assert isinstance(command, Fields)
    assert [type(each.value) for each in command.items] == [Number, Number, Text, Period]
    assert [getattr(each.value, "value", None) for each in command.items] == [
        150.0,
        0.5,
        "a'b\\c\\d",
        None,
    ]
    assert command.items[3].value == Period(span=Span(31, 41), count=2, unit="q")


def test_a_regex_is_written_as_re2_reads_it() -> None:
    (command,) = parse(r"parse @log /\/(?<a>[\/(?<b>]+)(?<=x)\(?<c>/").commands

    assert isinstance(command, ParseRegex)
    assert command.pattern.pattern == r"/(?P<a>[/(?<b>]+)(?<=x)\(?<c>"


def test_log_groups_of_a_source_are_sorted_by_kind() -> None:
    text = (
        "SOURCE logGroups(namePrefix: ['a', 'b'], accountIdentifiers:['1'],"
        " class: ['STANDARD']), dataSource(['amazon_vpc.flow']), 'g' start=-1d | fields x"
    )

    assert parse(text).source == Source(
        span=Span(0, text.index(" |")),
        groups=("g",),
        prefixes=("a", "b"),
        accounts=("1",),
        classes=("STANDARD",),
        data_sources=("amazon_vpc.flow",),
        start="-1d",
        end=None,
    )


def test_join_keys_are_told_apart_by_their_side() -> None:
    (command,) = parse(
        "join type=left left=a right=b where b.x.y == a.`k` (SOURCE 'g' start=-1h)"
    ).commands

    assert isinstance(command, Join)
    assert (command.kind, command.left_key.name, command.right_key.parts) == (
        "left",
        "k",
        ("x", "y"),
    )
    assert (command.source.groups, command.source.start) == (("g",), "-1h")


@pytest.mark.parametrize(
    ("text", "network", "fill", "keys", "outputs"),
    [
        ("lookup t k as f, l OUTPUT c as d, e", False, False, ["k f", "l l"], ["c d", "e e"]),
        ("cidrlookup t ip as net OUTPUTNEW c", True, True, ["net ip"], ["c c"]),
        ("lookup 'my-table' k output c", False, False, ["k k"], ["c c"]),
    ],
)
def test_lookups_name_the_column_of_the_table_first(
    text: str, network: bool, fill: bool, keys: list[str], outputs: list[str]
) -> None:
    (command,) = parse(text).commands

    assert isinstance(command, Lookup)
    assert (command.network, command.fill) == (network, fill)
    assert [f"{a.name} {b.name}" for a, b in command.keys] == keys
    assert [f"{a.name} {b.name}" for a, b in command.outputs] == outputs


def test_options_of_row_commands_are_words() -> None:
    (command,) = parse("outlier param=2.5 Action=REMOVE `a b`, c").commands

    assert isinstance(command, RowCommand)
    assert command.options == (("param", "2.5"), ("action", "remove"))
    assert [each.name for each in command.names] == ["a b", "c"]


def test_expand_unnests_into_the_same_name() -> None:
    (command,) = parse("expand a").commands

    assert isinstance(command, Unnest)
    assert command.into == command.operand


def covered(text: str, span: Span) -> str:
    return text[span.start : span.end]


def height(node: object) -> int:
    if isinstance(node, tuple):
        return max(map(height, node), default=0)
    if not isinstance(node, Node) or isinstance(node, Name | Number):
        return 0
    return 1 + max(height(getattr(node, each)) for each in node.__struct_fields__)
