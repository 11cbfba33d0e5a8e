"""`get_iac_guidance`: which tool deploys an application, and by which commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.guidance.iac import Iac
    from lambda_triage.guidance.project import Project
    from lambda_triage.mcp.work import Work

NEXT = "deploy_serverless_app_help has the steps in order; lambda-triage validate checks files"


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """The tool, or the project that tells it."""

    iac_tool: (
        Annotated[
            Name,
            Meta(description="SAM, CDK, CloudFormation, Terraform, Serverless Framework, Pulumi"),
        ]
        | None
    ) = None
    include_examples: bool = True
    project_directory: Annotated[Name, Meta(description="Look what it is made with")] | None = None


class Found(Struct, frozen=True, omit_defaults=True):
    """The tool, and why this one."""

    tool: str
    because: str
    suits: str
    less: str
    needs: str
    seen: tuple[str, ...] = ()
    stack: str | None = None
    docs: str = ""
    as_of: str = ""
    next: str = ""


class Part(Struct, frozen=True, omit_defaults=True):
    """A command, a pitfall, the example, or another tool."""

    kind: str
    says: str | None = None
    command: str | None = None
    file: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """Choose by the argument, else by the project's files, else SAM."""
    from lambda_triage.guidance.iac import find, tools
    from lambda_triage.guidance.project import project

    seen = project(asked.project_directory) if asked.project_directory else None
    tool, because = _chosen(asked, seen)
    chosen = find(tool)
    head = Found(
        tool=chosen.name,
        because=because,
        suits=chosen.suits,
        less=chosen.less,
        needs=chosen.needs,
        seen=tuple(quoted(mark) for mark in seen.marks) if seen else (),
        stack=quoted(seen.stack) if seen and seen.stack else None,
        docs=chosen.source,
        as_of=chosen.as_of,
        next=NEXT,
    )
    others = () if asked.iac_tool or (seen and seen.tools) else _others(chosen, tools())
    return Answer(head, (*_parts(chosen, examples=asked.include_examples), *others))


def _chosen(asked: Asked, seen: Project | None) -> tuple[str, str]:
    known = seen.tools if seen else ()
    if asked.iac_tool is not None:
        other = known and asked.iac_tool.lower() not in (name.lower() for name in known)
        return asked.iac_tool, f"asked for; the project has {' and '.join(known)}" if (
            other
        ) else "asked for"
    if known:
        return known[0], "the project's files" + (
            f"; it has {' and '.join(known[1:])}, too" if known[1:] else ""
        )
    return "SAM", "nothing told: the shortest way for functions and their triggers"


def _parts(tool: Iac, *, examples: bool) -> tuple[Part, ...]:
    commands = ("start", "check", "build", "preview", "deploy", "logs", "remove")
    return (
        *(Part(kind, None, getattr(tool, kind)) for kind in commands),
        *(Part("pitfall", says) for says in tool.pitfalls),
        *((Part("example", tool.example.strip(), None, tool.file),) if examples else ()),
    )


def _others(chosen: Iac, known: dict[str, Iac]) -> tuple[Part, ...]:
    return tuple(
        Part("instead", f"{name}: {tool.suits}") for name, tool in known.items() if tool != chosen
    )


GET_IAC_GUIDANCE = Tool(
    name="get_iac_guidance",
    title="Infrastructure as code",
    description=(
        "Which tool (SAM, CDK, CloudFormation, Terraform …) suits, its commands, pitfalls, a small"
        " example; looks at a project's files. Offline."
    ),
    takes=Asked,
    run=run,
    item=Part,
    heavy=False,
)
