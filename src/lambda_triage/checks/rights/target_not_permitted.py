"""Roles of schedules, rules and pipes that may not call the target, or read the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Pipe, Schedule, Target
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place

# What the service calls in the role's name (EventBridge guide, the pages of Scheduler, Pipes and
# targets, 2026).
CALLS = {
    "lambda": ("lambda:InvokeFunction",),
    "sqs": ("sqs:SendMessage",),
    "sns": ("sns:Publish",),
    "events": ("events:PutEvents",),
    "kinesis": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "firehose": ("firehose:PutRecord", "firehose:PutRecordBatch"),
    "states": ("states:StartExecution", "states:StartSyncExecution"),
}
READS = {
    "sqs": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "kinesis": ("kinesis:GetRecords", "kinesis:GetShardIterator"),
    "dynamodb": ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"),
}


class _Use(Struct, frozen=True):
    """A role that is to call *arn*; any of *actions* will do where *either*."""

    label: str
    resource: str
    role: str
    arn: str
    actions: tuple[str, ...]
    either: bool
    place: Place


@check(
    id="rights/target-not-permitted",
    title="The role of a schedule, rule or pipe may not do what it is for",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("policies",),
    cause="trigger_permission_missing",
)
def target_not_permitted(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for use in _uses(scene):
        known = held(scene, use.role)
        missing = lacking(known, use.actions, use.arn) if known else ()
        if known is None or not missing or (use.either and missing != use.actions):
            continue
        lacked = missing[:1] if use.either else missing
        what = use.arn.split(":", 5)[-1]
        text = f"by {known.names} its role may not call {' or '.join(lacked)} on {what}"
        for resource in triggering.reached(use.arn) or (use.resource,):
            yield Finding(
                resource=resource,
                summary=f"{use.label[0].upper()}{use.label[1:]} cannot do its work: {text}",
                key=f"{use.label} {use.arn}",
                citations=(
                    Citation(place=known.place(""), text=text),
                    Citation(place=use.place, text=f"RoleArn {use.role}"),
                ),
                cause="trigger_permission_missing",
                weight=STRONG,
                explains=("not_triggered", "events_lost"),
                remedies=(
                    GrantAction(
                        lacked, use.arn, use.role, "identity", f"Let the role of {use.label} do it"
                    ),
                ),
            )


def _uses(scene: Scene) -> Iterator[_Use]:
    for one in scene.case.documents(Schedule):
        if one.role and one.arn:
            yield from _calls(f"schedule {one.name}", one.resource, one.role, one.arn,
                              one.place("role"))  # fmt: skip
    for target in scene.case.documents(Target):
        if target.role:
            label = f"rule {(target.rule or 'unknown').rpartition('/')[2].removeprefix('?:')}"
            arn = target.arn or target.resource
            yield from _calls(label, target.resource, target.role, arn, target.place("role"))
    for pipe in scene.case.documents(Pipe):
        role, source, place = pipe.role, pipe.source or "", pipe.place("role")
        if not role:
            continue
        label = f"pipe {pipe.name}"
        for called in (pipe.target, pipe.enrichment):
            yield from _calls(label, pipe.resource, role, called or "", place)
        reads = READS.get(_service(source))
        if reads:
            yield _Use(label, pipe.resource, role, source, reads, False, place)


def _calls(label: str, resource: str, role: str, arn: str, place: Place) -> Iterator[_Use]:
    actions = CALLS.get(_service(arn))
    if actions:
        yield _Use(label, resource, role, arn, actions, True, place)


def _service(arn: str) -> str:
    """Of an ARN that names a resource; Scheduler's universal targets are in `aws-sdk:`."""
    parts = arn.split(":")
    return parts[2] if len(parts) > 5 and parts[0] == "arn" and parts[4] else ""
