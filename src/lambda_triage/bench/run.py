"""Runs the diagnosis on labelled incidents, twice: with what was reported, and with less."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.bench.labelled import Labelled, configuration, read
from lambda_triage.bench.perturb import perturb
from lambda_triage.bench.score import Answer, Scores, score
from lambda_triage.facts.causes import causes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.reports.contract import Report


class Diagnose(Protocol):
    """The pipeline, as the benchmark calls it."""

    def __call__(
        self, paths: Sequence[str], *, functions: Sequence[FunctionConfiguration] = ()
    ) -> Report: ...


class Result(Struct, frozen=True):
    """Answers with their labels, and the scores; `bare` is without runtime and origin."""

    rows: tuple[Labelled, ...]
    answers: tuple[Answer, ...]
    scores: Scores
    bare: Scores | None


def run(files: Sequence[Path], diagnose: Diagnose, *, perturbed: bool = False) -> Result:
    """Diagnose every row or case of *files*. Raises InputError for what holds neither.

    perturbed  change names, leave lines out and shuffle before diagnosing
    """
    rows = tuple(row for file in files for row in read(file))
    lines = tuple(row for row in rows if row.folder is None)
    answers = tuple(answer(row, diagnose, perturbed) for row in rows)
    bare = tuple(answer(_bare(row), diagnose, perturbed) for row in lines)
    return Result(rows, answers, score(rows, answers), score(lines, bare) if lines else None)


def _bare(row: Labelled) -> Labelled:
    known = {k: v for k, v in row.config.items() if k != "runtime"}
    return replace(row, runtime=None, config=known)


def answer(row: Labelled, diagnose: Diagnose, perturbed: bool = False) -> Answer:
    with tempfile.TemporaryDirectory(prefix="lambda-triage-bench-") as scratch:
        source = row.folder or Path(scratch, "given")
        if row.folder is None:
            source.mkdir()
            Path(source, "log.txt").write_text(row.logs + "\n", encoding="utf-8")
        paths = perturb(source, Path(scratch, "other"), row.id) if perturbed else [str(source)]
        known = (configuration(row),) if row.folder is None else ()
        report = diagnose(paths, functions=known)
    confidence: dict[str, float] = {}
    for candidate in report.causes:
        asked = candidate.cause in {row.category, *row.acceptable}
        slug = candidate.cause if asked else _closed(candidate.cause)
        confidence[slug] = max(confidence.get(slug, 0.0), candidate.confidence)
    return Answer(row.id, report.verdict, tuple(confidence.items()))


def _closed(slug: str) -> str:
    """The slug of the closed list that a finer one counts as, unless the label is as fine."""
    known = causes().get(slug)
    return known.parent if known is not None and known.parent else slug
