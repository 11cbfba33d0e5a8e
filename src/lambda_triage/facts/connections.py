"""How many connections a database of Amazon RDS takes by default, at most.

Sources: RDS user guide, "Quotas and constraints", maximum number of database connections, and
Aurora user guide, "Managing performance and scaling", 2026; memory of the classes: RDS user guide,
"DB instance classes", 2026. The service keeps a part of that memory for itself, so that the true
number is smaller.
"""

from __future__ import annotations

import re
from math import log2

GIB = 1_073_741_824
CLASS = re.compile(r"db\.(?P<family>[a-z]+)\d+[a-z]*\.(?P<times>\d*)(?P<size>[a-z]+)$")
# GiB: burstable classes by size; of the others one vCPU's share, by the family's letter.
BURSTABLE = {"nano": 0.5, "micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16}
PER_VCPU = {"c": 2, "m": 4, "r": 8, "z": 8}
VCPUS = {"medium": 1, "large": 2, "xlarge": 4}


def memory_bytes(size: str) -> int | None:
    """Memory of an instance class (`db.r6g.large`); None for one that is not known."""
    found = CLASS.match(size)
    if found is None:
        return None
    times, each = int(found["times"] or 1), found["size"]
    if found["family"] == "t":
        gib = BURSTABLE.get(each, 0) * times
    else:
        gib = PER_VCPU.get(found["family"], 0) * VCPUS.get(each, 0) * times
    return int(gib * GIB) or None


def most_connections(engine: str, size: str) -> int | None:
    """The default of max_connections for an engine on a class; None where it is not known."""
    memory = memory_bytes(size)
    if memory is None:
        return None
    if engine in ("postgres", "aurora-postgresql"):
        return min(memory // 9_531_392, 5_000)
    if engine in ("mysql", "mariadb"):
        return memory // 12_582_880
    if engine == "aurora-mysql":
        return int(max(45 * log2(memory / 805_306_368), 1000 * log2(memory / 8_187_281_408), 45))
    return None
