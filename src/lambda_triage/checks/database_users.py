"""Which functions use a database, a proxy or a cache, as far as the evidence tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import Database
from lambda_triage.evidence.naming import name

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene


def users(scene: Scene, reference: str | None) -> tuple[str, ...]:
    """Functions in the VPC of the database that *reference* names, else the only function."""
    wanted = name(reference or "")
    named = [d for d in scene.case.documents(Database) if wanted and name(d.resource) == wanted]
    vpcs = {d.vpc for d in named if d.vpc}
    functions = scene.case.functions
    beside = [f for f in functions if f.vpc_id in vpcs]
    return tuple(f.resource for f in beside or (functions if len(functions) == 1 else ()))
