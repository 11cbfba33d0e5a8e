"""References of a CloudFormation template that name nothing, and circles of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.pipeline.validate.code import part
from lambda_triage.pipeline.validate.handlers import Said
from lambda_triage.reports.validation import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = Mapping[str, Json]
    Path = tuple[str, ...]

SAM = "AWS::Serverless-2016-10-31"
HOLE = re.compile(r"\$\{([^!${}][^${}]{0,255})\}")
DEEPEST = 60  # levels of a value
SHORTEST = 3  # letters of what SAM adds to a name (`Url`)
MOST_SHOWN = 20  # circles of one template
# Parts of SAM's resources that become resources of their own, on which the resource itself does
# not depend; what they refer to depends on nothing here either, except as in `_event_edges`.
APART = ("Events", "DeploymentPreference")


class Reference(Struct, frozen=True):
    """One reference: what it names, where it stands, and whether a condition may switch it off."""

    name: str
    path: Path
    optional: bool


def said_of_references(tree: Tree) -> Iterator[Said]:
    """Unknown names and circles; nothing for templates that macros rewrite."""
    transform = tree.get("Transform")
    transforms = transform if isinstance(transform, list) else [transform]
    if any(t not in (None, SAM) for t in transforms):
        return
    resources = {k: v for k, v in part(tree, "Resources").items() if isinstance(v, dict)}
    found = {id: tuple(_of_resource(id, body)) for id, body in resources.items()}
    if any(r.name == "Fn::Transform" for refs in found.values() for r in refs):
        return
    yield from _unknown(tree, resources, found, sam=SAM in transforms)
    yield from _circles(resources, found)


def _of_resource(id: str, body: Tree) -> Iterator[Reference]:
    after = body.get("DependsOn")
    for name in after if isinstance(after, list) else [after]:
        if isinstance(name, str):
            yield Reference(name, ("Resources", id, "DependsOn"), False)
    yield from _within(body.get("Properties"), ("Resources", id, "Properties"), False)


def _within(value: Json, path: Path, optional: bool) -> Iterator[Reference]:
    if len(path) > DEEPEST:
        return
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _within(item, (*path, str(number)), optional)
        return
    if not isinstance(value, dict):
        return
    if len(value) == 1:
        function, argument = next(iter(value.items()))
        match function:
            case "Ref" if isinstance(argument, str):
                yield Reference(argument, path, optional)
                return
            case "Fn::GetAtt":
                head = argument[0] if isinstance(argument, list) and argument else argument
                if isinstance(head, str):
                    yield Reference(head.partition(".")[0], path, optional)
                return
            case "Fn::Sub":
                yield from _holes(argument, path, optional)
                return
            case "Fn::Transform":
                yield Reference(function, path, optional)
                return
            case "Fn::If":
                optional = True
    for key, inner in value.items():
        yield from _within(inner, (*path, key), optional)


def _holes(argument: Json, path: Path, optional: bool) -> Iterator[Reference]:
    text, own = argument, {}
    if isinstance(argument, list) and len(argument) == 2:
        text = argument[0]
        own = argument[1] if isinstance(argument[1], dict) else {}
        yield from _within(own, path, optional)
    for hole in HOLE.findall(text) if isinstance(text, str) else ():
        name = hole.strip()
        if name not in own:
            yield Reference(name.partition(".")[0], path, optional)


def _unknown(
    tree: Tree,
    resources: Mapping[str, Tree],
    found: Mapping[str, tuple[Reference, ...]],
    *,
    sam: bool,
) -> Iterator[Said]:
    known = {*resources, *part(tree, "Parameters")}
    for id, references in found.items():
        for reference in references:
            name = reference.name
            if name in known or name.startswith(("AWS::", "Fn::")):
                continue
            if sam and (name.startswith("Serverless") or _is_made(name, resources)):
                continue
            told = f"{id} refers to {name[:100]}, which the template does not declare"
            yield Said("template/reference-unknown", reference.path, id, told, Level.ERROR)


def _is_made(name: str, resources: Mapping[str, Tree]) -> bool:
    """Whether SAM may make it: such names begin with that of a resource (`OrdersRole`)."""
    return any(name.startswith(id) and len(name) - len(id) >= SHORTEST for id in resources)


def _circles(
    resources: Mapping[str, Tree], found: Mapping[str, tuple[Reference, ...]]
) -> Iterator[Said]:
    edges: dict[str, dict[str, Path]] = {}
    for id, references in found.items():
        serverless = str(resources[id].get("Type")).startswith("AWS::Serverless::")
        for r in references:
            apart = serverless and len(r.path) > 3 and r.path[3] in APART
            if r.name in resources and not r.optional and not apart:
                edges.setdefault(id, {}).setdefault(r.name, r.path)
    for source, target, path in _event_edges(resources):
        edges.setdefault(source, {}).setdefault(target, path)
    for circle in _found(edges)[:MOST_SHOWN]:
        shown = " → ".join((*circle, circle[0]))
        path = edges[circle[0]][circle[1 % len(circle)]]
        fix = "Take one of the references out: a name from a parameter or a convention needs none"
        told = f"Resources depend on one another in a circle: {shown}"
        yield Said("template/circular-reference", path, circle[0], told, Level.ERROR, fix)


def _event_edges(resources: Mapping[str, Tree]) -> Iterator[tuple[str, str, Path]]:
    """SAM lets a bucket notify and an API call the function: these depend on it."""
    for id, body in resources.items():
        if body.get("Type") != "AWS::Serverless::Function":
            continue
        for event, told in part(part(body, "Properties"), "Events").items():
            inner = part(told, "Properties") if isinstance(told, dict) else {}
            kind = told.get("Type") if isinstance(told, dict) else None
            name = {"S3": "Bucket", "Api": "RestApiId", "HttpApi": "ApiId"}.get(str(kind), "")
            target = part(inner, name).get("Ref")
            path = ("Resources", id, "Properties", "Events", event)
            if isinstance(target, str) and _calls(resources.get(target, {})):
                yield target, id, path


def _calls(api: Tree) -> bool:
    """A bucket, or an API whose definition SAM writes."""
    properties = part(api, "Properties")
    return "DefinitionBody" not in properties and "DefinitionUri" not in properties


def _found(edges: Mapping[str, Mapping[str, Path]]) -> list[tuple[str, ...]]:
    """Circles, none of which shares a resource with another."""
    left = {source: set(targets) for source, targets in edges.items()}
    while ends := [s for s, targets in left.items() if not targets & left.keys()]:
        for source in ends:
            del left[source]
    circles: list[tuple[str, ...]] = []
    while left:
        way = [min(left)]
        while (after := min(left[way[-1]] & left.keys())) not in way:
            way.append(after)
        circle = way[way.index(after) :]
        start = circle.index(min(circle))
        circles.append(tuple(circle[start:] + circle[:start]))
        for id in circle:
            del left[id]
        while ends := [s for s, targets in left.items() if not targets & left.keys()]:
            for source in ends:
                del left[source]
    return circles
