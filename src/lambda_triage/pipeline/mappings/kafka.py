"""Why a Kafka mapping does not read: from its error text, or from the mapping and its network.

Texts are looked up in facts/kafka_errors.toml; what no entry knows is given to the diagnosis, and
what that does not know either is told to be unknown.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.checks.index import indexed
from lambda_triage.errors import InputError
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.naming import key, name, same
from lambda_triage.facts.kafka_errors import kafka_errors
from lambda_triage.pipeline.diagnose import answer, diagnose
from lambda_triage.pipeline.mappings.kinds import KAFKA, kind_of
from lambda_triage.pipeline.mappings.reach import reach
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from lambda_triage.evidence.case import Case
    from lambda_triage.facts.kafka_errors import KafkaError
    from lambda_triage.pipeline.mappings.reach import Fact, Reach
    from lambda_triage.reports.contract import Cause, Report

BLANKS = re.compile(r"\s+")
MOST_TEXT = 1 << 20  # characters of error text
SHOWN = 300  # characters of a proof
GOOD = ("OK", "No records processed")
CONNECTED = frozenset({  # causes that keep a Kafka mapping from reading
    "kafka_connectivity", "downstream_auth_failed", "access_denied_identity", "tls_cert_error",
    "esm_disabled_or_failed", "security_group_blocked",
})  # fmt: skip
CERTAIN = 0.95
DOUBTED = 0.3
TOLD = 0.7
ENDPOINTS, BROKERS = "services_unreachable", "broker_unreachable"
OPEN_TEXT = (
    "LastProcessingResult and StateTransitionReason of aws lambda get-event-source-mapping",
    "with provisioned mode: LoggingConfig, and the errorCode in the poller's log stream",
    "the mapping with its cluster, subnets, route tables, endpoints and security groups as paths",
)


class Named(Struct, frozen=True):
    """One cause, with the proof for it and what speaks against it."""

    id: str
    title: str
    confidence: float
    about: str
    proof: tuple[str, ...]
    against: tuple[str, ...]
    fix: str
    next: tuple[str, ...]
    source: str


class Troubled(Struct, frozen=True):
    """What was found, best first. *unmatched* are texts that nothing knows."""

    causes: tuple[Named, ...]
    facts: tuple[tuple[str, Fact], ...]  # with the mapping that each is about
    unmatched: tuple[str, ...]
    decides: tuple[str, ...]
    healthy: bool = False  # a mapping was looked at, and nothing is wrong with it
    report: Report | None = None


def explain_text(error: str, kind: str | None = None) -> Troubled:
    """Causes that an error text names; *kind*: msk or kafka, both where it is not told."""
    text = error[:MOST_TEXT]
    if text.strip() in GOOD:
        return Troubled((), (), (), (), healthy=True)
    causes = tuple(_named(text, kind, "text"))
    if causes:
        return Troubled(causes, (), (), tuple(dict.fromkeys(n for c in causes for n in c.next)))
    report = diagnose(["-"], stdin=io.BytesIO(text.encode("utf-8", "replace") + b"\n"))
    found = tuple(_of_report(cause, report) for cause in report.causes)
    if found:
        return Troubled(found, (), (), (), report=report)
    return Troubled((), (), (BLANKS.sub(" ", text).strip()[:SHOWN],), OPEN_TEXT)


def troubleshoot(
    paths: Sequence[str],
    *,
    error: str = "",
    uuid: str | None = None,
    function: str | None = None,
    kind: str | None = None,
    stdin: BinaryIO | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Troubled:
    """Causes that the Kafka mappings in *paths* tell by themselves, by network and by diagnosis.

    Raises InputError where there is no Kafka mapping that fits.
    """
    signatures = [s for check in indexed() for s in check.signatures]
    case, reading = collect(paths, signatures, stdin=stdin, progress=progress)
    with case:
        report = answer(case, reading)
        found = [_mapping(case, m, report, kind, error) for m in _meant(case, uuid, function)]
    every = [cause for one in found for cause in one.causes]
    every.sort(key=lambda c: -c.confidence)
    if error:
        told = explain_text(error, kind)
        every += [c for c in told.causes if c.id not in {e.id for e in every}]
        unmatched = told.unmatched
    else:
        unmatched = ()
    unmatched = (*unmatched, *(text for one in found for text in one.unmatched))
    decides = OPEN_TEXT if unmatched or not every else ()
    good = not every and not unmatched and all(one.healthy for one in found)
    return Troubled(
        tuple(every), tuple(f for one in found for f in one.facts), unmatched, decides, good, report
    )


def _meant(case: Case, uuid: str | None, function: str | None) -> list[Mapping]:
    every = [m for m in case.documents(Mapping) if kind_of(m) in KAFKA]
    found = [
        m
        for m in every
        if (uuid is None or uuid in (m.uuid, name(m.resource)))
        and (function is None or same(key(m.function or ""), key(function)))
    ]
    if found:
        return found
    told = ", ".join(m.uuid or m.name for m in every[:5]) or "none at all"
    raise InputError(
        f"no Kafka mapping fits; in the evidence are {told}; give the answer of"
        " aws lambda list-event-source-mappings, or error with the message"
    )


def _mapping(
    case: Case, mapping: Mapping, report: Report, kind: str | None, error: str
) -> Troubled:
    own = kind_of(mapping) or kind
    about = mapping.uuid or mapping.name
    near = reach(case, mapping)
    texts = {field: text for field, text in (
        ("LastProcessingResult", mapping.last_result or ""),
        ("StateTransitionReason", mapping.reason or ""),
        ("error", error),
    ) if text and text not in GOOD}  # fmt: skip
    causes: dict[str, Named] = {}
    unmatched = []
    told = False  # by a text, more exactly than the name of a cause does
    for field, text in texts.items():
        found = list(_named(text, own, about, field))
        for one in found:
            told = told or one.confidence >= TOLD
            causes.setdefault(one.id, _weighed(one, near))
        if not found and field == "LastProcessingResult" and text.startswith("PROBLEM"):
            unmatched.append(text[:SHOWN])
    if near.closed and ENDPOINTS not in causes and near.provisioned is False:
        causes[ENDPOINTS] = _closed(near, own, about, mapping)
    for cause in () if told else report.causes:
        if _concerns(cause, mapping):
            causes.setdefault(cause.cause, _of_report(cause, report))
    facts = tuple((about, fact) for fact in near.facts)
    healthy = not unmatched and mapping.last_result in GOOD
    return Troubled(tuple(causes.values()), facts, tuple(unmatched), (), healthy)


def _named(text: str, kind: str | None, about: str, field: str = "error") -> Iterator[Named]:
    """Every entry of the list that the text names."""
    folded = BLANKS.sub(" ", text.replace("\\n", " ")).lower()
    for entry in kafka_errors():
        said = next((one for one in entry.says if one.lower() in folded), None)
        if said is None or (kind is not None and kind not in entry.kinds):
            continue
        at = folded.index(said.lower())
        line = BLANKS.sub(" ", text.replace("\\n", " "))[max(0, at - 40) : at + SHOWN - 40].strip()
        yield Named(
            entry.id, entry.title, entry.confidence, about, (f"{field}: {line}",), (),
            _fix(entry, kind), entry.next, entry.source,
        )  # fmt: skip


def _fix(entry: KafkaError, kind: str | None) -> str:
    if kind is None and entry.msk != entry.kafka:
        return f"Amazon MSK: {entry.msk}. Self-managed: {entry.kafka}"
    return entry.kafka if kind == "kafka" else entry.msk


def _weighed(one: Named, near: Reach) -> Named:
    """The same cause with what the network says for and against it."""
    if one.id == ENDPOINTS and near.closed:
        proof = tuple(f.why for f in near.facts if f.answer == "no" and f.what.startswith("way"))
        return replace(one, confidence=CERTAIN, proof=(*one.proof, *proof))
    if one.id == ENDPOINTS and near.open:
        why = "the routes and endpoints in the evidence lead there: look at groups, DNS, policies"
        return replace(one, confidence=0.6, against=(why,))
    if one.id == ENDPOINTS and near.provisioned:
        why = "provisioned mode needs no way to Lambda and STS: the text may be of an earlier time"
        return replace(one, confidence=DOUBTED, against=(why,))
    if one.id == BROKERS:
        shut = tuple(f"{f.what}: {f.why}" for f in near.facts if f.what.startswith("brokers")
                     and f.answer == "no")  # fmt: skip
        return replace(one, confidence=CERTAIN, proof=(*one.proof, *shut)) if shut else one
    return one


def _closed(near: Reach, kind: str | None, about: str, mapping: Mapping) -> Named:
    """The network shows it, though the mapping does not say it."""
    (entry,) = [e for e in kafka_errors() if e.id == ENDPOINTS]
    proof = tuple(f"{f.what}: {f.why}" for f in near.facts if f.answer == "no")
    reads = mapping.last_result == "OK"
    against = ("LastProcessingResult is OK",) if reads else ()
    return Named(
        entry.id, entry.title, DOUBTED if reads else 0.8, about, proof, against,
        _fix(entry, kind), entry.next, entry.source,
    )  # fmt: skip


def _concerns(cause: Cause, mapping: Mapping) -> bool:
    return cause.cause in CONNECTED and same(cause.resource, key(mapping.function or ""))


def _of_report(cause: Cause, report: Report) -> Named:
    proof = tuple(
        report.evidence[id].text[:SHOWN] for id in cause.for_ if id in report.evidence
    )[:3]  # fmt: skip
    return Named(
        id=cause.cause,
        title=cause.summary,
        confidence=round(cause.confidence, 3),
        about=cause.resource,
        proof=proof,
        against=(),
        fix=cause.remedies[0].summary if cause.remedies else "",
        next=cause.would_confirm,
        source="diagnosis",
    )
