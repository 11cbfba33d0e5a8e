"""Durable callbacks that nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import DurableHistory
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


DONE = ("CallbackSucceeded", "CallbackFailed")


@check(
    id="workflows/callback-waits",
    title="A durable callback was not answered",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("durable_histories",),
    cause="durable_callback_stuck",
)
def callback_waits(scene: Scene) -> Iterator[Finding]:
    for history in scene.case.documents(DurableHistory):
        events = history.events if isinstance(history.events, list) else []
        known = [e for e in events if isinstance(e, dict)]
        ended = {str(e.get("Id")) for e in known if e.get("EventType") in DONE}
        late = {str(e.get("Id")) for e in known if e.get("EventType") == "CallbackTimedOut"}
        over = any(
            str(e.get("EventType", "")).startswith("Execution")
            and e.get("EventType") != "ExecutionStarted"
            for e in known
        )
        for index, event in enumerate(known):
            id = str(event.get("Id"))
            if event.get("EventType") != "CallbackStarted" or id in ended:
                continue
            if over and id not in late:
                continue
            name = event.get("Name") or id
            said = "timed out" if id in late else "still waits"
            text = f"CallbackStarted {name}, and no CallbackSucceeded"
            yield Finding(
                resource=scene.key(history.resource),
                summary=f"The callback {name} of a durable execution {said}",
                key=str(name),
                citations=(
                    Citation(
                        place=Place(history.input, path=f"{history.path}Events[{index}]"),
                        text=text,
                        time_us=None,
                    ),
                ),
                cause="durable_callback_stuck",
                weight=DECISIVE,
                symptom="workflow",
                opens=True,
                remedies=(
                    Command(
                        (
                            "aws",
                            "lambda",
                            "send-durable-execution-callback-success",
                            "--callback-id",
                            "<callback id>",
                            "--result",
                            "<payload>",
                        ),
                        "Answer it by hand, once the outside system is known to be done",
                    ),
                    Manual(
                        "Set a time-out and a heartbeat for the callback, and allow the outside"
                        " system lambda:SendDurableExecutionCallbackSuccess and ...Failure",
                        "who answers is outside the evidence",
                    ),
                ),
            )
