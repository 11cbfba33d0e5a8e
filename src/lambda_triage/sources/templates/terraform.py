"""Terraform configuration → declared resources, in CloudFormation's types where they are known.

Source: the AWS provider's documentation of each resource, 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.errors import FormatError
from lambda_triage.evidence.documents import Declared
from lambda_triage.sources.templates.load import load
from lambda_triage.sources.templates.terraform_joins import joined
from lambda_triage.sources.templates.terraform_policy import DOCUMENT, policy
from lambda_triage.sources.templates.terraform_shape import shaped
from lambda_triage.sources.templates.terraform_types import NAMED, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]

REFERENCE = re.compile(
    r"^\$?\{?(?P<data>data\.)?(?P<type>aws_\w+)\.(?P<id>[\w-]+)(?:\[[^\]]*\])?"
    r"(?:\.(?P<attribute>\w+))?\}?$"
)
LONGEST = 1_000  # characters of a value that is put into another text
VARIABLE = re.compile(r"\$\{(?P<kind>var|local)\.(?P<name>[\w-]+)\}")


def terraform(text: str) -> tuple[Declared, ...]:
    """The resources of one file: HCL, or the same in JSON. Raises FormatError for neither."""
    tree = _tree(text)
    defaults = _defaults(tree)
    blocks: list[tuple[str, str, Tree]] = []
    for block in _listed(tree.get("resource")):
        for type, named in block.items() if isinstance(block, dict) else ():
            for id, body in named.items() if isinstance(named, dict) else ():
                if one := _object(body):
                    blocks.append((_bare(type), _bare(id), one))
    keys = {(type, id): _key(type, id, body, defaults) for type, id, body in blocks}
    for id, data in _documents(tree):
        defaults[f"data.{id}"] = policy(_object(_plain(data, keys, defaults)))
    found = []
    for type, id, body in blocks:
        plain = _plain(body, keys, defaults)
        known, properties = shaped(type, plain if isinstance(plain, dict) else {})
        line, key = _line(text, type, id), keys[type, id]
        found.append(Declared(id=id, type=known, properties=properties, line=line, key=key))
    return joined(found)


def _documents(tree: Mapping[str, Json]) -> Iterator[tuple[str, Tree]]:
    for block in _listed(tree.get("data")):
        for type, named in block.items() if isinstance(block, dict) else ():
            if _bare(type) == DOCUMENT and isinstance(named, dict):
                yield from ((_bare(id), _object(body)) for id, body in named.items())


def _object(value: Json) -> Tree:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {}


def _tree(text: str) -> Mapping[str, Json]:
    if text.lstrip()[:1] == "{":
        tree = load(text)
        return tree if isinstance(tree, dict) else {}
    import hcl2

    try:
        found: Mapping[str, Json] = hcl2.loads(text if text.endswith("\n") else text + "\n")
    except RecursionError:
        raise
    except Exception as error:  # noqa: BLE001 - the parser raises its grammar's own errors
        raise FormatError(f"not Terraform: {str(error).splitlines()[0][:120]}") from None
    return found


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _bare(word: object) -> str:
    return str(word).strip('"')


def _defaults(tree: Mapping[str, Json]) -> Tree:
    found: Tree = {}
    variables, locals_ = tree.get("variable"), tree.get("locals")
    for block in _listed(variables):
        for name, body in block.items() if isinstance(block, dict) else ():
            if isinstance(body, dict) and "default" in body:
                found[f"var.{_bare(name)}"] = body["default"]
    for block in _listed(locals_):
        for name, value in block.items() if isinstance(block, dict) else ():
            found[f"local.{_bare(name)}"] = value
    return found


def _key(type: str, id: str, body: Tree, defaults: Tree) -> str:
    told = {name: _text(body[name], defaults) for name in (*NAMED, "domain_name") if name in body}
    return key_of(type, id, told)


def _text(value: Json, defaults: Tree) -> Json:
    if not isinstance(value, str):
        return value
    whole = VARIABLE.fullmatch(value)
    if whole:
        told = defaults.get(f"{whole['kind']}.{whole['name']}")
        return value if told is None else (_bare(told) if isinstance(told, str) else told)

    def fill(hole: re.Match[str]) -> str:
        told = _bare(defaults.get(f"{hole['kind']}.{hole['name']}", hole[0]))
        return told if len(told) <= LONGEST else hole[0]

    return _bare(VARIABLE.sub(fill, value))


def _plain(value: Json, keys: Mapping[tuple[str, str], str], defaults: Tree, deep: int = 0) -> Json:
    if deep > 40:
        return None
    if isinstance(value, list):
        found = [_plain(v, keys, defaults, deep + 1) for v in value]
        return found[0] if len(found) == 1 and isinstance(found[0], dict) else found
    if isinstance(value, dict):
        own = {_bare(k): v for k, v in value.items() if not str(k).startswith("__")}
        return {k: _plain(v, keys, defaults, deep + 1) for k, v in own.items()}
    if not isinstance(value, str):
        return value
    found_ = REFERENCE.match(value)
    if found_:
        if not found_["data"]:
            known: Json = keys.get((found_["type"], found_["id"]))
        else:
            known = defaults.get(f"data.{found_['id']}") if found_["type"] == DOCUMENT else None
        return known or {"Fn::Unresolved": value}
    encoded = re.fullmatch(r"\$\{jsonencode\((?P<inner>[\s\S]*)\)\}", value)
    if encoded:
        return _encoded(encoded["inner"], keys, defaults, deep)
    text = _text(value, defaults)
    if isinstance(text, str) and text.startswith("${"):
        return {"Fn::Unresolved": text}
    return text


def _encoded(inner: str, keys: Mapping[tuple[str, str], str], defaults: Tree, deep: int) -> Json:
    """The object in `jsonencode({…})`, which is Terraform's own syntax."""
    import hcl2

    try:
        tree = hcl2.loads(f"x = {inner}\n")
    except Exception:  # noqa: BLE001 - an expression that needs Terraform itself
        return {"Fn::Unresolved": "jsonencode"}
    return _plain(tree.get("x"), keys, defaults, deep + 1)


def _line(text: str, type: str, id: str) -> int | None:
    found = re.search(rf'resource\s+"{re.escape(type)}"\s+"{re.escape(id)}"', text)
    return text.count("\n", 0, found.start()) + 1 if found else None
