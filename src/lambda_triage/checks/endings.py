"""How the runs in an output ended, and which of its messages a later success made history.

Tests provoke errors and print them; a resolver complains and goes on; a first attempt fails and the
second one succeeds. What such a run printed before it ended well is no problem that still stands.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.signature import Signal

    Signals = Mapping[str, Sequence[Signal]]

RUN = "deployment/went-well"
TEST = "observability/test-output"
# Signature → what runs, and whether its line says that it began, failed or went well.
MARKS = {
    f"{RUN}.begun": ("deploy", "begun"),
    f"{RUN}.deployed": ("deploy", "well"),
    f"{RUN}.undeployed": ("deploy", "failed"),
    f"{RUN}.built": ("build", "well"),
    f"{RUN}.unbuilt": ("build", "failed"),
    f"{RUN}.job": ("job", "failed"),
    f"{TEST}.begun": ("test", "begun"),
    f"{TEST}.passed": ("test", "well"),
    f"{TEST}.failed": ("test", "failed"),
}
ORDER = ("begun", "failed", "well")  # of marks in one event
OUTCOME = ("outcome", "well")  # fact of the findings that show how a folder of outputs ended
NEAR = 6  # lines within which a runner that counts passed tests counts the failed ones, too

# Lines outside of invocations, or in one that nobody was billed for: what a log of a function
# says about tests and deployments is its subject.
PLACES = """
SELECT id, input, line FROM log_events AS e
WHERE list_contains($ids, id) AND NOT EXISTS (
    SELECT 1 FROM invocations AS i
    WHERE i.request_id = e.request_id AND i.resource = e.resource AND i.billed_ms IS NOT NULL
)
"""
INPUTS = "SELECT DISTINCT input FROM log_events WHERE line > 0"
REPORTED = """
SELECT count(*) FROM invocations
WHERE input = $input AND line > $after AND line <= $until AND billed_ms IS NOT NULL
"""
INVOKED = "SELECT count(*) FROM invocations"


class Mark(Struct, frozen=True, order=True):
    """A line that says how a run goes.

    name  the stack, where the line names it
    row   the name is a cell of a table, which may be cut
    """

    line: int
    order: int
    stage: str
    name: str = ""
    row: bool = False

    @property
    def said(self) -> str:
        """begun, failed or well."""
        return ORDER[self.order]


class Endings(Struct):
    """The marks of every input, in order."""

    marks: dict[int, list[Mark]] = field(default_factory=dict)

    def is_history(self, input: int, line: int, stage: str) -> bool:
        """Whether what this line says was overcome: by passed tests, or by a run that succeeded.

        stage  what the message is about: a test's output, a build or a deployment
        """
        marks = self.marks.get(input, [])
        if _is_tested(marks, line):
            return True
        return stage != "test" and _is_overcome(marks, line, stage)

    def has(self, place: tuple[int, int] | None) -> bool:
        """Whether a line is such a mark, and not what a function writes."""
        return place is not None and any(m.line == place[1] for m in self.marks.get(place[0], []))

    def tested(self) -> Iterator[tuple[int, int, int]]:
        """(input, after, until): the lines that passed test runs printed."""
        for input, marks in self.marks.items():
            before = 0
            for until in sorted({m.line for m in marks}):
                if _is_tested(marks, until):  # what holds at a mark holds back to the one before
                    yield input, before, until
                before = until

    def all_well(self, case: Case) -> bool:
        """Whether all that was read is outputs of runs, and each ended well."""
        if not self.marks or case.execute(INVOKED)[0][0]:
            return False
        inputs = {int(str(row[0])) for row in case.execute(INPUTS)}
        return all(_ended_well(self.marks.get(n, [])) for n in inputs | set(self.marks))


def read_endings(case: Case, signals: Signals) -> Endings:
    """The marks in what was read."""
    found: dict[int, set[Mark]] = defaultdict(set)
    for name, (stage, said) in MARKS.items():
        for signal in signals.get(name, ()):
            stack, row = next(iter(signal.captures.values()), ""), "row" in signal.captures
            for input, line in _places(case, signal):
                found[input].add(Mark(line, ORDER.index(said), stage, stack, row))
    kept = ((n, _of_runs(case, n, sorted(marks))) for n, marks in sorted(found.items()))
    return Endings({input: marks for input, marks in kept if marks})


def _places(case: Case, signal: Signal) -> list[tuple[int, int]]:
    """Input and line of the signal's examples, and of its last event where none is a function's."""
    rows = case.execute(PLACES, ids=list(signal.examples))
    places = [(int(str(input)), int(str(line))) for _, input, line in rows]
    free = signal.last is not None and len(rows) == len(signal.examples)
    return [*places, signal.last] if free and signal.last else places


def _of_runs(case: Case, input: int, marks: list[Mark]) -> list[Mark]:
    """Without the summaries that a function writes: billed invocations are no tests."""
    kept, before = [], 0
    for mark in marks:
        played = mark.stage != "test" or mark.said != "well"
        if played or not case.execute(REPORTED, input=input, after=before, until=mark.line)[0][0]:
            kept.append(mark)
        before = mark.line
    return kept


def _is_tested(marks: Sequence[Mark], line: int) -> bool:
    """Whether a test run prints this, and the run passed."""
    before = [m for m in marks if m.line < line and m.stage != "build"]
    if before and before[-1].stage == "deploy" and before[-1].said == "begun":
        return False
    after = [m for m in marks if m.line >= line]
    if not after or after[0].stage != "test" or after[0].said != "well":
        return False
    near = (m for m in after if m.line <= after[0].line + NEAR)
    return not any(m.stage == "test" and m.said == "failed" for m in near)


def _is_overcome(marks: Sequence[Mark], line: int, stage: str) -> bool:
    """Whether the run that failed here succeeded later: the same stack, where it has a name."""
    broken = any(m.stage == "job" and m.line >= line for m in marks)
    failed: Mark | None = None
    for mark in (m for m in marks if m.line >= line and m.stage in ("build", "deploy")):
        if mark.said == "failed":
            failed = mark if failed is None or _names_better(mark, failed) else failed
        elif mark.said == "well" and _answers(mark, failed, stage):
            return not broken or (failed is not None and failed.name != "")
    return False


def _names_better(mark: Mark, failed: Mark) -> bool:
    """Whether a further line about the same failure names the stack, or names it in full."""
    return (
        bool(mark.name)
        and not mark.row
        and mark.stage == failed.stage
        and (failed.row or not failed.name)
    )


def _answers(mark: Mark, failed: Mark | None, stage: str) -> bool:
    """Whether this success is that of the run that failed, or that went on."""
    if failed is None:
        return mark.stage == "deploy" or stage == "build"
    if failed.stage != mark.stage:
        return False
    return failed.name == mark.name if failed.name else failed.line < mark.line


def _ended_well(marks: Sequence[Mark]) -> bool:
    """Whether the last run went well, and so did every one that had failed, later."""
    failed = (m for m in marks if m.said == "failed")
    return bool(marks) and marks[-1].said == "well" and all(_redone(marks, m) for m in failed)


def _redone(marks: Sequence[Mark], failed: Mark) -> bool:
    named = failed.name if not failed.row else ""
    return any(
        m.said == "well" and m.stage == failed.stage and (not named or m.name == named)
        for m in marks
        if m.line >= failed.line
    )
