"""Filter criteria of event source mappings and pipes: which records reach the target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.errors import PatternError
from lambda_triage.patterns.dialect import LAMBDA, PIPES
from lambda_triage.patterns.evaluate import decide
from lambda_triage.patterns.parse import document, parse_pattern
from lambda_triage.patterns.records import MESSAGE, Form, Source, view
from lambda_triage.patterns.tree import Choice, Field, Group
from lambda_triage.patterns.values import show
from lambda_triage.patterns.verdict import failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.patterns.dialect import Dialect
    from lambda_triage.patterns.records import View
    from lambda_triage.patterns.values import Json
    from lambda_triage.patterns.verdict import Match

Service: TypeAlias = Literal["lambda", "pipes"]

# Five by default, ten on request (Lambda guide, 'Control which events Lambda sends', 2026);
# five (EventBridge guide, 'Amazon EventBridge Pipes filtering', 2026).
FILTERS: dict[Service, int] = {"lambda": 10, "pipes": 5}
DIALECTS = {"lambda": LAMBDA, "pipes": PIPES}
PATTERN = {Form.JSON: "an object for JSON", Form.TEXT: "an array for a plain string"}
JSON_ONLY: frozenset[Source] = frozenset({"kinesis", "dynamodb"})
UTF8_ONLY: frozenset[Source] = frozenset({"msk", "kafka", "mq"})


class Filter(Struct, frozen=True):
    """One filter of the criteria: its pattern, and what it is for each message field."""

    tree: Group
    wants: tuple[tuple[str, frozenset[Form]], ...]


def match_filter_criteria(
    criteria: Json, record: Json, source: Source, service: Service = "lambda"
) -> Match:
    """Whether the record passes one of the filters; without filters every record does.

    criteria  {"Filters": [{"Pattern": "<JSON>"}]}, also as JSON text; None: there are none
    record    one record as the function gets it, the message still encoded
    The clause that is told is of the first filter. PatternError: AWS would not take the criteria.
    """
    filters = parse_filter_criteria(criteria, source, service)
    if not filters:
        return passed("there is no filter")
    if not isinstance(record, Mapping):
        return failed("$", None, record, f"the record is {show(record)}, and must be an object")
    seen = view(record, source)
    answers = [_formats(one, seen, source) or decide(one.tree, seen.event) for one in filters]
    first = next((answer for answer in answers if answer.matched), answers[0])
    if first.matched or len(answers) == 1:
        return first
    return replace(first, reason=f"none of {len(answers)} filters is met; first: {first.reason}")


def parse_filter_criteria(
    criteria: Json, source: Source, service: Service = "lambda"
) -> tuple[Filter, ...]:
    """The filters of the criteria; PatternError says which is wrong, and where."""
    if criteria is None:
        return ()
    value = criteria if isinstance(criteria, Mapping) else document(criteria, _roomy(service))
    filters = value.get("Filters")
    if not filters:
        return ()
    if source not in MESSAGE:
        raise PatternError("$.Filters", f"AWS does not filter events of {source}; remove them")
    if not isinstance(filters, list | tuple):
        raise PatternError("$.Filters", 'it must be an array of {"Pattern": "<JSON text>"}')
    if len(filters) > FILTERS[service]:
        raise PatternError("$.Filters", f"there may be {FILTERS[service]} at most")
    return tuple(_filter(item, at, source, service) for at, item in enumerate(filters))


def _roomy(service: Service) -> Dialect:
    return replace(DIALECTS[service], characters=DIALECTS[service].characters * 16)


def _filter(item: Json, at: int, source: Source, service: Service) -> Filter:
    place = f"$.Filters[{at}].Pattern"
    text = item.get("Pattern") if isinstance(item, Mapping) else None
    if not isinstance(text, str):
        raise PatternError(place, "it must be a string that holds JSON")
    try:
        tree = parse_pattern(text, DIALECTS[service])
    except PatternError as error:
        raise PatternError(f"{place} at {error.path}", error.reason) from error
    wants = tuple((name, frozenset(_wanted(tree, name))) for name in MESSAGE[source])
    name, forms = wants[0]
    if source in JSON_ONLY and Form.TEXT in forms:
        raise PatternError(f"{place} at $.{name}", "it must be an object of fields, not an array")
    return Filter(tree, wants)


def _wanted(group: Group, name: str) -> Iterator[Form]:
    """The formats in which the pattern, or one of its alternatives, writes the field."""
    for clause in group.clauses:
        if isinstance(clause, Choice):
            for inner in clause.groups:
                yield from _wanted(inner, name)
        elif clause.keys[-1] == name:
            yield Form.TEXT if isinstance(clause, Field) else Form.JSON


def _formats(one: Filter, seen: View, source: Source) -> Match | None:
    """The record dropped for the format of its message alone, where it is.

    The tables 'Properly filtering …' of the Lambda guide's pages on filtering (2026).
    """
    for (name, wanted), (_, form) in zip(one.wants, seen.forms, strict=True):
        clause = f"$.{name}"
        if form is Form.BROKEN and (source in UTF8_ONLY or wanted):
            reason = f"{clause} is {form.value}, and such a record is dropped"
            return failed(clause, None, seen.event.get(name), reason)
        if form is not Form.ABSENT and wanted and form not in wanted:
            (want,) = wanted
            reason = f"{clause} is {form.value}, its pattern {PATTERN[want]}"
            told = f"{reason}, and such a record is dropped"
            return failed(clause, None, seen.event.get(name), told)
    return None
