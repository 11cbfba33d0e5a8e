"""Random commands and whole queries, as parse gives them but without places."""

from __future__ import annotations

from hypothesis import strategies as st

from lambda_triage.insights import tree
from tests.insights.parse.trees import (
    AT,
    aliases,
    expressions,
    names,
    one_word,
    periods,
    regexes,
    texts,
)

_at = st.just(AT)
_flag = st.booleans()
_items = st.lists(
    st.builds(tree.Item, span=_at, value=expressions, alias=aliases, text=st.just("")),
    min_size=1,
    max_size=3,
).map(tuple)
_keys = st.lists(
    st.builds(tree.Key, span=_at, value=expressions, descending=st.none() | _flag),
    min_size=1,
    max_size=3,
).map(tuple)
_some_names = st.lists(names, min_size=1, max_size=3).map(tuple)
_pairs = st.lists(st.tuples(names, names), min_size=1, max_size=3).map(tuple)
_several = st.lists(texts, max_size=2).map(tuple)
sources = st.builds(
    tree.Source,
    span=_at,
    groups=st.lists(texts, min_size=1, max_size=2).map(tuple),
    prefixes=_several,
    accounts=_several,
    classes=_several,
    data_sources=_several,
    start=st.none() | texts,
    end=st.none() | texts,
)


@st.composite
def _stats(draw: st.DrawFn) -> tree.Stats:
    keys = draw(st.just(()) | _items)
    offset = draw(st.none() | periods) if keys else None
    return tree.Stats(span=AT, items=draw(_items), keys=keys, offset=offset)


@st.composite
def _glob(draw: st.DrawFn) -> tree.ParseGlob:
    taken = draw(_some_names)
    pieces = [draw(texts).replace("*", "") for _ in range(len(taken) + 1)]
    pattern = tree.Text(span=AT, value="*".join(pieces))
    operand = draw(st.none() | names)
    return tree.ParseGlob(span=AT, operand=operand, pattern=pattern, names=taken)


@st.composite
def _join(draw: st.DrawFn) -> tree.Join:
    left, right = draw(st.lists(one_word, min_size=2, max_size=2, unique=True))
    return tree.Join(
        span=AT,
        kind=draw(st.sampled_from(("inner", "left"))),
        left=left,
        right=right,
        left_key=draw(names),
        right_key=draw(names),
        source=draw(sources),
    )


@st.composite
def _fill_missing(draw: st.DrawFn) -> tree.RowCommand:
    found = draw(st.just(()) | _some_names)
    options = tuple((each.name, draw(texts)) for each in found)
    return tree.RowCommand(span=AT, command="fillmissing", names=found, options=options)


def _row(command: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[tree.RowCommand]:
    return st.builds(tree.RowCommand, span=_at, command=st.just(command), **parts)


def _options(*known: tuple[str, str]) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    return st.lists(st.sampled_from(known), unique=True).map(tuple)


_one = names.map(lambda name: (name,))
_rows = st.one_of(
    _row("addtotals", names=_some_names, options=_options(("row", "true"), ("fieldname", "a b"))),
    _row("outlier", names=_some_names, options=_options(("param", "2.5"), ("action", "remove"))),
    _row("accum", names=_one, alias=aliases),
    _row("autoregress", names=_one, alias=aliases, options=_options(("p", "1-4"))),
    _row("filldown", names=st.just(()) | _some_names),
    _row("sessionize", names=_some_names, alias=aliases, maxspan=st.none() | periods),
    _row("countFrequent", names=_some_names),
    _fill_missing(),
)
_simple = st.one_of(
    st.builds(tree.Fields, span=_at, items=_items),
    st.builds(tree.Display, span=_at, items=_items),
    st.builds(tree.Filter, span=_at, condition=expressions, indexed=_flag),
    _stats(),
    st.builds(tree.Sort, span=_at, keys=_keys),
    st.builds(tree.Limit, span=_at, count=st.integers(1, 100_000), anywhere=_flag),
    st.builds(tree.Dedup, span=_at, keys=_some_names),
    _glob(),
    st.builds(
        tree.ParseRegex,
        span=_at,
        operand=st.none() | names,
        pattern=regexes.filter(lambda regex: "(" in regex.pattern),
        names=st.just(()) | _some_names,
        multi=_flag,
    ),
    st.builds(tree.Pattern, span=_at, operand=expressions),
    st.builds(
        tree.RelevantFields, span=_at, names=st.just(()) | _some_names, condition=expressions
    ),
    st.builds(tree.Unmask, span=_at, operand=expressions),
    st.builds(tree.Unnest, span=_at, operand=names, into=names),
    _join(),
    st.builds(
        tree.Lookup,
        span=_at,
        table=names,
        keys=_pairs,
        outputs=_pairs,
        network=_flag,
        fill=_flag,
    ),
    _rows,
    st.builds(tree.Estimate, span=_at),
)


def _queries(commands: st.SearchStrategy[tree.Command]) -> st.SearchStrategy[tree.Query]:
    return st.builds(
        tree.Query,
        span=_at,
        text=st.just(""),
        commands=st.lists(commands, min_size=1, max_size=3).map(tuple),
        source=st.none() | sources,
    )


_append = st.builds(
    tree.AppendCols,
    span=_at,
    query=_queries(_simple),
    override=_flag,
    most=st.integers(1, 100_000),
)
queries = _queries(_simple | _append)
