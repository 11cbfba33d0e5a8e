"""Whoever asks about one function is told first what ails that function.

A cause that was found for another resource, such as a failed deployment of the stack, is context
then: it comes after the function's own. It stays first where the function's symptom has no cause of
its own, since it may be what explains it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.diagnosis.verdict import Verdict
from lambda_triage.evidence.naming import key, name

if TYPE_CHECKING:
    from collections.abc import Collection

    from lambda_triage.diagnosis.verdict import Candidate, Diagnosis, Incident


def target_first(diagnosis: Diagnosis, functions: Collection[str]) -> Diagnosis:
    """The diagnosis with the functions that were asked about ahead of others in the same state.

    functions  as they were asked for: names or ARNs, with or without a qualifier
    """
    asked = {name(key(function)) for function in functions}

    def place(incident: Incident) -> tuple[bool, bool]:
        return incident.verdict is not Verdict.CAUSE_FOUND, name(incident.resource) not in asked

    if not asked:
        return diagnosis
    incidents = tuple(sorted(diagnosis.incidents, key=place))
    named = [i.candidates[0] for i in incidents if i.verdict is Verdict.CAUSE_FOUND]
    causes: dict[tuple[str, str], Candidate] = {}
    for candidate in (*named, *diagnosis.causes):
        causes.setdefault((candidate.slug, candidate.resource), candidate)
    return replace(diagnosis, incidents=incidents, causes=tuple(causes.values()))
