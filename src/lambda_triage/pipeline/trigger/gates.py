"""The last two edges of every way: may the source invoke the function, and can the function run?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.invoking import API, Edge, admission, lets_in
from lambda_triage.checks.reserved import reserved
from lambda_triage.evidence.place import Place
from lambda_triage.pipeline.trigger.way import Step

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene

BROKEN = ("Failed", "Deleting")  # states in which no invocation runs (Lambda API reference, 2026)


class Gates:
    """Permissions and functions of one case."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def permission(
        self, service: str, function: str, source: str | None, label: str, place: Place
    ) -> Step:
        """Whether the function's policy lets the service in for this source."""
        wild = service == API
        one = admission(self._scene, Edge(function, service, source, label, place, wild))
        if one is None:
            return Step("permission", "unknown", "the function's policy is not in the evidence")
        place = one.document.place("document")
        if one.passed:
            told = f"the function's policy lets {service} in"
            return Step("permission", "yes", told, place=place)
        why = (
            f"the function's policy lets {service} in, but not from {label}"
            if one.named
            else f"no statement of the function's policy lets {service} in"
        )
        return Step("permission", "no", why, place=place)

    def request(self, api: str | None, asked: tuple[str, ...], by: Edge) -> Step:
        """Whether the policy lets API Gateway in for a request.

        asked  the execute-api ARNs that AWS may make of it, without the API's own part; the first
               for a stage of any name where the stage is not known
        """
        one = admission(self._scene, by)
        if one is None:
            return Step("permission", "unknown", "the function's policy is not in the evidence")
        place = one.document.place("document")
        own = api or "*"
        told = {source: lets_in(one, f"{own}/{source}") for source in asked}
        if not one.named or not one.passed or (api and not any(told.values())):
            only = "" if not one.passed else f" ({asked[0]})"
            why = (
                f"the function's policy lets {API} in, but not for {by.label}{only}"
                if one.named
                else f"no statement of the function's policy lets {API} in"
            )
            return Step("permission", "no", why, place=place)
        if all(told.values()):
            return Step("permission", "yes", f"the function's policy lets {API} in", place=place)
        refused = next(source for source, lets in told.items() if not lets)
        why = f"the function's policy lets {API} in for some requests, and not for {refused}"
        return Step("permission", "unknown", why, place=place)

    def function(self, key: str) -> Step:
        """Whether the function can run at all."""
        told = self._scene.function(self._scene.key(key))
        kept = reserved(self._scene, self._scene.key(key))
        place: Place | None = (
            Place(told.input, path=f"{told.path}State") if told is not None else None
        )
        if kept == 0:
            return Step("function", "no", "its reserved concurrency is 0: it is switched off")
        if told is None:
            return Step(
                "function", "unknown", "the function's configuration is not in the evidence"
            )
        if told.state in BROKEN:
            why = told.state_reason or told.state_reason_code or "no reason is given"
            return Step("function", "no", f"its state is {told.state}: {why}", place=place)
        if told.state == "Pending":
            return Step("function", "unknown", "its state is Pending: it is being created")
        return Step("function", "yes", f"its state is {told.state or 'not told'}", place=place)
