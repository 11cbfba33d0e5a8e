"""Citations of configuration: the document, and the path in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from lambda_triage.diagnosis.facts import Facts


def configured(facts: Facts, path: str, text: str) -> tuple[Citation, ...]:
    """Cite one setting of the function's configuration."""
    if facts.function is None:
        return (Citation(text=text),)
    place = Place(facts.function.input, path=facts.function.path + path)
    return (Citation(place=place, text=text),)


def first_lines(facts: Facts, check: str) -> tuple[Citation, ...]:
    """Cite the first proof of a check's finding."""
    return tuple(f.citations[0] for f in facts.found(check) if f.citations)[:1]
