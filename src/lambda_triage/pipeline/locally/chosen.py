"""A template → the function that is to run, with Globals under its own settings."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError, as_name
from lambda_triage.pipeline.locally.values import FUNCTIONS, Local, part
from lambda_triage.sources.documents.build import UNRESOLVED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.pipeline.locally.values import Tree

SERVERLESS = FUNCTIONS[0]
CONSTRUCT = "aws:cdk:path"  # `Stack/Construct/Resource`, in Metadata of CDK's output
LISTED = 20  # functions named in an error
# CloudFormation refuses others (user guide, "Resources", 2026); an error may name these.
LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}")


class Chosen(Struct, frozen=True):
    """One function of a template: `own` settings, `shared` ones of Globals, both as written."""

    id: str
    name: str
    own: Tree
    shared: Tree
    values: Local

    def setting(self, name: str) -> Json:
        """A setting worked out; None where it is not told, or not known here."""
        value = self.values.value(self.own.get(name, self.shared.get(name)))
        return None if isinstance(value, dict) and UNRESOLVED in value else value

    def text(self, name: str) -> str | None:
        """A setting that is a text."""
        value = self.setting(name)
        return value if isinstance(value, str) and value else None

    def number(self, name: str, default: int) -> int:
        """A setting that is a whole number. Raises UsageError for another."""
        value = self.setting(name)
        if value is None:
            return default
        if isinstance(value, str) and value.isdecimal() and len(value) < len("1000000"):
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise UsageError(
                f"{name} of {self.id} is {as_name(str(value)[:60])!r}; it has to be a number"
            )
        return value


def chosen(tree: Tree, name: str | None, values: Mapping[str, str], region: str) -> Chosen:
    """The function of that name, else the only one. Raises UsageError."""
    _known(tree, values)
    local = Local(tree, values, region)
    found = dict(_functions(tree, local))
    if not found:
        raise UsageError("the template has no function; sam_local_invoke runs functions only")
    if name is None and len(found) > 1:
        raise UsageError(f"several functions; give resource_name: {_list(found)}")
    return found[_id(name, found, tree)] if name is not None else next(iter(found.values()))


def _known(tree: Tree, values: Mapping[str, str]) -> None:
    parameters = part(tree, "Parameters")
    for name in values:
        if name not in parameters and not name.startswith("AWS::"):
            near = get_close_matches(name, parameters, n=1)
            known = ", ".join(map(as_name, list(parameters)[:LISTED])) or "none"
            hint = f"did you mean {as_name(near[0])}?" if near else f"it has {known}"
            raise UsageError(f"the template has no parameter {name[:60]!r}; {hint}")


def _functions(tree: Tree, local: Local) -> list[tuple[str, Chosen]]:
    """Every function that a condition does not leave out."""
    shared, found = part(part(tree, "Globals"), "Function"), []
    for id, body in part(tree, "Resources").items():
        if not isinstance(body, dict) or body.get("Type") not in FUNCTIONS:
            continue
        if not LOGICAL_ID.fullmatch(id):
            continue
        if "Condition" in body and local.holds(body["Condition"]) is False:
            continue
        globals_ = shared if body["Type"] == SERVERLESS else {}
        own = part(body, "Properties")
        found.append((id, Chosen(id, local.name_of(id) or id, own, globals_, local)))
    return found


def _id(name: str, found: Mapping[str, Chosen], tree: Tree) -> str:
    """The logical id for a logical id, a name, or the name of a CDK construct."""
    if name in found:
        return name
    other = {one.name: id for id, one in found.items()}
    for id in found:
        metadata = part(part(part(tree, "Resources"), id), "Metadata")
        parts = str(metadata.get(CONSTRUCT, "")).split("/")
        other.setdefault(parts[-2] if len(parts) > 1 else id, id)
    if name in other:
        return other[name]
    near = get_close_matches(name, [*found, *other], n=1, cutoff=0.5)
    hint = f"did you mean {as_name(near[0])}?" if near else f"it has {_list(found)}"
    raise UsageError(f"the template has no function {name[:60]!r}; {hint}")


def _list(found: Mapping[str, Chosen]) -> str:
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    return ", ".join(list(found)[:LISTED]) + more
