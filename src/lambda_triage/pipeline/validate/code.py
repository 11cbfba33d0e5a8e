"""Which code each function and layer of a CloudFormation template is to be made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.templates.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = Mapping[str, Json]
    Path = tuple[str, ...]

# Properties that name a local file which goes into the template (SAM developer guide, 2026).
FILES = {
    "AWS::Serverless::Api": "DefinitionUri", "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri", "AWS::Serverless::GraphQLApi": "SchemaUri",
    "AWS::Serverless::Application": "Location",
}  # fmt: skip
REMOTE = re.compile(r"^(?:s3|https?|arn|git)[:@]|^\d{12}\.dkr\.ecr\.|\$\{|\{\{")
ASSET = "aws:asset:path"  # CDK's note of the folder or file that it uploads


class Told(Struct, frozen=True):
    """A setting as the template has it; given without a value where only a deployment knows it."""

    at: Path = ()
    value: str | None = None
    given: bool = False


class Code(Struct, frozen=True, kw_only=True):
    """The code of one function or layer.

    path     of the local folder or file; None where it is not local, or not told
    at       path of the tree that tells it
    absent   nothing tells where the code is, and none stands inline
    builder  what makes files of the package that are not in `path`
    file     an included file, and no code
    """

    id: str
    at: Path
    path: str | None = None
    absent: bool = False
    inline: bool = False
    handler: Told = Told()
    runtime: Told = Told()
    image: bool = False
    layered: bool = False
    builder: str = ""
    file: bool = False


def cloudformation_code(tree: Tree, values: Mapping[str, str]) -> Iterator[Code]:
    """Functions, layers and included files of SAM, CloudFormation and CDK output.

    values  of the template's parameters, as it is deployed
    """
    parameters = part(tree, "Parameters") | {k: {"Default": v} for k, v in values.items()}
    resolver = Resolver({}, parameters, part(tree, "Mappings"), {})
    globals_ = resolver.value(part(part(tree, "Globals"), "Function"))
    shared = globals_ if isinstance(globals_, dict) else {}
    for id, body in part(tree, "Resources").items():
        if isinstance(body, dict):
            told = resolver.value(part(body, "Properties"))
            properties = told if isinstance(told, dict) else {}
            found = _code(id, str(body.get("Type")), properties, shared, part(body, "Metadata"))
            if found is not None:
                yield found


def _code(id: str, type: str, properties: Tree, shared: Tree, metadata: Tree) -> Code | None:
    at = ("Resources", id, "Properties")
    match type:
        case "AWS::Serverless::Function":
            return _sam(id, properties, shared, metadata)
        case "AWS::Lambda::Function":
            return _plain(id, properties, metadata)
        case "AWS::Serverless::LayerVersion":
            return Code(id=id, at=(*at, "ContentUri"), path=local(properties.get("ContentUri")))
        case _ if type in FILES:
            path = local(properties.get(FILES[type]))
            return Code(id=id, at=(*at, FILES[type]), path=path, file=True)
    return None


def _sam(id: str, own: Tree, shared: Tree, metadata: Tree) -> Code:
    def setting(name: str) -> Told:
        if name in own or name not in shared:
            return told(own, name, "Resources", id, "Properties")
        return told(shared, name, "Globals", "Function")

    image = setting("PackageType").value == "Image" or setting("ImageUri").given
    uri, inline = setting("CodeUri"), setting("InlineCode")
    return Code(
        id=id,
        at=uri.at,
        path=None if image or inline.given else local(uri.value),
        absent=not (image or uri.given or inline.given),
        inline=inline.given,
        handler=setting("Handler"),
        runtime=setting("Runtime"),
        image=image,
        layered=setting("Layers").given,
        builder=str(metadata.get("BuildMethod") or ""),
    )


def _plain(id: str, properties: Tree, metadata: Tree) -> Code:
    at = ("Resources", id, "Properties")
    code, asset = properties.get("Code"), metadata.get(ASSET)
    body = code if isinstance(code, dict) else {}
    image = properties.get("PackageType") == "Image" or "ImageUri" in body
    return Code(
        id=id,
        at=("Resources", id, "Metadata", ASSET) if isinstance(asset, str) else (*at, "Code"),
        path=None if image else local(asset if isinstance(asset, str) else code),
        absent=code is None and not image,
        inline="ZipFile" in body,
        handler=told(properties, "Handler", *at),
        runtime=told(properties, "Runtime", *at),
        image=image,
        layered=bool(properties.get("Layers")),
    )


def told(properties: Tree, name: str, *at: str) -> Told:
    """A setting and its place."""
    value = properties.get(name)
    return Told((*at, name), value if isinstance(value, str) else None, value is not None)


def local(path: Json) -> str | None:
    """A path of this machine; None for an address, or for what only a deployment knows."""
    return path if isinstance(path, str) and not REMOTE.search(path) else None


def part(body: Tree, name: str) -> dict[str, Json]:
    """The object at a key; empty where there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}
