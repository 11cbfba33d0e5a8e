"""Partitions of AWS and their regions, as botocore's own data has them. Nothing is asked."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

GLOBAL = "-global"  # the end of names that stand for a whole partition, which no ARN has


class Partition(Struct, frozen=True):
    """One partition, as ARNs name it: the end of its host names, and its regions."""

    name: str
    suffix: str
    regions: tuple[str, ...]


@cache
def partitions() -> tuple[Partition, ...]:
    """All partitions, the usual one first."""
    from botocore.loaders import create_loader

    told = create_loader().load_data("partitions")["partitions"]
    return tuple(
        Partition(
            str(one["id"]),
            str(one["outputs"]["dnsSuffix"]),
            tuple(sorted(name for name in one["regions"] if not name.endswith(GLOBAL))),
        )
        for one in told
    )
