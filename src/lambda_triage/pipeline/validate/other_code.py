"""Which code the functions of serverless.yml and Terraform are to be made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.pipeline.validate.code import Code, Told, local, part, told
from lambda_triage.sources.templates.positions import HCL_HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = Mapping[str, Json]

# Plugins that bring the handler's file themselves, or move it (their documentation, 2026).
BRINGERS = ("serverless-wsgi", "serverless-plugin-datadog", "serverless-newrelic-lambda-layers",
            "serverless-sentry", "serverless-nextjs", "serverless-layers")  # fmt: skip
ARGUMENT = re.compile(
    r"^[ \t]*(?P<name>\w+)[ \t]*=[ \t]*(?:\"(?P<text>(?:[^\"\\\n]|\\.)*)\"|(?P<bare>[^\n#]+))",
    re.MULTILINE,
)
ARCHIVE = re.compile(r"^\$?\{?data\.archive_file\.(?P<id>[\w-]+)(?:\[[^\]]*\])?\.output_path\}?$")
MODULE = re.compile(r"^\$\{path\.(?:module|root|cwd)\}/?")
SOURCES = ("filename", "s3_bucket", "s3_key", "image_uri")


def serverless_code(tree: Tree) -> Iterator[Code]:
    """Functions of serverless.yml: their code is the folder of the file itself."""
    provider = part(tree, "provider")
    plugins = tree.get("plugins")
    named = plugins if isinstance(plugins, list) else part(tree, "plugins").get("modules")
    bringers = [p for p in (named if isinstance(named, list) else []) if p in BRINGERS]
    packed = bool(part(tree, "package").get("artifact"))
    for id, body in part(tree, "functions").items():
        if not isinstance(body, dict):
            continue
        own = bool(part(body, "package").get("artifact")) or packed
        runtime = told(body, "runtime", "functions", id)
        if not runtime.given:
            runtime = told(provider, "runtime", "provider")
        handler = told(body, "handler", "functions", id)
        if handler.value and "${" in handler.value:
            handler = Told(handler.at, None, given=True)
        if runtime.value and "${" in runtime.value:
            runtime = Told(runtime.at, None, given=True)
        yield Code(
            id=id,
            at=("functions", id),
            path=None if own else ".",
            handler=handler,
            runtime=runtime,
            image="image" in body,
            layered="layers" in body or "layers" in provider,
            builder=str(bringers[0]) if bringers else "",
        )


def terraform_code(text: str) -> Iterator[Code]:
    """Functions and layers of Terraform's language, read by argument, not evaluated."""
    heads = list(HCL_HEAD.finditer(text))
    ends = [*(h.start() for h in heads[1:]), len(text)]
    blocks = [
        (h["kind"], h["one"], h["two"], _arguments(text[h.end() : end]))
        for h, end in zip(heads, ends, strict=True)
    ]
    archives = {
        two: body for kind, one, two, body in blocks if (kind, one) == ("data", "archive_file")
    }
    for kind, one, two, body in blocks:
        if kind != "resource" or two is None:
            continue
        if one == "aws_lambda_function":
            yield _function(two, body, archives)
        elif one == "aws_lambda_layer_version":
            at, path = _source(("resource", one, two), body, archives)
            yield Code(id=two, at=at, path=path)


def _function(id: str, body: Mapping[str, str], archives: Mapping[str, Mapping[str, str]]) -> Code:
    head = ("resource", "aws_lambda_function", id)
    image = body.get("package_type") == "Image" or "image_uri" in body
    at, path = _source(head, body, archives)
    return Code(
        id=id,
        at=at,
        path=None if image else path,
        absent=not any(name in body for name in SOURCES),
        handler=_told(body, "handler", head),
        runtime=_told(body, "runtime", head),
        image=image,
        layered="layers" in body,
        builder="archive" if _archived(body, archives, "source") else "",
    )


def _source(
    head: tuple[str, ...], body: Mapping[str, str], archives: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[str, ...], str | None]:
    """Where the code's path is told, and the path: that of an archive's source, if it is one."""
    for name in ("source_dir", "source_file"):
        if found := _archived(body, archives, name):
            id = ARCHIVE.match(body["filename"])
            assert id is not None
            return ("data", "archive_file", id["id"], name), _path(found)
    return (*head, "filename"), _path(body.get("filename"))


def _archived(
    body: Mapping[str, str], archives: Mapping[str, Mapping[str, str]], name: str
) -> str | None:
    found = ARCHIVE.match(body.get("filename", ""))
    archive = archives.get(found["id"], {}) if found else {}
    return archive.get(name)


def _path(value: str | None) -> str | None:
    """A path beside the files; None where it has to be evaluated."""
    if value is None or ARCHIVE.match(value):
        return None
    return local(MODULE.sub("./", value))


def _told(body: Mapping[str, str], name: str, head: tuple[str, ...]) -> Told:
    value = body.get(name)
    return Told((*head, name), local(value), value is not None)


def _arguments(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in ARGUMENT.finditer(body):
        bare = f"${{{(match['bare'] or '').strip()}}}"  # an expression, as in a text
        value = match["text"] if match["text"] is not None else bare
        found.setdefault(match["name"], value)
    return found
