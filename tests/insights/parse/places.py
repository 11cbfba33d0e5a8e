"""A tree without its places, so that two trees compare by what they mean."""

from __future__ import annotations

from msgspec import structs

from lambda_triage.insights.tree import Node, Query, Span

_NOWHERE = Span(0, 0)


def without_places(tree: Query) -> Query:
    """The tree with all spans zero; texts of queries and items, which repeat the words, empty."""
    bare = _bare(tree)
    assert isinstance(bare, Query)
    return bare


def _bare(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_bare(each) for each in value)
    if not isinstance(value, Node):
        return value
    inner = {name: _bare(getattr(value, name)) for name in value.__struct_fields__}
    inner["span"] = _NOWHERE
    if type(value).__name__ in {"Query", "Item"}:
        inner["text"] = ""
    return structs.replace(value, **inner)
