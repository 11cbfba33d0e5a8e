"""Functions that write objects which their own bucket notification sends back to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, message
from lambda_triage.errors import PatternError
from lambda_triage.evidence.documents import Notification
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity
from lambda_triage.patterns import match_notification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

WRITTEN = re.compile(
    r"(?<![:\w])(?:saved|wrote|written|writing|uploaded|uploading|stored|copied|saving|output)"
    r"(?: (?:to|as|in|at|it to))?:? s3://(?P<bucket>[\w.-]{3,63})/(?P<key>[^\s\"'<>|,)]{1,1024})",
    re.IGNORECASE,
)
OBJECT = message(
    "triggers/writes-what-triggers-it.written",
    *(
        f"{verb} s3://"
        for verb in (
            "saved",
            "saved to",
            "wrote",
            "wrote to",
            "written to",
            "writing",
            "writing to",
            "uploaded",
            "uploaded to",
            "uploading to",
            "stored",
            "stored in",
            "stored at",
            "copied to",
            "saving to",
            "output",
            "saved as",
            "output:",
        )
    ),
    pattern=r"s3://(?P<bucket>[\w.-]{3,63})/",
    source="the usual words of applications and of the AWS CLI, 2026",
    caseless=True,
)
TEXT = "SELECT text FROM log_events WHERE id = $id"


@check(
    id="triggers/writes-what-triggers-it",
    title="What the function writes triggers it again",
    severity=Severity.CRITICAL,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("log_events", "notifications"),
    signatures=(OBJECT,),
    cause="recursive_loop",
)
def writes_what_triggers_it(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(OBJECT.id):
        for event in signal.examples:
            text = str(scene.case.execute(TEXT, id=event)[0][0])
            found = WRITTEN.search(text)
            by = _trigger(scene, signal.resource, found["bucket"], found["key"]) if found else None
            if by is not None and found is not None:
                yield _finding(signal.resource, f"s3://{found['bucket']}/{found['key']}", by, event)
                break


def _trigger(scene: Scene, function: str, bucket: str, key: str) -> Notification | None:
    """The notification that sends this object to this function."""
    for one in scene.case.documents(Notification):
        if one.resource != UNNAMED and name(one.resource) != bucket:
            continue
        for rule in one.functions if isinstance(one.functions, list) else []:
            if _is_to(scene, rule, function) and _fits(rule, key):
                return one
    return None


def _is_to(scene: Scene, rule: Json, function: str) -> bool:
    called = rule.get("LambdaFunctionArn") if isinstance(rule, dict) else None
    return isinstance(called, str) and (
        function == UNNAMED or scene.key(called) == scene.key(function)
    )


def _fits(rule: Json, key: str) -> bool:
    try:
        return match_notification(rule, key, "ObjectCreated:Put").matched
    except PatternError:
        return False


def _finding(function: str, written: str, by: Notification, event: int) -> Finding:
    text = f"the function writes {written}, which its own trigger sends back to it"
    return Finding(
        resource=function,
        summary=f"It triggers itself: {text}",
        citations=(Citation(event=event), Citation(place=by.place("functions"), text=text)),
        cause="recursive_loop",
        weight=DECISIVE,
        symptom="recursion",
        opens=True,
        invocations=1,
        by_status=(("recursion", 1),),
        remedies=(
            Manual(
                "Write under another prefix than the trigger's, best into another bucket; until"
                " then set the function's reserved concurrency to 0, which stops the loop at once",
                "where the results may lie is their readers' matter",
            ),
        ),
    )
