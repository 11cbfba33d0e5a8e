"""Runs the diagnosis on labelled incidents, twice: with what was reported, and with less."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lambda_triage.bench.labelled import Labelled, configuration, read
from lambda_triage.bench.score import Answer, Scores, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.reports.contract import Report


class Diagnose(Protocol):
    """The pipeline, as the benchmark calls it."""

    def __call__(
        self, paths: Sequence[str], *, functions: Sequence[FunctionConfiguration] = ()
    ) -> Report: ...


@dataclass(frozen=True, slots=True)
class Result:
    """Answers with their labels, and the scores; `bare` is without runtime and origin."""

    rows: tuple[Labelled, ...]
    answers: tuple[Answer, ...]
    scores: Scores
    bare: Scores


def run(files: Sequence[Path], diagnose: Diagnose) -> Result:
    """Diagnose every row of *files*. Raises InputError for a file that is not JSON lines."""
    rows = tuple(row for file in files for row in read(file))
    with tempfile.TemporaryDirectory(prefix="lambda-triage-bench-") as folder:
        answers = tuple(_answer(row, Path(folder), diagnose) for row in rows)
        bare = tuple(_answer(_bare(row), Path(folder), diagnose) for row in rows)
    return Result(rows, answers, score(rows, answers), score(rows, bare))


def _bare(row: Labelled) -> Labelled:
    known = {k: v for k, v in row.config.items() if k != "runtime"}
    return replace(row, runtime=None, config=known)


def _answer(row: Labelled, folder: Path, diagnose: Diagnose) -> Answer:
    log = folder / "log.txt"
    log.write_text(row.logs + "\n", encoding="utf-8")
    report = diagnose([str(log)], functions=(configuration(row),))
    causes = dict.fromkeys(c.cause for c in report.causes)
    confidence = {c: max(x.confidence for x in report.causes if x.cause == c) for c in causes}
    return Answer(row.id, report.verdict, tuple(confidence.items()))
