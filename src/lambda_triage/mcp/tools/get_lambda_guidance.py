"""`get_lambda_guidance`: whether Lambda suits a use, by its words and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.guidance.measures import Judgement, Measures
    from lambda_triage.guidance.uses import Use
    from lambda_triage.mcp.work import Work

UNKNOWN = "no known use in these words; the numbers decide, or name one of `others`"


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """The use in words, and what is known of it in numbers."""

    use_case: Annotated[Name, Meta(description="api, scheduled-tasks, … or a sentence")]
    include_examples: bool = True
    requests_per_second: Annotated[float, Meta(ge=0, le=1e9)] | None = None
    duration_ms: Annotated[float, Meta(ge=0, le=1e12)] | None = None
    payload_bytes: Annotated[int, Meta(ge=0, le=1 << 50)] | None = None
    memory_mb: Annotated[int, Meta(ge=1, le=1 << 30)] | None = None


class Found(Struct, frozen=True, omit_defaults=True):
    """The verdict: suits, with care, does not suit, depends."""

    verdict: str
    why: str
    use: str | None = None
    instead: str | None = None
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    docs: str | None = None
    as_of: str | None = None
    next: tuple[str, ...] = ()


class Advice(Struct, frozen=True, omit_defaults=True):
    """One piece of it; `kind` is number, event, setting, pitfall or example."""

    kind: str
    says: str
    result: str | None = None
    source: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """Judge the use by its words, then by its numbers."""
    from lambda_triage.guidance.measures import EXCEEDS, judged
    from lambda_triage.guidance.uses import NOT, OPEN, find, uses

    found = find(asked.use_case)
    use = found[0] if found else None
    numbers = judged(_measures(asked, waits=use.waits if use else False))
    worst = next((each for each in numbers if each.result == EXCEEDS), None)
    if use is None:
        head = Found(OPEN, worst.says if worst else UNKNOWN, others=tuple(uses()))
    else:
        verdict = f"{use.verdict}, with changes" if worst and use.verdict != NOT else use.verdict
        head = _head(use, verdict, worst, found[1:])
    return Answer(head, tuple(_advice(use, numbers, examples=asked.include_examples)))


def _measures(asked: Asked, *, waits: bool) -> Measures:
    """What is given as a number, else what the sentence tells."""
    from lambda_triage.guidance.told import told

    given = {
        name: value
        for name in ("duration_ms", "requests_per_second", "payload_bytes", "memory_mb")
        if (value := getattr(asked, name)) is not None
    }
    return replace(told(asked.use_case), waits=waits, **given)


def _head(use: Use, verdict: str, worst: Judgement | None, also: tuple[Use, ...]) -> Found:
    return Found(
        verdict=verdict,
        why=f"{worst.says}; {use.why}" if worst else use.why,
        use=use.name,
        instead=use.instead,
        also=tuple(each.name for each in also[:3]),
        docs=use.source,
        as_of=use.as_of,
        next=tuple(_next(use)),
    )


def _next(use: Use) -> Iterator[str]:
    if use.template:
        yield f"get_serverless_templates template_type={use.template}"
    if use.events:
        yield f"get_lambda_event_schemas event_source={use.events[0]}"
    yield "limits for all limits with their sources; deploy_serverless_app_help for the way there"


def _advice(use: Use | None, numbers: tuple[Judgement, ...], *, examples: bool) -> Iterator[Advice]:
    from lambda_triage.guidance.events import sources
    from lambda_triage.guidance.templates import application, templates

    for each in numbers:
        yield Advice("number", each.says, each.result, each.source)
    if use is None:
        return
    for name in use.events:
        source = sources()[name]
        yield Advice(
            "event", f"{name}: {source.title}; invoked {source.invoked}", None, source.source
        )
    for says in use.settings:
        yield Advice("setting", says)
    for says in use.pitfalls:
        yield Advice("pitfall", says)
    if examples and use.template:
        handler = next(
            file for file in application(templates()[use.template], None) if "src/" in file.path
        )
        yield Advice("example", handler.content, None, f"{use.template}: {handler.path}")


GET_LAMBDA_GUIDANCE = Tool(
    name="get_lambda_guidance",
    title="Does Lambda suit?",
    description=(
        "Whether Lambda suits a use, the limit that decides, event source, settings, pitfalls; with"
        " numbers also concurrency, quotas, cost. Offline."
    ),
    takes=Asked,
    run=run,
    item=Advice,
    heavy=False,
)
