"""REST APIs that take every payload for binary, and mock integrations that cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Api, Integration
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# A mock integration's mapping template is text: with */* the request reaches it as binary, and the
# caller gets 500 (API Gateway developer guide, content type conversions; AWS re:Post, 2025).
EVERYTHING = "*/*"
AS_TEXT = "CONVERT_TO_TEXT"


@check(
    id="api/binary-everything",
    title="The API takes every payload for binary",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("apis", "integrations"),
    cause="cors_missing",
)
def binary_everything(scene: Scene) -> Iterator[Finding]:
    for api in scene.case.documents(Api):
        if api.protocol != "REST" or EVERYTHING not in (api.binary_types or ()):
            continue
        mocks = [
            i
            for i in scene.case.documents(Integration)
            if name(i.resource) == name(api.resource)
            and i.type == "MOCK"
            and i.content_handling != AS_TEXT
        ]
        if not mocks:
            continue
        many = f"{len(mocks)} mock integrations do" if len(mocks) > 1 else "a mock integration does"
        text = f"binaryMediaTypes has {EVERYTHING}, and {many} not convert to text"
        yield Finding(
            resource=api.resource,
            summary=f"Mock integrations, such as those that answer OPTIONS, fail with 500: {text}",
            citations=(
                Citation(place=api.place("binary_types"), text=EVERYTHING),
                Citation(place=mocks[0].place("content_handling"), text=f"not {AS_TEXT}"),
            ),
            cause="cors_missing",
            weight=STRONG,
            explains=("request",),
            remedies=(
                Manual(
                    f"Set contentHandling {AS_TEXT} on the mock integrations, or name the binary"
                    " types one by one, and deploy the API",
                    "which types are binary is the owner's knowledge",
                ),
            ),
        )
