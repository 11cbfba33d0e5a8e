"""The catalogue's checks over one template: what they find, at its place and with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.index import indexed
from lambda_triage.checks.run import judge
from lambda_triage.errors import FormatError
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.documents import Template
from lambda_triage.findings import Command, Role, SetEnvironment, SetProperty
from lambda_triage.pipeline.validate.rules import level_of
from lambda_triage.reports.validation import Level, Problem
from lambda_triage.sources.templates import read_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Declared
    from lambda_triage.findings import Finding, Remedy
    from lambda_triage.pipeline.validate.places import Places

SAID = frozenset({Role.RISK, Role.SIGNATURE})
BESIDE_THE_POINT = frozenset(
    {"configuration/differs-from-template", "configuration/unused-function"}
)


def check(places: Places, values: Mapping[str, str]) -> tuple[list[Problem], list[str]]:
    """Problems, and notes about checks that crashed.

    values  of the template's parameters, as it is deployed
    """
    if not places.text.strip():
        return [], []
    with Case() as case:
        case.inputs = ["template"]
        try:
            read_template(case, places.text, places.language, 0, values)
        except FormatError as error:
            return [_unreadable(places, str(error))], []
        declared = next((t.resources for t in case.documents(Template)), ())
        judged = judge(case, indexed())
    notes = [
        f"the check {id} crashed, its answer is missing: {told}" for id, told in judged.crashes
    ]
    said = (f for f in judged.findings if f.role in SAID and f.check not in BESIDE_THE_POINT)
    return [_problem(finding, places, declared) for finding in said], notes


def _unreadable(places: Places, reason: str) -> Problem:
    located = places.path("Resources")
    return Problem(
        file=located.part.name,
        spot=located.spot,
        level=Level.ERROR,
        rule="template/unreadable",
        message=f"The template cannot be read: {reason}",
    )


def _problem(finding: Finding, places: Places, declared: tuple[Declared, ...]) -> Problem:
    cited = [c.place.path for c in finding.citations if c.place and c.place.path]
    located = places.cited(cited, finding.resource, declared)
    return Problem(
        file=located.part.name,
        spot=located.spot,
        level=level_of(finding),
        rule=finding.check,
        message=finding.summary,
        resource=finding.resource,
        fix=fix(finding.remedies),
    )


def fix(remedies: tuple[Remedy, ...]) -> str | None:
    """The first remedy in a sentence, with the value that it sets."""
    return next(_fixes(remedies), None)


def _fixes(remedies: tuple[Remedy, ...]) -> Iterator[str]:
    for remedy in remedies:
        match remedy:
            case SetProperty(name, value, summary) | SetEnvironment(name, value, summary):
                yield summary if value is None else f"{summary} ({name}: {value})"
            case Command(argv, summary):
                told = argv[-1] if "=" in argv[-1] and "{" not in argv[-1] else ""
                yield f"{summary} ({told.replace('=', ': ', 1)})" if told else summary
            case _:
                yield remedy.summary
