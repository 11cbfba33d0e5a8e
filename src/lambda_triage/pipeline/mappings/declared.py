"""Changed settings as a template has them: a snippet, or the difference to a given template.

Nothing is written. Settings have the API's names on the way in; `Declared` has those of
CloudFormation or SAM, with numbers as numbers.
"""

from __future__ import annotations

import difflib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import InputError, UsageError, as_name
from lambda_triage.sources.templates.load import IS_JSON, load
from lambda_triage.sources.templates.positions import Positions, positions
from lambda_triage.sources.templates.sam import MAPPED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.evidence.documents import Json

TYPE = "AWS::Lambda::EventSourceMapping"
FUNCTION = "AWS::Serverless::Function"
EVENTS = {
    "sqs": "SQS", "sqs-fifo": "SQS", "kinesis": "Kinesis", "dynamodb": "DynamoDB", "msk": "MSK",
    "kafka": "SelfManagedKafka", "mq": "MQ", "documentdb": "DocumentDB",
}  # fmt: skip
IN_PLACE = "the template cannot be changed in place; take the snippet, without template, instead"
LARGEST = 4 << 20  # bytes of a template
# The API's names → CloudFormation's (Lambda API and CloudFormation references, 2026).
NAMES = {"KMSKeyArn": "KmsKeyArn"}
INNER = {"KAFKA_BOOTSTRAP_SERVERS": "KafkaBootstrapServers"}
FLAT = ("AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig",
        "DocumentDBEventSourceConfig")  # fmt: skip  # whose parts SAM has beside the others


class Changed(Struct, frozen=True):
    """YAML or JSON to put in, or the difference to a template's text."""

    form: str
    text: str
    logical_id: str


def snippet(settings: Mapping[str, Json], source: str, *, sam: bool, id: str | None) -> Changed:
    """The settings as a resource, or as an event of a SAM function."""
    if sam:
        name = id or "Event"
        body: Json = {name: {"Type": EVENTS[source], "Properties": _sam(settings, source)}}
        return Changed("sam", _yaml({"Events": body}), name)
    name = id or "Mapping"
    body = {name: {"Type": TYPE, "Properties": _plain(settings)}}
    return Changed("cloudformation", _yaml({"Resources": body}), name)


def difference(settings: Mapping[str, Json], file: Path, id: str | None) -> Changed:
    """What changes in the template; *id*: of a mapping, of an event, or `Function.Event`.

    Raises InputError for a file that is no such template, UsageError for an id it does not have.
    """
    text = _read(file)
    tree = _loaded(text)
    path, type_ = _found(tree, id)
    source = next((s for s, e in EVENTS.items() if e == type_), "")
    wanted = _plain(settings) if type_ == TYPE else _sam(settings, source)
    new = _json(text, path, wanted) if IS_JSON.match(text) else _edited(text, path, wanted)
    if not _same(_loaded(new), path, wanted):
        raise InputError(IN_PLACE)
    shown = difflib.unified_diff(
        text.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{file.name}",
        f"b/{file.name}", n=2,
    )  # fmt: skip
    return Changed("diff", "".join(shown), ".".join(path[1:-1:2]))


def _loaded(text: str) -> Json:
    try:
        return load(text)
    except RecursionError:
        raise InputError("the template is nested too deeply; no template is") from None


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise InputError(f"{file} is larger than {LARGEST >> 20} MB; no template is")
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        raise InputError(f"{str(file)[:200]} cannot be read as a template; give its path") from None


def _found(tree: Json, id: str | None) -> tuple[tuple[str, ...], str]:
    """Path of the properties, and the type of resource or event."""
    resources = tree.get("Resources") if isinstance(tree, dict) else None
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for name, resource in (resources if isinstance(resources, dict) else {}).items():
        if not isinstance(resource, dict):
            continue
        if resource.get("Type") == TYPE:
            found[name] = (("Resources", name, "Properties"), TYPE)
        elif resource.get("Type") == FUNCTION:
            found.update(_events(name, resource))
    fitting = [k for k in found if id in (None, k, k.rpartition(".")[2])]
    if len(fitting) != 1:
        told = ", ".join(map(as_name, list(found)[:20])) or "none"
        what = "several mappings fit" if fitting else f"no mapping {id or ''}".rstrip()
        raise UsageError(f"{what} in the template; logical_id is one of: {told}")
    return found[fitting[0]]


def _events(name: str, function: dict[str, Json]) -> dict[str, tuple[tuple[str, ...], str]]:
    properties = function.get("Properties")
    events = properties.get("Events") if isinstance(properties, dict) else None
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for event, told in (events if isinstance(events, dict) else {}).items():
        kind = told.get("Type") if isinstance(told, dict) else None
        if isinstance(kind, str) and kind in MAPPED:
            path = ("Resources", name, "Properties", "Events", event, "Properties")
            found[f"{name}.{event}"] = (path, kind)
    return found


def _plain(settings: Mapping[str, Json]) -> dict[str, Json]:
    return {NAMES.get(name, name): _inner(value) for name, value in settings.items()}


def _inner(value: Json) -> Json:
    if isinstance(value, dict):
        return {INNER.get(name, name): _inner(one) for name, one in value.items()}
    return [_inner(one) for one in value] if isinstance(value, list) else value


def _sam(settings: Mapping[str, Json], source: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in _plain(settings).items():
        if name == "EventSourceArn":
            found[MAPPED[EVENTS[source]]] = value
        elif name == "SelfManagedEventSource" and isinstance(value, dict):
            ends = value.get("Endpoints")
            found.update(ends if isinstance(ends, dict) else {})
        elif name in FLAT and isinstance(value, dict):
            found.update(value)
        elif name != "FunctionName":
            found[name] = value
    return found


def _yaml(value: Json) -> str:
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.width = 100
    out = io.StringIO()
    writer.dump(value, out)
    return out.getvalue()


def _json(text: str, path: Sequence[str], wanted: dict[str, Json]) -> str:
    """The same JSON with the settings in it, indented as it was."""
    tree = json.loads(text)
    part = tree
    for name in path:
        part = part.setdefault(name, {})
    if not isinstance(part, dict):
        raise InputError(IN_PLACE)
    part.update(wanted)
    second = text.split("\n")[1] if "\n" in text else ""
    indent = len(second) - len(second.lstrip()) or None
    return json.dumps(tree, indent=indent, ensure_ascii=False) + ("\n" if text[-1:] == "\n" else "")


def _edited(text: str, path: tuple[str, ...], wanted: dict[str, Json]) -> str:
    """The YAML with each setting's lines replaced or put in; all other lines stay."""
    given = text
    for name, value in reversed(wanted.items()):  # each new one stands above those before
        found = positions(text, "cloudformation")
        if not isinstance(found, Positions):
            if text is not given:  # it was, before a line was put into braces
                raise InputError(IN_PLACE)
            raise InputError(f"the template is not YAML: {found.reason}, line {found.line}")
        text = _put(text.split("\n"), found, path, name, value)
    return text


def _put(lines: list[str], found: Positions, path: tuple[str, ...], name: str, value: Json) -> str:
    spot = found.spots.get((*path, name))
    above = found.spots.get(path)
    if spot is None and above is None:
        raise InputError("the mapping has no Properties in the template; take the snippet instead")
    if spot is not None:
        first, column = spot[0] - 1, spot[1] - 1
        last = _end(lines, first, column)
    else:
        assert above is not None
        below = [s for p, s in found.spots.items() if p[:-1] == path]
        first = last = above[0]
        column = min((s[1] for s in below), default=above[1] + 2) - 1
    rows = [" " * column + row for row in _yaml({name: value}).rstrip("\n").split("\n")]
    return "\n".join([*lines[:first], *rows, *lines[last:]])


def _end(lines: list[str], first: int, column: int) -> int:
    """The line behind a value: the first that is neither deeper, nor an item at its own depth."""
    last = first + 1
    for number in range(first + 1, len(lines)):
        row = lines[number]
        depth = len(row) - len(row.lstrip())
        if row.strip() and (
            depth < column or (depth == column and not row.lstrip().startswith("-"))
        ):
            break
        if row.strip():
            last = number + 1
    return last


def _same(tree: Json, path: Sequence[str], wanted: Mapping[str, Json]) -> bool:
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return isinstance(tree, dict) and all(tree.get(name) == value for name, value in wanted.items())
