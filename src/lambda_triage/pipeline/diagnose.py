"""The whole program, top to bottom.

paths    → case        collect   documents and logs become tables; what is missing becomes gaps
case     → findings    judge     every check says what it found and what it could not tell
findings → causes      diagnose  hypotheses compete for each incident
causes   → report      assemble  one value, which every face renders
report   + journeys    shared    small evidence is read again for ids that several functions share
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.index import indexed
from lambda_triage.checks.run import judge
from lambda_triage.diagnosis.causes import HYPOTHESES
from lambda_triage.diagnosis.diagnose import diagnose as weigh
from lambda_triage.diagnosis.rank_target import target_first
from lambda_triage.pipeline.assemble import assemble
from lambda_triage.pipeline.exceptions import (
    Agreed,
    apart,
    expired,
    read_baseline,
    read_exceptions,
)
from lambda_triage.pipeline.journeys import MOST
from lambda_triage.pipeline.shared_ids import shared, wanted
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.pipeline.exceptions import Exception_
    from lambda_triage.reports.contract import Report
    from lambda_triage.sources.collect import Reading


def diagnose(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    functions: Sequence[FunctionConfiguration] = (),
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    told: str | None = None,
    environment: str | None = None,
    show_secrets: bool = False,
    exceptions: Path | None = None,
    baseline: Path | None = None,
) -> Report:
    """Diagnose the evidence in *paths* (files, folders, globs, `-`).

    functions     configurations known beside the files, e.g. partial ones
    threads       processes to read with; the answer does not depend on it
    progress      called with bytes done and bytes in all
    told          operation of answers whose shape fits several, e.g. `lambda.GetPolicy`
    environment   of samconfig files: whose parameters the templates are deployed with
    show_secrets  leave secrets in citations; only for a person at a terminal of their own
    exceptions    file of accepted findings (docs/exceptions.md)
    baseline      file of known findings, so that the report says what is new

    Raises InputError when a path does not exist or one of these files is not what it should be.
    """
    accepted = read_exceptions(exceptions) if exceptions else ()
    known = read_baseline(baseline) if baseline else None
    signatures = [s for check in indexed() for s in check.signatures]
    case, reading = collect(
        paths,
        signatures,
        stdin=stdin,
        functions=functions,
        threads=threads,
        progress=progress,
        told=told,
        environment=environment,
    )
    with case:
        report = answer(case, reading, show_secrets=show_secrets, exceptions=accepted, known=known)
        ids = () if "-" in paths else wanted(case, reading, report)  # stdin is read once
    if not ids:
        return report
    left = MOST - len(report.journeys)
    found = shared(paths, ids, functions=functions, threads=threads, told=told, most=left)
    return replace(report, journeys=(*report.journeys, *found))


def answer(
    case: Case,
    reading: Reading,
    *,
    show_secrets: bool = False,
    exceptions: Sequence[Exception_] = (),
    known: frozenset[str] | None = None,
) -> Report:
    """Judge and diagnose a case that is already collected."""
    judged = judge(case, indexed())
    today = day(reading)
    judged, accepted = apart(judged, exceptions, today)
    agreed = Agreed(accepted, expired(exceptions, today), known)
    asked = {name for manifest in reading.manifests for name in manifest.target.functions}
    diagnosis = target_first(weigh(case, judged.findings, HYPOTHESES), asked)
    return assemble(case, reading, judged, diagnosis, show_secrets=show_secrets, agreed=agreed)


def day(reading: Reading) -> date:
    """The day of the last event read; today where nothing has a time."""
    if reading.last_us is None:
        return datetime.now(UTC).date()
    return datetime.fromtimestamp(reading.last_us / 1e6, UTC).date()
