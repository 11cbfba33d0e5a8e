"""Operations of AWS that only read: the permission each needs, and what it is asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

ON_REQUEST = frozenset({"account"})  # groups that tell of the whole account, or are billed


class Read(Struct, frozen=True):
    """One read-only operation, as botocore's model names it (`lambda.GetFunction`).

    group    what it is asked for; a policy has statements per group
    actions  what IAM calls it: all of them are needed
    on       resource types or ARNs that a policy names; empty for all types of the actions
    items    path of the list that grows from page to page, several joined by `|`; None for one page
    cursor   `asked=answered` where botocore has no paginator of its own
    why      what its answer tells
    """

    operation: str
    group: str
    actions: tuple[str, ...]
    on: tuple[str, ...]
    items: str | None
    cursor: str | None
    why: str


@cache
def reads() -> dict[str, Read]:
    """Every operation by name, in the order of the groups."""
    text = files("lambda_triage.facts").joinpath("aws_reads.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "operation\t"))]
    return {found.operation: found for found in map(_read, lines)}


@cache
def groups() -> tuple[str, ...]:
    """Names of the groups, in order."""
    return tuple(dict.fromkeys(read.group for read in reads().values()))


def _read(line: str) -> Read:
    operation, group, actions, on, items, cursor, why = line.split("\t")
    return Read(
        operation,
        group,
        tuple(actions.split(",")),
        () if on == "-" else tuple(on.split(",")),
        None if items == "-" else items,
        None if cursor == "-" else cursor,
        why,
    )
