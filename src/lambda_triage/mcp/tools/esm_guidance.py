"""`esm_guidance`: steps and facts for a mapping to one source, for the question that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """Which source, which topic, what exactly."""

    event_source: Literal[
        "dynamodb", "kinesis", "kafka", "msk", "self-managed-kafka", "sqs", "sqs-fifo", "mq",
        "documentdb", "unspecified",
    ] = "unspecified"  # fmt: skip
    guidance_type: (
        Literal["setup", "networking", "troubleshooting", "permissions", "limits"] | None
    ) = None
    question: Annotated[str, Meta(max_length=1_000, description="In your words")] = ""
    networking_question: Annotated[str, Meta(max_length=1_000)] = ""


class Guided(Struct, frozen=True, omit_defaults=True):
    """What follows, and what to call next."""

    topic: str
    as_of: str
    next: str
    event_source: str | None = None
    fitting: str | None = None


class Told(Struct, frozen=True, omit_defaults=True):
    """One step in its order, or one source to choose."""

    says: str
    source: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """The steps; without a source the ways to choose one."""
    from lambda_triage.pipeline.mappings.guidance import guide

    words = " ".join(part for part in (asked.question, asked.networking_question) if part)
    topic = asked.guidance_type
    if topic is None and asked.networking_question.strip() not in ("", "general"):
        topic = "networking"
    question = "" if words.strip() == "general" else words
    found = guide(asked.event_source, topic, question)
    if found.source is None:
        told = "which of these is it? Ask again with event_source; diagnose reads it from a mapping"
        items = tuple(Told(f"{c.source}: {c.when}") for c in found.choices)
        return Answer(Guided(found.topic, found.as_of, told), items)
    fitting = None
    if found.fitting is not None:
        fitting = (
            f"{found.fitting} of {len(found.steps)} are about the question, and stand first"
            if found.fitting
            else "none is about the question's words; these are all there are on the topic"
        )
    then = "then " + "; ".join(found.tools) if found.tools else "then diagnose with the evidence"
    head = Guided(found.topic, found.as_of, then, found.source, fitting)
    return Answer(head, tuple(Told(step.says, step.page) for step in found.steps))


ESM_GUIDANCE = Tool(
    name="esm_guidance",
    title="Guidance for event source mappings",
    description=(
        "Setting up, networking, permissions, limits and troubleshooting of event source mappings"
        " (SQS, Kinesis, DynamoDB, Kafka, MQ, DocumentDB): ordered steps with exact property names."
    ),
    takes=Asked,
    run=run,
    item=Told,
    heavy=False,
)
