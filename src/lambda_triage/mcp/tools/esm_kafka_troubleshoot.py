"""`esm_kafka_troubleshoot`: why a Kafka mapping does not read, from its error or its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.inputs import MOST_PATHS, TEXT_LIMIT, Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.told import WITHHELD
from lambda_triage.mcp.tool import Answer, Effects, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.mappings.kafka import Named, Troubled

NEXT = {
    "named": "apply the fix of the first cause, then look at LastProcessingResult again",
    "healthy": "the mapping reads; if it lags, esm_optimize, and diagnose for the function",
    "unknown": "nothing known matches; bring what `decides` names",
}


class Asked(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An error text, or a mapping."""

    error: Annotated[
        str,
        Meta(
            max_length=TEXT_LIMIT,
            description="LastProcessingResult, StateTransitionReason or log lines",
        ),
    ] = ""
    paths: Annotated[
        tuple[Name, ...],
        Meta(max_length=MOST_PATHS, description="Mapping, cluster, network; or bundles"),
    ] = ()
    esm_uuid: Annotated[Name, Meta(description="In paths, else asked of AWS")] | None = None
    function: Name | None = None
    kafka_type: Literal["msk", "self-managed", "auto-detect"] = "auto-detect"


class Head(Struct, frozen=True, omit_defaults=True):
    """Whether a cause is named."""

    answer: Literal["named", "healthy", "unknown"]
    next: str
    unmatched: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    report: str | None = None


class Item(Struct, frozen=True, omit_defaults=True):
    """A cause, or a fact of the network."""

    kind: Literal["cause", "fact"]
    name: str
    says: str
    mapping: str | None = None
    confidence: float | None = None
    proof: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    fix: str | None = None
    next: tuple[str, ...] = ()
    source: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """The text by itself, or the mapping with what is around it."""
    from lambda_triage.mcp.tools.esm_optimize import evidence
    from lambda_triage.pipeline.mappings.kafka import explain_text, troubleshoot

    kinds = {"msk": "msk", "self-managed": "kafka"}
    kind = kinds.get(asked.kafka_type)
    if not (asked.paths or asked.esm_uuid or asked.function):
        if not asked.error.strip():
            raise UsageError("nothing to look at; give error, or paths, esm_uuid or function")
        return _answer(explain_text(asked.error, kind), work, live=False)
    wanted = evidence(asked.paths, asked.esm_uuid, asked.function, asked)
    with work.gathered(wanted) as found:
        told = troubleshoot(
            found.paths, error=asked.error, uuid=asked.esm_uuid, function=asked.function,
            kind=kind, stdin=found.stdin, progress=work.reading,
        )  # fmt: skip
        return _answer(told, work, live=found.live)


def _answer(told: Troubled, work: Work, *, live: bool) -> Answer:
    answer: Literal["named", "healthy", "unknown"] = (
        "named" if told.causes else "healthy" if told.healthy else "unknown"
    )
    id = work.room.keep(told.report, live=live) if told.report is not None else None
    head = Head(
        answer, NEXT[answer], tuple(quoted(text) for text in told.unmatched), told.decides, id
    )
    return Answer(head, tuple(_items(told, shows=work.shows(live=live))))


def _items(told: Troubled, *, shows: bool) -> Iterator[Item]:
    yield from (_cause(one, shows=shows) for one in told.causes)
    for about, fact in told.facts:
        yield Item(
            "fact", fact.what, quoted(f"{fact.answer}: {fact.why}"), quoted(about)
        )  # fmt: skip


def _cause(one: Named, *, shows: bool) -> Item:
    own = one.source == "diagnosis"  # whose words are filled from the evidence
    lines = one.proof if shows or not own else (WITHHELD,)
    return Item(
        kind="cause",
        name=one.id,
        says=quoted(one.title) if own else one.title,
        mapping=quoted(one.about),
        confidence=one.confidence,
        proof=tuple(quoted(line) for line in lines),
        against=one.against,
        fix=quoted(one.fix) if own else one.fix,
        next=tuple(quoted(step) for step in one.next) if own else one.next,
        source=one.source,
    )


ESM_KAFKA_TROUBLESHOOT = Tool(
    name="esm_kafka_troubleshoot",
    title="Troubleshoot a Kafka mapping",
    description=(
        "Why an MSK or self-managed Kafka event source mapping does not read: cause with proof and"
        " confidence, fix and next check, from the error text or the mapping and its network."
    ),
    takes=Asked,
    run=run,
    item=Item,
    effects=Effects(open_world=True),
)
