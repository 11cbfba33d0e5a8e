"""The way of an application into AWS: ordered steps with their commands, and our tool for each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_triage.guidance import iac
from lambda_triage.guidance.templates import Template, find, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.guidance.project import Project

DEFAULT = "SAM"
FAMILIES = {"event_driven": "queue", "backend": "http-api", "fullstack": "web-app"}


class Step(Struct, frozen=True, omit_defaults=True):
    """One step: the command by hand, and the tool that does it."""

    step: str
    command: str | None = None
    tool: str | None = None


class Way(Struct, frozen=True):
    """The steps for one kind of application and one project."""

    family: str
    template: Template
    tool: iac.Iac
    steps: tuple[Step, ...]


def way(application: str, project: Project | None = None) -> Way:
    """How an application of this kind is deployed. Raises UsageError for an unknown kind."""
    name = FAMILIES.get(application.strip().lower())
    template = templates()[name] if name else find(application)
    family = next(each for each, own in _told()["families"].items() if template.name in own)
    tool = iac.tools()[project.tools[0] if project and project.tools else DEFAULT]
    return Way(family, template, tool, tuple(_steps(family, template, tool, project)))


def _steps(
    family: str, template: Template, tool: iac.Iac, project: Project | None
) -> Iterator[Step]:
    sam, told = tool.name == "SAM", _told()
    yield Step("who and where: the account that would be changed", "aws sts get-caller-identity")
    if project is None or not project.tools:
        yield Step("start", tool.start, f"get_serverless_templates {template.name}, or sam_init")
    yield Step(told["before"][family], None, told["rights"].get(template.name))
    yield Step("check before anything is made", tool.check, "lambda-triage validate")
    yield Step("build", tool.build, "sam_build" if sam else None)
    if template.event:
        tried = "sam local invoke -e events/event.json" if sam else None
        yield Step("try it here", tried, f"sam_local_invoke; event: {template.event}")
    yield Step("see what would change", tool.preview, "sam_deploy plans first" if sam else None)
    yield Step("deploy", tool.deploy, "sam_deploy" if sam else None)
    if template.name in told["then"]:
        yield Step(*told["afterwards"][told["then"][template.name]])
    direct = "sam_remote_invoke with events/event.json" if template.event else None
    yield Step("call it once", told["try"][template.name], direct)
    yield Step("look whether it went well", tool.logs, "sam_logs, get_metrics, diagnose")
    yield Step("take it away again", tool.remove)


@cache
def _told() -> dict[str, dict[str, Any]]:
    text = files("lambda_triage.guidance").joinpath("deploying.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
