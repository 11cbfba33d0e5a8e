"""Node.js: the work is done, but an open handle keeps the invocation from ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.words import is_alive, is_calling, is_connected, is_done
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

DONE, DONE_IN_NODE = 2.8, 3.2  # log-odds of a last line that says the work was over
CONNECTED = 1.2  # and of one that says a connection is open, which keeps the loop busy
POOLED = ("mongo", "mysql", "postgres", "pg", "redis", "knex", "sequelize", "typeorm", "prisma")
NOTE = 0.8  # log-odds of a reported note


def weigh(facts: Facts) -> Iterator[Weight]:
    runtime = facts.runtime
    if runtime:
        node = runtime.startswith("nodejs")
        yield Weight(0.8 if node else -8.0, f"the runtime is {runtime}", "runtime")
    line = facts.outcomes.last_line if facts.outcomes else None
    if line:
        yield from _last_words(line, node=runtime.startswith("nodejs"))
    notes = " ".join(facts.function.notes.values()).lower() if facts.function else ""
    if any(name in notes for name in POOLED):
        yield Weight(NOTE, "reported: it keeps a database connection", "note")
    if facts.outcomes and facts.outcomes.ok > facts.outcomes.timeouts:
        yield Weight(-1.5, "most invocations do end", "share")


def _last_words(line: str, *, node: bool) -> Iterator[Weight]:
    cited = (Citation(text=line),)
    if is_done(line):
        text = f"the last line before the stop says the work was over: {line}"
        yield Weight(DONE_IN_NODE if node else DONE, text, "words", cited)
    elif is_alive(line):
        text = f"a client's timer still fires before the stop: {line}"
        yield Weight(DONE_IN_NODE if node else CONNECTED, text, "words", cited)
    elif is_connected(line):
        text = f"the last line before the stop says that a connection is open: {line}"
        yield Weight(CONNECTED, text, "words", cited)
    elif is_calling(line):
        yield Weight(-1.5, "the last line before the stop announces a call", "words")


def summary(facts: Facts) -> str:
    return (
        "The work is over, but an open connection or timer keeps Node's event loop busy, so the"
        " answer is never sent."
    )


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "make the handler async and return its result; with a callback, set"
            " context.callbackWaitsForEmptyEventLoop = false or close the connection first"
        ),
    )


EVENT_LOOP_NOT_EMPTY = Hypothesis(
    "event_loop_not_empty",
    ("timeout",),
    -2.2,
    weigh,
    summary,
    propose,
    (("application", "whether the handler reaches its last line before the time-out"),),
)
