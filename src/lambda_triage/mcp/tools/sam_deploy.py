"""`sam_deploy`: a stack from a SAM project; the first resource that failed, not the rollback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct, field

from lambda_triage.mcp.acted import Acted, failed, following, planned, showing
from lambda_triage.mcp.inputs import Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import access

if TYPE_CHECKING:
    from lambda_triage.actions.sam.deploy import Deployed
    from lambda_triage.mcp.work import Work

NEXT = {
    "deployed": "sam_remote_invoke tries a function; diagnose with stack reads how it runs",
    "prepared": "look at the change set, then call again without no_execute_changeset",
    "unchanged": "sam_build first, if the code has changed",
}


class Wanted(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which stack, from what."""

    application_name: Annotated[Name, Meta(description="The stack")]
    project_directory: Name
    template_file: Name | None = None
    s3_bucket: Name | None = None
    resolve_s3: Annotated[bool, Meta(description="Default true without s3_bucket")] | None = None
    capabilities: Annotated[tuple[Name, ...], Meta(description="Default CAPABILITY_IAM")] | None = (
        None
    )
    parameter_overrides: str | dict[str, Any] | None = None
    options: Annotated[dict[str, Any], Meta(description="As tags, s3_prefix, config_env")] = field(
        default_factory=dict
    )
    plan_only: bool = False


class Part(Struct, frozen=True, omit_defaults=True):
    """An output of the stack, or a resource that was changed."""

    name: str
    value: str | None = None
    resource_type: str | None = None
    change: str | None = None


def run(asked: Wanted, work: Work) -> Answer:
    """Deploy, or show how."""
    from lambda_triage.actions.sam import deploy

    given = asked.parameter_overrides
    wanted = deploy.Deploy(
        stack=asked.application_name,
        folder=asked.project_directory,
        template=asked.template_file,
        bucket=asked.s3_bucket,
        resolve_bucket=asked.resolve_s3,
        capabilities=asked.capabilities,
        options={**asked.options, **({"parameter_overrides": given} if given else {})},
    )
    who = access(asked)
    if asked.plan_only:
        return Answer(planned(deploy.plan(wanted, who)))
    done = deploy.run(wanted, who, following(work))
    if done.failure:
        return Answer(failed(done.failure))
    head = Acted(success=True, status=done.status, next=NEXT[done.status])
    return Answer(head, _parts(done))


def _parts(done: Deployed) -> tuple[Part, ...]:
    show = showing()
    outputs = (Part(quoted(name), show(value, 1_000)) for name, value in done.outputs.items())
    changed = (
        Part(quoted(row.id), resource_type=quoted(row.type), change=quoted(row.status))
        for row in done.changed
    )
    return (*outputs, *changed)


SAM_DEPLOY = Tool(
    name="sam_deploy",
    title="Deploy a SAM project",
    description=(
        "sam deploy without questions; on failure the first resource that failed, its type and"
        " reason. Needs --allow-write, plan_only does not."
    ),
    takes=Wanted,
    run=run,
    effects=Effects(read_only=False, destructive=True, idempotent=True, open_world=True),
    gate="write",
    free=lambda asked: asked.plan_only,
)
