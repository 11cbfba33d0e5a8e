"""YAML or JSON text → plain values, with CloudFormation's short tags written out, and lines."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lambda_triage.errors import FormatError

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json

MOST_NODES = 200_000  # values of one template; aliases that explode end here
DEEPEST = 100  # levels
MOST_FLOW = 1 << 20  # characters of YAML that looks like JSON, which is slow to parse
IS_JSON = re.compile(r"\s*\{\s*[\"}]")
SHORT_TAG = re.compile(r"[:,\[]\s{0,200}![A-Z]")
ID = re.compile(r"[ \t]{0,8}[\"']?([^\s\"':]+)[\"']?[ \t]*:")


def load(text: str) -> Json:
    """The tree of a template. Raises FormatError for what does not parse."""
    if IS_JSON.match(text):
        try:
            value: Json = json.loads(text)
        except ValueError as error:
            if len(text) > MOST_FLOW or not SHORT_TAG.search(text):
                raise FormatError(f"not JSON: {error}") from None
        else:
            return value
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, ValueError) as error:
        first = str(error).strip().splitlines()
        raise FormatError(f"not YAML: {first[0] if first else error}") from None
    return _Reader().value(node, 0)


class _Reader:
    """Nodes → values, within bounds."""

    def __init__(self) -> None:
        self._nodes = 0

    def value(self, node: object, depth: int) -> Json:
        """The plain value of a node; `!Sub x` becomes `{"Fn::Sub": "x"}`."""
        self._nodes += 1
        if self._nodes > MOST_NODES or depth > DEEPEST:
            raise FormatError("the template is too large or too deep")
        kind = getattr(node, "id", "")
        plain: Json
        if kind == "mapping":
            plain = self._mapping(getattr(node, "value", []), depth + 1)
        elif kind == "sequence":
            plain = [self.value(v, depth + 1) for v in getattr(node, "value", [])]
        elif node is None:
            return None
        else:
            plain = _scalar(node)
        return _tagged(str(getattr(node, "tag", "") or ""), plain)

    def _mapping(self, pairs: list[tuple[Any, object]], depth: int) -> dict[str, Json]:
        """Keys and values; what `<<` brings along stands behind the mapping's own."""
        own: dict[str, Json] = {}
        merged: dict[str, Json] = {}
        for key, node in pairs:
            value = self.value(node, depth)
            if str(key.value) != "<<":
                own[str(key.value)] = value
                continue
            for one in value if isinstance(value, list) else [value]:
                merged = (one if isinstance(one, dict) else {}) | merged
        return merged | own


def _scalar(node: object) -> Json:
    text = str(getattr(node, "value", ""))
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?\d{1,15}", text) and not re.match(r"[-+]?0\d", text):
        return int(text)
    if re.fullmatch(r"[-+]?\d{1,15}\.\d{1,15}", text):
        return float(text)
    return text


def _tagged(tag: str, plain: Json) -> Json:
    """Short forms of intrinsic functions (CloudFormation guide, intrinsic functions, 2026)."""
    if not tag.startswith("!") or tag.startswith("!!"):
        return plain
    name = tag[1:]
    if name in ("Ref", "Condition"):
        return {name: plain}
    if name == "GetAtt" and isinstance(plain, str):
        head, _, rest = plain.partition(".")
        return {"Fn::GetAtt": [head, rest]}
    return {f"Fn::{name}": plain}


def lines_of(text: str) -> dict[str, int]:
    """The lines, from 1, on which logical ids are declared: the first of each."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if declared := ID.match(line):
            found.setdefault(declared[1], number)
    return found
