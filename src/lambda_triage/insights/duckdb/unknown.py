"""Names of a query that begin with @ and are no field of any event: misspelt, most of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.fields import LAMBDA_FIELDS, SYSTEM_FIELDS
from lambda_triage.insights.error import nearest
from lambda_triage.insights.plan import Extract, Scan
from lambda_triage.insights.walk import walk

if TYPE_CHECKING:
    from lambda_triage.insights.plan import Plan

_KNOWN = (*SYSTEM_FIELDS, *LAMBDA_FIELDS)
# User guide, "Supported logs and discovered fields" and field indexes: fields that the service may
# have and exported logs do not tell.
_OF_THE_SERVICE = ("@entity", "@entity.", "@aws.", "@data_", "@source.")


def notes(query: Plan) -> tuple[str, ...]:
    """A sentence for each such name, in the order of the query, those of subqueries too.

    `@@x` is the key `@x` of a JSON message and may be anywhere.
    """
    fields: dict[str, None] = {}
    parsed: set[str] = set()
    for each in walk(query):
        if isinstance(each, Scan):
            fields.update((field.column.name, None) for field in each.fields)
        elif isinstance(each, Extract):
            parsed.update(column.name for column in each.columns)
    return tuple(_note(each, parsed) for each in fields if _unknown(each))


def _unknown(name: str) -> bool:
    own = name.startswith("@") and not name.startswith("@@")
    return own and name not in _KNOWN and not name.startswith(_OF_THE_SERVICE)


def _note(name: str, parsed: set[str]) -> str:
    near = name[1:] if name[1:] in parsed else nearest(name, _KNOWN)
    if near is not None:
        return f"no event has {name}; did you mean {near}?"
    return f'no event has {name}; the key "{name}" of a JSON message is the field @{name}'
