"""Where each value of a template stands: line and column, by its path in the tree."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.templates.load import DEEPEST, IS_JSON, MOST_FLOW, MOST_NODES, SHORT_TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

    Path = tuple[str, ...]
    Spot = tuple[int, int]

BLANKS = re.compile(r"[ \t\r\n]*")
PLAIN = re.compile(r"[-+.\w]+")
HCL_HEAD = re.compile(
    r"^[ \t]*(?P<kind>resource|data|variable|module|provider|output)"
    r"[ \t]+\"(?P<one>[^\"\n]{1,200})\""
    r"(?:[ \t]+\"(?P<two>[^\"\n]{1,200})\")?|^[ \t]*(?P<bare>locals|terraform)[ \t]*\{",
    re.MULTILINE,
)
HCL_NAME = re.compile(r"^[ \t]*\"?(?P<name>[A-Za-z_][\w-]*)\"?[ \t]*(?:=|\{|\"[^\"\n]*\"[ \t]*\{)")


class Broken(Struct, frozen=True):
    """Text that does not parse: where, and why."""

    line: int
    column: int
    reason: str


class Positions(Struct, frozen=True):
    """Places of keys by their path; a list's items by their number."""

    spots: dict[Path, Spot]

    def at(self, path: Sequence[str]) -> Spot | None:
        """The place of the value, or of the nearest part above it that has one."""
        whole = tuple(path)
        for length in range(len(whole), 0, -1):
            if found := self.spots.get(whole[:length]):
                return found
        return None


def positions(text: str, language: str) -> Positions | Broken:
    """Places in a text of that language; Broken where YAML, JSON or HCL does not parse."""
    try:
        if language == "terraform" and text.lstrip()[:1] != "{":
            return _hcl(text)
        if IS_JSON.match(text):
            return _json(text)
        return _yaml(text)
    except RecursionError:
        return Broken(1, 1, "it is nested too deeply")


def _spot(text: str, offset: int) -> Spot:
    start = text.rfind("\n", 0, offset)
    return text.count("\n", 0, offset) + 1, offset - start


def _json(text: str) -> Positions | Broken:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if len(text) <= MOST_FLOW and SHORT_TAG.search(text):  # YAML that begins like JSON
            return _yaml(text)
        return Broken(error.lineno, error.colno, f"it is not JSON: {error.msg}")
    scan = _Scan(text)
    scan.value(BLANKS.match(text).end(), ())  # type: ignore[union-attr]
    return Positions(scan.spots)


class _Scan:
    """Walks through text that is known to be JSON, and notes where keys and items begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self._line = 0
        self.spots: dict[Path, Spot] = {}

    def value(self, at: int, path: Path) -> int:
        """The offset behind the value that begins at *at*."""
        first = self._text[at]
        if first == '"':
            return int(scanstring(self._text, at + 1)[1])
        if first not in "{[":
            return PLAIN.match(self._text, at).end()  # type: ignore[union-attr]
        closing, number = ("}" if first == "{" else "]"), 0
        at = self._blank(at + 1)
        while self._text[at] != closing:
            name = str(number)
            self._note(at, path, name if first == "[" else "")
            if first == "{":
                start = at
                name, at = scanstring(self._text, at + 1)
                self._note(start, path, name)
                at = self._blank(self._blank(at) + 1)
            at = self._blank(self.value(at, (*path, name)))
            if self._text[at] == ",":
                at = self._blank(at + 1)
            number += 1
        return at + 1

    def _note(self, at: int, path: Path, name: str) -> None:
        while self._line + 1 < len(self._lines) and self._lines[self._line + 1] <= at:
            self._line += 1
        if name and len(path) < DEEPEST:
            self.spots[(*path, name)] = (self._line + 1, at - self._lines[self._line] + 1)

    def _blank(self, at: int) -> int:
        return BLANKS.match(self._text, at).end()  # type: ignore[union-attr]


def _yaml(text: str) -> Positions | Broken:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"it is not YAML: {error.problem or error.context or 'it cannot be read'}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Broken(line, column, reason)
    except (YAMLError, ValueError) as error:
        line, column = _character(text, str(error))
        return Broken(line, column, f"it is not YAML: {str(error).strip().splitlines()[0]}")
    spots: dict[Path, Spot] = {}
    waiting: list[tuple[object, Path]] = [(node, ())]
    seen: set[int] = set()  # what an alias repeats stands where it was written first
    while waiting and len(spots) < MOST_NODES:
        one, path = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for name, place, below in _parts(one):
            spots.setdefault((*path, name), place)
            if len(path) < DEEPEST:
                waiting.append((below, (*path, name)))
    return Positions(spots)


def _character(text: str, reason: str) -> Spot:
    """The place of a character that YAML does not admit, as ruamel tells of it."""
    found = re.search(r"position (\d{1,9})", reason)
    return _spot(text, int(found[1])) if found else (1, 1)


def _parts(node: object) -> list[tuple[str, Spot, object]]:
    kind, value = getattr(node, "id", ""), getattr(node, "value", None)
    if kind == "mapping" and isinstance(value, list):
        return [(str(k.value), _mark(k), v) for k, v in value]
    if kind == "sequence" and isinstance(value, list):
        return [(str(n), _mark(v), v) for n, v in enumerate(value)]
    return []


def _mark(node: object) -> Spot:
    mark = getattr(node, "start_mark", None)
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _hcl(text: str) -> Positions | Broken:
    """Blocks, and the arguments in them by their names, whatever they are nested in."""
    import hcl2

    try:
        hcl2.loads(text if text.endswith("\n") else text + "\n")
    except RecursionError:
        raise
    except Exception as error:  # noqa: BLE001 - the parser raises its grammar's own errors
        return _hcl_error(error)
    spots: dict[Path, Spot] = {}
    heads = list(HCL_HEAD.finditer(text))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        parts = (head["kind"] or head["bare"], head["one"], head["two"])
        path = tuple(part for part in parts if part)
        line, column = _spot(text, head.start() + len(head[0]) - len(head[0].lstrip()))
        spots.setdefault(path, (line, column))
        body = text[head.end() : after.start() if after else len(text)]
        for number, row in enumerate(body.split("\n")):
            if found := HCL_NAME.match(row):
                spots.setdefault((*path, found["name"]), (line + number, found.start("name") + 1))
    return Positions(spots)


def _hcl_error(error: Exception) -> Broken:
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    first = (str(error).strip().splitlines() or ["it cannot be read"])[0][:120]
    if isinstance(line, int) and isinstance(column, int) and line > 0:
        return Broken(line, max(1, column), _grammar(error, first))
    return Broken(1, 1, f"it is not HCL: {first}")


def _grammar(error: Exception, first: str) -> str:
    """The parser's first line, without the place that is told beside it."""
    token = getattr(error, "token", None)
    if token is not None:
        shown = str(token).strip() or "the end of a line"
        return f"it is not HCL: {shown[:60]!r} is not expected here"
    return f"it is not HCL: {first.partition(' at line')[0].rstrip(',')}"
