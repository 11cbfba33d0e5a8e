"""What a plan does not know yet, by what its configuration says it will be taken from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.documents.build import UNRESOLVED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]
    Keys = Mapping[tuple[str, str, str, str], str]

INDEX = re.compile(r"\[[^\]]*\]")
RESOURCE = re.compile(
    r"^(?P<type>aws_\w+)\.(?P<name>[\w-]+)(?P<index>\[[^\]]*\])?(?:\.(?P<attribute>\w+))?"
)
# Attributes that stand for the resource itself.
ITSELF = {"arn", "id", "name", "function_name", "invoke_arn", "url", "bucket", "qualified_arn"}
FARTHEST = 8  # variables and outputs between a value and its resource
MOST = 50_000  # references followed in one plan
UNKNOWN: Json = {UNRESOLVED: "known after apply"}


class References:
    """Fills in what is known only after the apply; a state has nothing to fill in."""

    def __init__(self, tree: Tree, keys: Keys) -> None:
        self._room = MOST
        self._named_so: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for (place, type, name, index), key in keys.items():
            self._named_so.setdefault((type, name), []).append((place, index, key))
        root = _part(tree, "configuration").get("root_module")
        self._root: Tree = root if isinstance(root, dict) else {}
        self._unknown: dict[tuple[str, str, str, str], Tree] = {}
        for told in _objects(tree.get("resource_changes")):
            module, type, name = (
                str(told.get(k) or "") for k in ("module_address", "type", "name")
            )
            after = _part(_part(told, "change"), "after_unknown")
            self._unknown[module, type, name, index_of(told.get("index"))] = after

    def filled(self, module: str, type: str, name: str, index: str, values: Tree) -> Tree:
        """*values* with keys of resources, or a mark, for what is not known yet."""
        unknown = self._unknown.get((module, type, name, index))
        if not unknown:
            return values
        expressions: Tree = {}
        for resource in _objects(self._module(module).get("resources")):
            if (resource.get("type"), resource.get("name")) == (type, name):
                expressions = _part(resource, "expressions")
        found = self._fill(values, unknown, expressions, module)
        return found if isinstance(found, dict) else values

    def _fill(self, value: Json, unknown: Json, expression: Json, module: str) -> Json:
        if unknown is True:
            named = self._named(expression, module)
            return named[0] if len(named) == 1 else UNKNOWN
        if isinstance(unknown, dict):
            own: Tree = dict(value) if isinstance(value, dict) else {}
            inner = expression if isinstance(expression, dict) else {}
            for name, mark in unknown.items():
                if mark not in (False, {}, []):
                    own[name] = self._fill(own.get(name), mark, inner.get(name), module)
            return own
        if isinstance(unknown, list) and unknown:
            return self._each(value, unknown, expression, module)
        return value

    def _each(self, value: Json, unknown: list[Json], expression: Json, module: str) -> Json:
        held = value if isinstance(value, list) else []
        if all(mark is True for mark in unknown):  # a list of values, all of them references
            named = self._named(expression, module)
            return list(named) if len(named) == len(unknown) else [UNKNOWN] * len(unknown)
        blocks = expression if isinstance(expression, list) else []
        return [
            self._fill(
                held[n] if n < len(held) else None,
                mark,
                blocks[n] if n < len(blocks) else None,
                module,
            )
            for n, mark in enumerate(unknown)
        ]

    def _named(self, expression: Json, module: str, steps: int = 0) -> list[str]:
        """Keys of the resources that an expression is, in its order."""
        told = expression.get("references") if isinstance(expression, dict) else None
        found: list[str] = []
        for reference in told if isinstance(told, list) and steps < FARTHEST else []:
            self._room -= 1
            if self._room < 0:
                break
            for key in self._keys_of(str(reference), module, steps):
                if key not in found:
                    found.append(key)
        return found

    def _keys_of(self, reference: str, module: str, steps: int) -> list[str]:
        head, _, rest = reference.partition(".")
        if head == "var" and module:
            outer, _, call = module.rpartition("module.")
            call = INDEX.sub("", call)
            calls = _part(self._module(outer.rstrip(".")), "module_calls")
            expressions = _part(_part(calls, call), "expressions")
            return self._named(
                expressions.get(rest.partition(".")[0]), outer.rstrip("."), steps + 1
            )
        if head == "module":
            call, _, output = rest.partition(".")
            inner = f"{module}.module.{call}" if module else f"module.{call}"
            outputs = _part(self._module(inner), "outputs")
            told = _part(outputs, output.partition(".")[0]).get("expression")
            return self._named(told, inner, steps + 1) if output else []
        found = RESOURCE.match(reference)
        if not found or found["attribute"] not in ITSELF:
            return []
        fitting = [
            (place, key)
            for place, index, key in self._named_so.get((found["type"], found["name"]), ())
            if INDEX.sub("", place) == INDEX.sub("", module) and found["index"] in (None, index)
        ]
        here = [key for place, key in fitting if place == module] or [key for _, key in fitting]
        return here if len(here) == 1 else []

    def _module(self, address: str) -> Tree:
        """The configuration of a module by its address: `module.app[0].module.queue`."""
        module = self._root
        for call in re.split(r"\.?module\.", INDEX.sub("", address)):
            if call:
                calls = _part(module, "module_calls")
                module = _part(_part(calls, call), "module")
        return module


def index_of(told: Json) -> str:
    """The index of an instance as addresses have it: `[0]`, `["eu"]`, or nothing."""
    return "" if told is None else f"[{told}]" if isinstance(told, int) else f'["{told}"]'


def _part(body: Json, name: str) -> Tree:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[Tree]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
