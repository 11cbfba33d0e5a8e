"""Random trees with every kind of node, as parse gives them but without places."""

from __future__ import annotations

from hypothesis import strategies as st

from lambda_triage.insights import tree
from lambda_triage.insights.tree import Span

AT = Span(0, 0)
_OPERATORS = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^")
_UNITS = ("ms", "s", "m", "h", "d", "w", "mo", "q", "y")
_WORDS = (
    "a",
    "b",
    "@message",
    "in",
    "as",
    "by",
    "not",
    "or",
    "true",
    "sort",
    "desc",
    "5m",
    "10",
    "1e5",
    "any",
    "count",
    "distinct",
    "p99",
)
_PATTERNS = ("a", "/", "[/(?<b>]", "(?P<n>x)", "(y)", "\\d+", "\\\\", "\\(?<", "|", " ", "#", '"')
_FUNCTIONS = ("count", "bin", "IF", "strlen", "unknown_1", "sort")


def _name(parts: list[str]) -> tree.Name:
    return tree.Name(span=AT, name=".".join(parts), parts=tuple(parts))


def _unquoted(text: str) -> str:
    return "".join("x" if each in "`\n" else each for each in text)


texts = st.text(max_size=8) | st.sampled_from(("", "it's", '"', "\\", "\\'", "%x%", "a\n# | b"))
words = st.sampled_from(_WORDS) | st.text(min_size=1, max_size=6).map(_unquoted)
names = st.lists(words, min_size=1, max_size=3).map(_name)
one_word = words.map(lambda word: _name([word]))
aliases = st.none() | names
numbers = st.sampled_from(("0", "1", "0.5", "1e5", "1.25E-3", "123456789012")).map(
    lambda text: tree.Number(span=AT, value=float(text), text=text)
)
quoted = texts.map(lambda text: tree.Text(span=AT, value=text))
truths = st.booleans().map(lambda value: tree.Truth(span=AT, value=value))
regexes = (
    st.lists(st.sampled_from(_PATTERNS), min_size=1, max_size=5)
    .map("".join)
    .map(lambda pattern: tree.Regex(span=AT, pattern=pattern))
)
periods = st.builds(
    tree.Period, span=st.just(AT), count=st.integers(1, 99_999), unit=st.sampled_from(_UNITS)
)
_stars = st.sampled_from(_FUNCTIONS).map(
    lambda name: tree.Call(span=AT, function=name, args=(), star=True)
)
_leaves = numbers | quoted | truths | periods | names | names | _stars


def _larger(inner: st.SearchStrategy[tree.Expression]) -> st.SearchStrategy[tree.Expression]:
    def several(least: int) -> st.SearchStrategy[tuple[tree.Expression, ...]]:
        return st.lists(inner, min_size=least, max_size=3).map(tuple)

    at, flag = st.just(AT), st.booleans()
    return st.one_of(
        st.builds(
            tree.Binary, span=at, operator=st.sampled_from(_OPERATORS), left=inner, right=inner
        ),
        st.builds(tree.Unary, span=at, operator=st.sampled_from(("-", "not")), operand=inner),
        st.builds(
            tree.Call,
            span=at,
            function=st.sampled_from(_FUNCTIONS),
            args=st.lists(inner | regexes, max_size=3).map(tuple),
        ),
        st.builds(
            tree.Part,
            span=at,
            operand=st.builds(
                tree.Call,
                span=at,
                function=st.sampled_from(_FUNCTIONS),
                args=st.lists(inner, max_size=2).map(tuple),
            ),
            parts=names.map(lambda name: name.parts),
        ),
        st.builds(tree.Like, span=at, operand=inner, pattern=quoted | regexes, negated=flag),
        st.builds(tree.In, span=at, operand=inner, choices=several(1), negated=flag),
        st.builds(
            tree.In,
            span=at,
            operand=inner,
            choices=several(1).map(
                lambda values: _query([tree.Fields(span=AT, items=tuple(map(_item, values)))])
            ),
            negated=flag,
        ),
    )


def _item(value: tree.Expression) -> tree.Item:
    return tree.Item(span=AT, value=value, alias=None, text="")


def _query(commands: list[tree.Command], source: tree.Source | None = None) -> tree.Query:
    return tree.Query(span=AT, text="", commands=tuple(commands), source=source)


# A list of `=` and `in` may hold a regex only as argument of a function: `= /x/` is refused.
expressions = st.recursive(_leaves, _larger, max_leaves=12)
