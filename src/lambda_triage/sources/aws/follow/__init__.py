"""What to ask next: an answer → wants, by the operation that answered, one module per area.

Every module has `FOLLOW`: operation → function of (answer, scope). The functions are pure, make
no call, and skip what a body leaves out or holds in another type.

functions, durable   what belongs to a function, and the executions of a durable one
roles, network       what it may do, and where it stands
The other modules have no FOLLOW: they turn what an answer names into what describes it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.want import Want

    Follow: TypeAlias = Callable[[Answer, Scope], Iterable[Want]]

# The order in which wants of one answer are asked.
AREAS = (
    "functions", "roles", "network", "queues", "events", "apis", "workflows", "stacks", "storage",
    "durable", "changes", "logs", "metrics", "traces",
)  # fmt: skip


@cache
def follow() -> Mapping[str, tuple[Follow, ...]]:
    """The functions that read the answers of each operation, loaded with the first use."""
    found: dict[str, tuple[Follow, ...]] = {}
    for area in AREAS:
        name = f"{__name__}.{area}"
        if find_spec(name) is None:
            continue
        own: Mapping[str, Follow] = import_module(name).FOLLOW
        for operation, one in own.items():
            found[operation] = (*found.get(operation, ()), one)
    return MappingProxyType(found)
