"""Steps for a mapping to a source: guidance/mappings.toml, with numbers from the lists of facts."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct, convert

from lambda_triage.checks.queues.few_receives import LEAST
from lambda_triage.checks.queues.visibility_margin import FACTOR
from lambda_triage.errors import UsageError
from lambda_triage.facts.limits import limits
from lambda_triage.facts.mapping_settings import mapping_settings, of_source
from lambda_triage.pipeline.mappings.kinds import asked_kind
from lambda_triage.pipeline.mappings.settings import WINDOWLESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOPICS = ("setup", "networking", "troubleshooting", "permissions", "limits")
WORD = re.compile(r"[a-z][a-z0-9]{2,}")
FILLING = frozenset({  # words of a question that tell nothing
    "and", "any", "are", "can", "could", "did", "does", "for", "from", "has", "have", "how", "into",
    "its", "lambda", "mapping", "must", "need", "needs", "not", "our", "should", "that", "the",
    "their", "them", "then", "there", "this", "use", "what", "when", "where", "which", "why",
    "will", "with", "would", "you", "your",
})  # fmt: skip
FEWEST = 4  # letters of a word that may stand for a longer one
PLACE = re.compile(r"\{\{|\}\}|\{([A-Za-z_.]+)\}")
MANY = "kafka", ("msk", "kafka")  # what the word stands for where nobody says whose


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step or fact, and the page that says it."""

    says: str
    page: str


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """Steps on one topic for some sources, and the tools that go on from there."""

    sources: tuple[str, ...]
    topic: str
    steps: tuple[Step, ...]
    tools: tuple[str, ...]


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which source is meant when."""

    when: str
    source: str


class Guided(Struct, frozen=True):
    """Steps in their order; those that fit a question first.

    source   None where it has to be chosen: `choices`
    fitting  how many of the steps fit the question; None without a question
    """

    source: str | None
    topic: str
    steps: tuple[Step, ...]
    tools: tuple[str, ...]
    as_of: str
    fitting: int | None = None
    choices: tuple[Choice, ...] = ()


class _Text(Struct, frozen=True, forbid_unknown_fields=True):
    as_of: str
    entry: tuple[Entry, ...]
    choice: tuple[Choice, ...]


def guide(source: str | None, topic: str | None = None, question: str = "") -> Guided:
    """What to know about mappings to *source*; *topic* of TOPICS, told by the question otherwise.

    Raises UsageError for a source or a topic that there is not.
    """
    kind = asked_kind(source)
    if topic is not None and topic not in TOPICS:
        raise UsageError(f"no guidance_type {topic[:40]!r}; there are {', '.join(TOPICS)}")
    if kind is None:
        return Guided(None, topic or "setup", (), (), _text().as_of, choices=_text().choice)
    kinds = MANY[1] if source == MANY[0] else (kind,)
    subject = topic or _topic(kinds, question)
    steps = tuple(dict.fromkeys(step for one in kinds for step in _steps(one, subject)))
    ranked, fitting = _ranked(steps, question)
    tools = tuple(dict.fromkeys(t for one in kinds for t in _tools(one, subject)))
    return Guided(source, subject, ranked, tools, _text().as_of, fitting)


@cache
def _text() -> _Text:
    text = files("lambda_triage.guidance").joinpath("mappings.toml").read_text("utf-8")
    return convert(tomllib.loads(text), _Text)


def _entries(kind: str, topic: str) -> Iterator[Entry]:
    wanted = "setup" if topic == "permissions" else topic
    yield from (e for e in _text().entry if kind in e.sources and e.topic == wanted)


def _steps(kind: str, topic: str) -> Iterator[Step]:
    if topic == "limits":
        yield from _ranges(kind)
        return
    for entry in _entries(kind, topic):
        for step in entry.steps:
            if topic != "permissions" or step.says.startswith("Role:"):
                yield Step(_filled(step.says, kind), step.page)


def _tools(kind: str, topic: str) -> Iterator[str]:
    if topic == "limits":
        yield from ("limits", "esm_optimize (action validate)")
    for entry in _entries(kind, topic):
        yield from entry.tools


def _ranges(kind: str) -> Iterator[Step]:
    """Every range and default of this source."""
    for one in mapping_settings():
        if kind not in one.sources or (one.least is None and one.default is None):
            continue
        span = "" if one.least is None else f"{one.least:,} to {one.most or 0:,}"
        default = f"default {one.default}" if one.default is not None else ""
        fixed = "cannot be changed later" if one.create_only else ""
        told = ", ".join(part for part in (span, default, fixed) if part)
        yield Step(f"{one.name}: {told}", one.page)


def _filled(text: str, kind: str) -> str:
    def value(found: re.Match[str]) -> str:
        return found[0][0] if found[1] is None else _number(found[1], kind)

    return PLACE.sub(value, text)


def _number(place: str, kind: str) -> str:
    """The number of a placeholder; KeyError where no list has it, which a test looks for."""
    known = {
        "visibility.factor": FACTOR, "receives.least": LEAST, "window.least_batch": WINDOWLESS,
    }  # fmt: skip
    if place in known:
        return f"{known[place]:,}"
    name, _, part = place.rpartition(".")
    if name == "limit":
        return f"{next(one.value for one in limits() if one.name == part):,}"
    setting = of_source(name, kind)
    if setting is None or part not in ("least", "most", "default"):
        raise KeyError(place)
    told = getattr(setting, part)
    return f"{told:,}" if isinstance(told, int) else str(told)


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.lower()) if word not in FILLING}


def _fits(step: Step, wanted: set[str]) -> int:
    own = _words(step.says)
    return sum(any(_alike(word, other) for other in own) for word in wanted)


def _alike(one: str, other: str) -> bool:
    """The same word, or the same but for its ending."""
    short, long = sorted((one, other), key=len)
    stem = short.rstrip("s").removesuffix("e")
    return one == other or (
        len(stem) >= FEWEST and len(long) > len(short) and long.startswith(stem)
    )


def _ranked(steps: tuple[Step, ...], question: str) -> tuple[tuple[Step, ...], int | None]:
    wanted = _words(question)
    if not wanted:
        return steps, None
    scores = {step: _fits(step, wanted) for step in steps}
    ranked = sorted(steps, key=lambda step: -scores[step])  # a stable order: theirs
    return tuple(ranked), sum(1 for score in scores.values() if score)


def _topic(kinds: Iterable[str], question: str) -> str:
    """The topic whose steps fit the question best; setup where none does."""
    wanted = _words(question)
    if not wanted:
        return "setup"
    named = next((topic for topic in TOPICS if topic.rstrip("s")[:9] in question.lower()), None)
    if named:
        return named
    best = {
        topic: max(
            (_fits(step, wanted) for kind in kinds for step in _steps(kind, topic)), default=0
        )
        for topic in TOPICS
    }
    return max(TOPICS, key=lambda topic: best[topic])
