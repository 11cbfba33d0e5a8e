"""Functions that are let write to the very bucket, queue, topic or table that invokes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.own_sources import sources
from lambda_triage.checks.policies_of import held
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Recursion, Template
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity
from lambda_triage.iam.pattern import matches_action
from lambda_triage.sources.templates.keep import own_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.own_sources import Source
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.place import Place

# The call that makes a new event of each service.
WRITES = {"s3": "s3:PutObject", "sqs": "sqs:SendMessage", "sns": "sns:Publish",
          "dynamodb": "dynamodb:UpdateItem", "kinesis": "kinesis:PutRecord"}  # fmt: skip
# Policy templates of SAM that allow it, and their parameter (SAM guide, policy templates, 2026).
BY_SAM = {
    "S3CrudPolicy": "BucketName", "S3WritePolicy": "BucketName", "S3FullAccessPolicy": "BucketName",
    "SQSSendMessagePolicy": "QueueName", "SNSPublishMessagePolicy": "TopicName",
    "DynamoDBCrudPolicy": "TableName", "DynamoDBWritePolicy": "TableName",
    "KinesisCrudPolicy": "StreamName",
}  # fmt: skip


@check(
    id="triggers/writes-to-its-source",
    title="The function may write to what invokes it",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="recursive_loop",
)
def writes_to_its_source(scene: Scene) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for source in sources(scene):
        whose = (source.function, source.name)
        granted = None if source.narrowed or whose in seen else _granted(scene, source)
        if granted is None:
            continue
        seen.add(whose)
        text, place = granted
        setting = scene.case.document(Recursion, source.function)
        allowed = setting if setting and setting.loop == "Allow" else None
        endless = "; its recursion setting is Allow, so that Lambda stops no loop"
        yield Finding(
            resource=source.function,
            summary=f"What the function writes to {source.name} invokes it again: {text}, and no"
            f" filter keeps its own writes out{endless if allowed else ''}",
            key=source.name,
            citations=(
                Citation(place=place, text=text),
                Citation(place=source.place, text=f"{source.name} invokes the function"),
                *(
                    [Citation(place=allowed.place("loop"), text="RecursiveLoop is Allow")]
                    if allowed
                    else []
                ),
            ),
            cause="recursive_loop",
            weight=HINT,
            explains=("throttle",),
            remedies=(
                Manual(
                    "Write to another bucket, queue or table; else filter its own writes out, as by"
                    " a prefix that it does not write under",
                    "where its results belong is the owner's choice",
                ),
            ),
        )


def _granted(scene: Scene, source: Source) -> tuple[str, Place] | None:
    """The proof that a policy names this very source for a write; a bare `*` names nothing."""
    function = scene.function(source.function)
    known = held(scene, function.role) if function and function.role else None
    for policy in known.policies if known else ():
        for statement in policy.statements:
            told = statement.resources.patterns if statement.resources else ()
            call = WRITES[source.service]
            writes = any(matches_action(a, call) for a in statement.actions.patterns)
            plain = not statement.actions.inverted and statement.effect == "Allow"
            if writes and plain and any(_names(p, source) for p in told):
                place = known.place(policy.name) if known else None
                return f"its role may call {call} there", place or source.place
    return _declared(scene, source)


def _declared(scene: Scene, source: Source) -> tuple[str, Place] | None:
    for template in scene.case.documents(Template):
        for resource in template.resources:
            if resource.type != "AWS::Lambda::Function":
                continue
            if scene.key(own_key(resource, ("FunctionName",))) != source.function:
                continue
            told = resource.properties.get("Policies")
            for policy in told if isinstance(told, list) else []:
                title = _sam(policy, source)
                if title:
                    return f"the template gives it {title}", template.place("resources")
    return None


def _sam(policy: Json, source: Source) -> str | None:
    for title, given in policy.items() if isinstance(policy, dict) else ():
        value = given.get(BY_SAM.get(title, "")) if isinstance(given, dict) else None
        if isinstance(value, str) and _names(value, source):
            return title
    return None


def _names(pattern: str, source: Source) -> bool:
    """Whether it names the source itself: a bucket with or without its objects."""
    if source.service == "s3":
        pattern = pattern.removeprefix("arn:aws:s3:::").partition("/")[0]
    plain = pattern if pattern.startswith(("arn:", "?:")) else f"?:{pattern}"
    return "*" not in plain and same(plain, source.reference)
