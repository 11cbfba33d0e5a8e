"""Templates → their problems, before anything is deployed.

paths      → find      templates by their content; Terraform's files of a folder are one
templates  → lint      cfn-lint starts in a process of its own
           → own       the catalogue's checks, on the same documents that a diagnosis reads
           → handlers  the code beside the template
           → references
all        → merge     once each; exceptions and Metadata take out what is accepted
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lambda_triage import __version__
from lambda_triage.checks.catalog import CATALOG, load
from lambda_triage.pipeline.exceptions import expired, read_exceptions
from lambda_triage.pipeline.validate.accept import apart
from lambda_triage.pipeline.validate.find import find
from lambda_triage.pipeline.validate.lint import Lint
from lambda_triage.pipeline.validate.merge import merged
from lambda_triage.pipeline.validate.one import look_at
from lambda_triage.pipeline.validate.rules import RULES
from lambda_triage.reports.validation import Rule, Validation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from lambda_triage.pipeline.validate.find import Unit
    from lambda_triage.pipeline.validate.one import Look
    from lambda_triage.reports.validation import Problem

OURS_ONLY = "{files}: only our own checks ran; cfn-lint does not know {languages}"
WORDS = {"terraform": "Terraform", "serverless": "serverless.yml"}
SWITCHED_OFF = "cfn-lint was not run, as asked"


def validate(
    paths: Sequence[str],
    *,
    lint: bool = True,
    others: bool = False,
    environment: str | None = None,
    exceptions: Path | None = None,
    today: date | None = None,
    texts: bool = False,
) -> Validation:
    """Validate the templates in *paths*: files, folders and globs.

    lint         also run cfn-lint, where it is installed
    others       files that are no templates are passed over
    environment  of samconfig files: whose parameters the templates are deployed with
    exceptions   file of accepted findings (docs/exceptions.md)
    today        day on which exceptions have to hold; default is today
    texts        give the rules their whole pages

    Raises InputError for a path that does not exist or holds no template.
    """
    accepted = read_exceptions(exceptions) if exceptions else ()
    day = today or datetime.now(UTC).date()
    units = find(paths, others=others)
    known = [p for u in units if u.language == "cloudformation" for p in u.parts if not p.reason]
    running = Lint(known if lint else ())
    try:
        looks = [look_at(unit, environment) for unit in units]
        linted = running.answer()
    finally:
        running.stop()
    own = [problem for look in looks for problem in look.problems]
    theirs = [p for problem in linted.problems for p in _sifted(problem, looks)]
    kept, taken = apart(merged(own, theirs), accepted, day)
    notes = [note for look in looks for note in look.notes]
    notes += linted.notes if lint else ((SWITCHED_OFF,) if known else ())
    notes += _ours_only(units)
    notes += [f"the exception of {e.check} expired on {e.expires}" for e in expired(accepted, day)]
    told = [*kept, *(a.problem for a in taken)]
    return Validation(
        tool_version=__version__,
        templates=tuple(p.name for u in units for p in u.parts if p.asked),
        problems=kept,
        accepted=taken,
        notes=tuple(dict.fromkeys(notes)),
        rules=tuple(_rules(told, linted.rules, texts=texts)),
        whole=not (linted.failed or any(look.crashed for look in looks)),
    )


def _sifted(problem: Problem, looks: Iterable[Look]) -> Iterable[Problem]:
    """A problem of cfn-lint, with the resource's own name; none where it is beside the point."""
    for look in looks:
        if look.name == problem.file:
            return look.sifted(problem)
    return (problem,)


def _ours_only(units: Sequence[Unit]) -> list[str]:
    names = [WORDS[u.language] for u in units if u.language in WORDS]
    count = sum(len(u.parts) for u in units if u.language in WORDS)
    if not names:
        return []
    files = f"{count} file{'' if count == 1 else 's'}"
    return [OURS_ONLY.format(files=files, languages=" and ".join(sorted(set(names))))]


def _rules(problems: Sequence[Problem], linted: Iterable[Rule], *, texts: bool) -> Iterable[Rule]:
    """The rules that spoke, by id."""
    theirs = {rule.id: rule for rule in linted}
    for id in sorted({p.rule for p in problems}):
        if id in RULES:
            yield Rule(id, RULES[id].title, text=RULES[id].text)
        elif id in CATALOG:
            check = load(id)
            yield Rule(id, check.title, text=check.page if texts else None)
        elif id in theirs:
            yield theirs[id]
        else:
            yield Rule(id, id)
