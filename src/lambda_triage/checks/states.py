"""The states of Step Functions machines, and the functions their tasks call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import History, StateMachine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

MOST_STATES = 2_000  # states of one machine that are read
INVOKE = ("arn:aws:states:::lambda:invoke", "arn:aws-us-gov:states:::lambda:invoke",
          "arn:aws-cn:states:::lambda:invoke")  # fmt: skip
# Errors that Lambda's own service gives now and then (Step Functions guide, best practices, 2026).
TRANSIENT = (
    "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException", "Lambda.TooManyRequestsException",
)  # fmt: skip


class State(Struct, frozen=True):
    """One state of a machine.

    function  key of the Lambda function that it calls; None for every other state
    """

    machine: StateMachine
    name: str
    body: dict[str, Json]
    function: str | None

    @property
    def path(self) -> str:
        """Where it stands in the machine's definition."""
        return f"{self.machine.path}definition.States.{self.name}"


def states(scene: Scene) -> Iterator[State]:
    """Every state of every machine, those inside Map and Parallel, too."""
    for machine in scene.case.documents(StateMachine):
        for n, (name, body) in enumerate(_below(machine.definition)):
            if n >= MOST_STATES:
                return
            reference = _function(body)
            yield State(machine, name, body, scene.key(reference) if reference else None)


def _below(definition: Json, depth: int = 0) -> Iterator[tuple[str, dict[str, Json]]]:
    inner = definition.get("States") if isinstance(definition, dict) else None
    if not isinstance(inner, dict) or depth > 20:
        return
    for name, body in inner.items():
        if not isinstance(body, dict):
            continue
        yield name, body
        for below in ("Iterator", "ItemProcessor"):
            yield from _below(body.get(below), depth + 1)
        branches = body.get("Branches")
        for branch in branches if isinstance(branches, list) else []:
            yield from _below(branch, depth + 1)


def _function(body: dict[str, Json]) -> str | None:
    resource = body.get("Resource")
    if body.get("Type") != "Task" or not isinstance(resource, str):
        return None
    if resource.startswith(INVOKE):
        given = body.get("Parameters") or body.get("Arguments")
        told = given.get("FunctionName") if isinstance(given, dict) else None
        return told if isinstance(told, str) and not told.startswith(("$", "{%")) else None
    return resource if ":lambda:" in resource or resource.startswith("?:") else None


def errors_of(scene: Scene) -> dict[str, str]:
    """Error names in the histories at hand, each with the key of the function it befell."""
    found: dict[str, str] = {}
    for history in scene.case.documents(History):
        called: dict[int, str] = {}
        if history.succeeded:
            continue
        events = history.events if isinstance(history.events, list) else []
        last = history.resource
        for event in events:
            if not isinstance(event, dict):
                continue
            for name, details in event.items():
                if not name.endswith("EventDetails") or not isinstance(details, dict):
                    continue
                told = _called(details)
                if told:
                    last = called[len(called)] = scene.key(told)
                error = details.get("error")
                if isinstance(error, str) and error:
                    found.setdefault(error, last)
    return found


def _called(details: dict[str, Json]) -> str | None:
    resource, given = details.get("resource"), details.get("parameters")
    if isinstance(resource, str) and ":lambda:" in resource and ":function:" in resource:
        return resource
    if isinstance(given, str) and '"FunctionName"' in given:
        return given.partition('"FunctionName"')[2].split('"')[1]
    return None
