"""`terraform show -json` of a plan or a state, and the state file itself → declared resources.

Sources: Terraform's JSON output format 1.x, and its state format, version 4.
What Terraform marks as sensitive is left out, and what is a secret by its argument's name, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import FormatError
from lambda_triage.evidence.documents import Declared
from lambda_triage.sources.documents.build import UNRESOLVED
from lambda_triage.sources.templates.load import load
from lambda_triage.sources.templates.terraform_joins import joined
from lambda_triage.sources.templates.terraform_plan import References, index_of
from lambda_triage.sources.templates.terraform_shape import shaped
from lambda_triage.sources.templates.terraform_types import TYPES, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]

HIDDEN: Json = {UNRESOLVED: "sensitive"}
SECRET = re.compile(
    r"password|passphrase|secret_string|secret_binary|private_key|auth_token|access_token"
    r"|secret_(?:access_)?key$|^secret$|user_data"
)
RULES = ("ingress", "egress")  # blocks that say something when there is none of them
MOST = 20_000  # resources of one file
DEEPEST = 40  # levels of modules, and of one value


class Instance(Struct, frozen=True):
    """One instance of a managed resource, as Terraform knows it."""

    module: str
    type: str
    name: str
    index: str
    values: Tree

    @property
    def id(self) -> str:
        """Its address without the type: `module.app.orders["eu"]`."""
        return ".".join(p for p in (self.module, self.name) if p) + self.index


def terraform_json(text: str) -> tuple[Declared, ...]:
    """All resources of known types. Raises FormatError for what is neither plan nor state."""
    tree = load(text)
    if not isinstance(tree, dict):
        raise FormatError("neither a plan nor a state of Terraform")
    if "planned_values" in tree:
        found = list(_shown(tree["planned_values"]))
    elif "values" in tree:
        found = list(_shown(tree["values"]))
    elif isinstance(tree.get("resources"), list):
        found = list(_stated(tree))
    else:
        found = []  # an empty state has no values
    keys = {(f.module, f.type, f.name, f.index): _key(f) for f in found}
    references = References(tree, keys)
    declared = []
    for one in found:
        plain = _plain(references.filled(one.module, one.type, one.name, one.index, one.values))
        type, properties = shaped(one.type, plain if isinstance(plain, dict) else {})
        key = keys[one.module, one.type, one.name, one.index]
        declared.append(Declared(id=one.id, type=type, properties=properties, key=key))
    return joined(declared)


def _key(one: Instance) -> str:
    return key_of(one.type, one.id, one.values)


def _shown(values: Json) -> Iterator[Instance]:
    """`values` of a state and `planned_values` of a plan: modules in modules."""
    root = values.get("root_module") if isinstance(values, dict) else None
    todo = [("", root, 0)]
    count = 0
    while todo:
        address, module, depth = todo.pop(0)
        if not isinstance(module, dict) or depth > DEEPEST:
            continue
        for told in _objects(module.get("resources")):
            type, body = str(told.get("type")), told.get("values")
            if told.get("mode") == "managed" and type in TYPES and isinstance(body, dict):
                count += 1
                if count > MOST:
                    raise FormatError(f"the file has more than {MOST:,} resources")
                marks = told.get("sensitive_values")
                index = index_of(told.get("index"))
                yield Instance(address, type, str(told.get("name")), index, _open(body, marks))
        todo += [
            (str(m.get("address") or ""), m, depth + 1)
            for m in _objects(module.get("child_modules"))
        ]


def _stated(tree: Tree) -> Iterator[Instance]:
    """The state file: format version 4."""
    count = 0
    for told in _objects(tree.get("resources")):
        type = str(told.get("type"))
        if told.get("mode") != "managed" or type not in TYPES:
            continue
        for one in _objects(told.get("instances")):
            body = one.get("attributes")
            if not isinstance(body, dict) or one.get("deposed"):
                continue
            count += 1
            if count > MOST:
                raise FormatError(f"the file has more than {MOST:,} resources")
            values = body
            for path in _lists(one.get("sensitive_attributes")):
                steps = [s.get("value") for s in _objects(path)]
                values = _at(values, steps)
            index = index_of(one.get("index_key"))
            module = str(told.get("module") or "")
            yield Instance(module, type, str(told.get("name")), index, _open(values, None))


def _at(values: Tree, steps: list[Json]) -> Tree:
    """The same with what stands at the end of a path hidden. Steps may be index objects."""
    if not steps:
        return values
    head = steps[0].get("value") if isinstance(steps[0], dict) else steps[0]
    name = str(head)
    if name not in values:
        return values
    inner = values[name]
    rest = steps[1:]
    if isinstance(inner, list) and rest:  # a block: its index, then its argument
        rest = rest[1:]
        told: Json = [_at(v, rest) if isinstance(v, dict) and rest else _masked(v) for v in inner]
    else:
        told = _at(inner, rest) if isinstance(inner, dict) and rest else _masked(inner)
    return {**values, name: told}


def _open(body: Tree, marks: Json) -> Tree:
    """What may be seen of a resource's arguments."""
    hidden = _marked(body, marks, 0)
    return hidden if isinstance(hidden, dict) else {}


def _marked(value: Json, marks: Json, depth: int) -> Json:
    if marks is True or depth > DEEPEST:
        return _masked(value)
    if isinstance(value, dict):
        own = marks if isinstance(marks, dict) else {}
        return {
            k: _masked(v) if SECRET.search(k) and depth == 0 else _marked(v, own.get(k), depth + 1)
            for k, v in value.items()
        }
    if isinstance(value, list):
        each = marks if isinstance(marks, list) else []
        return [
            _marked(v, each[n] if n < len(each) else None, depth + 1) for n, v in enumerate(value)
        ]
    return value


def _masked(value: Json, depth: int = 0) -> Json:
    """Names of arguments and variables stay, values go."""
    if depth > DEEPEST:
        return HIDDEN
    if isinstance(value, dict):
        return {k: _masked(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_masked(v, depth + 1) for v in value]
    return None if value is None or value == "" else HIDDEN


def _plain(value: Json, depth: int = 0) -> Json:
    """What is set: without nulls, empty texts and empty blocks; blocks of one as an object."""
    if depth > DEEPEST:
        return None
    if isinstance(value, list):
        found = [_plain(v, depth + 1) for v in value]
        return found[0] if len(found) == 1 and isinstance(found[0], dict) else found
    if isinstance(value, dict):
        plain = {k: _plain(v, depth + 1) for k, v in value.items()}
        return {k: v for k, v in plain.items() if v not in (None, "") and (v != [] or k in RULES)}
    return value


def _objects(value: Json) -> list[Tree]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _lists(value: Json) -> list[Json]:
    return [v for v in value if isinstance(v, list)] if isinstance(value, list) else []
