"""JSON in the shape of AWS's answers, or a template's properties → one document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from lambda_triage.evidence.documents import Document, Known
from lambda_triage.sources.numbers import number, whole

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json

    D = TypeVar("D", bound=Document)

UNRESOLVED = "Fn::Unresolved"  # key of a template's value that only a deployment knows


def build(
    kind: type[D],
    body: Json,
    resource: str,
    *,
    known: Known = Known.ANSWER,
    terraform: bool = False,
    input: int = -1,
    path: str = "",
    lacks: tuple[str, ...] = (),
) -> D:
    """One document out of *body*. A value of another type than the field's is unknown.

    terraform  the body has the argument names of the Terraform resource
    lacks      fields that the operation never tells, and whose absence so says nothing
    """
    column = "terraform" if terraform else "template" if known is Known.TEMPLATE else "api"
    values: dict[str, object] = {}
    given: set[str] = set()
    for name, where in kind.WHERE.items():
        if name in lacks:
            continue
        told, value = _told(body, getattr(where, column))
        if told:
            values[name] = _typed(value, kind.__annotations__[name])
            given.add(name)
        elif known is not Known.NOTE:
            values[name] = where.absent
    return kind(
        resource=resource, known=known, input=input, path=path, given=frozenset(given), **values
    )


def _told(body: Json, paths: str) -> tuple[bool, Json]:
    for path in paths.split("|") if paths else ():
        value = walk(body, path)
        if value is not None:
            return True, value
    return False, None


def walk(body: Json, path: str) -> Json:
    """The value at `A.B` or, as a list, the values at `A[].B`; None where there is none."""
    value = body
    head, *rest = path.split(".") if path else ("",)
    while head:
        many = head.endswith("[]")
        value = _opened(value)
        if not isinstance(value, dict):
            return None
        if UNRESOLVED in value:
            return value
        value = value.get(head.removesuffix("[]"))
        if many:
            items = value if isinstance(value, list) else []
            below = ".".join(rest)
            return [v for item in items if (v := walk(item, below) if below else item) is not None]
        head, *rest = rest or ("",)
    return value


def _opened(value: Json) -> Json:
    """JSON that stands in a string, as policies and filters do; Terraform's blocks of one."""
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    if isinstance(value, str):
        return parsed(value)
    return value


def parsed(text: str) -> Json:
    """A JSON object or list in a string, percent-encoded or not; else the string itself."""
    plain = unquote(text) if text.startswith("%7B") else text
    if not plain.lstrip().startswith(("{", "[")):
        return text
    try:
        value: Json = json.loads(plain)
    except (ValueError, RecursionError):
        return text
    return value


def _typed(value: Json, annotation: str) -> object:
    if annotation == "Json":
        return parsed(value) if isinstance(value, str) else value
    wanted = annotation.partition(" |")[0]
    if wanted.startswith("tuple["):
        items = value if isinstance(value, list) else [value]
        return tuple(str(v) for v in items if isinstance(v, str | int | float))
    if isinstance(value, dict | list):
        return None
    return _scalar(value, wanted)


def _scalar(value: str | float | bool | None, wanted: str) -> object:
    text = str(value).strip()
    if wanted == "bool":
        return {"true": True, "false": False, "enabled": True, "disabled": False}.get(text.lower())
    if wanted in ("int", "float"):
        try:
            known = float(text)
        except ValueError:
            return None
        return whole(known) if wanted == "int" else number(known)
    return text
