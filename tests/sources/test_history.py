"""What can be known of a history is reconstructed, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambda_triage.sources.collect import collect
from tests.sources.histories import Line, Truth, histories, tail_form

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SEEN = (
    "SELECT request_id, environment, status, duration_us, init_us, max_memory_mb FROM invocations"
)


def rebuilt(lines: list[Line]) -> list[tuple]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "log.txt")
        path.write_text(tail_form(lines), encoding="utf-8")
        case, _ = collect([str(path)], ())
        with case:
            return case.execute(SEEN)


@SETTINGS
@given(histories())
def test_any_interleaving_gives_every_invocation_its_true_outcome(history):
    truths, lines = history

    actual = {row[0]: (row[1], row[2]) for row in rebuilt(lines)}

    assert actual == {t.request_id: (t.stream, t.outcome) for t in truths}


@SETTINGS
@given(histories(), st.data())
def test_truncation_never_invents_an_outcome(history, data):
    truths, lines = history
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, len(lines)))
    kept = lines[first:last]

    rows = rebuilt(kept)

    known = {t.request_id: t for t in truths}
    assert max(Counter(row[0] for row in rows if row[0]).values(), default=1) == 1
    for row in rows:
        if row[0] is not None:
            check(known[row[0]], {k.kind for k in kept if k.of == row[0]}, row)
    platform = {line.of for line in kept if line.kind in ("start", "end", "report", "failure")}
    assert {row[0] for row in rows if row[0]} == platform


def check(truth: Truth, kinds: set[str], row: tuple) -> None:
    """Nothing is claimed that the kept lines do not show."""
    status, duration = row[2], row[3]
    assert (duration is not None) == ("report" in kinds)
    if {line.kind for line in truth.lines} <= kinds:
        assert status == truth.outcome
    if "report" not in kinds:
        assert status != "ok"
    if status not in ("ok", "unknown"):
        assert truth.outcome != "ok"
        if truth.outcome in ("timeout", "oom", "crash"):
            assert status == truth.outcome
