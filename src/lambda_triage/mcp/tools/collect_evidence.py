"""`collect_evidence`: what AWS knows of a function or a stack, read-only, into a bundle."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.inputs import Live, Name
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import aimed

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work


class Wanted(Live, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to collect, and where to."""

    output: (
        Annotated[Name, Meta(description="New folder or .tar.gz; else kept while the server runs")]
        | None
    ) = None


class Collected(Struct, frozen=True, omit_defaults=True):
    """What the bundle holds, and lacks by reason."""

    bundle: str
    calls: int
    next: str
    missing: dict[str, int] = {}


def run(asked: Wanted, work: Work) -> Answer:
    """Collect; nothing that is there is overwritten."""
    from lambda_triage.pipeline.live import into

    if not (asked.functions or asked.stack or asked.project):
        raise UsageError("nothing to collect; give functions, stack or project")
    id = f"b-{secrets.token_hex(4)}"
    place = Path(asked.output) if asked.output else work.room.bundles / id
    if asked.output and place.exists():
        raise UsageError(f"{place} exists; give the name of a new folder or file")
    aim, who = aimed(asked)
    found = into(
        place,
        aim,
        who,
        None,
        environment=None,
        budget=asked.budget,
        progress=work.asking,
    )
    if asked.output:
        work.room.collected(place)
    bundle = str(place) if asked.output else id
    next = f"diagnose with paths [{bundle!r}]; compare_bundles takes it, too"
    return Answer(Collected(bundle, found.asked, next, found.missing))


COLLECT_EVIDENCE = Tool(
    name="collect_evidence",
    title="Collect evidence",
    description=(
        "Asks AWS read-only for logs, metrics, configuration, policies, changes of functions or a"
        " stack, redacts them, keeps a bundle that other tools take as a path."
    ),
    takes=Wanted,
    run=run,
    head=Collected,
    effects=Effects(read_only=False, idempotent=False, open_world=True),
)
