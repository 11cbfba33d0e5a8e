"""The manifest of a bundle: what was asked, where the answers stand, and what is missing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from lambda_triage.sources.aws.answer import Why  # noqa: TC001 - msgspec reads the annotations
from lambda_triage.sources.bundle.place import SCHEMA, place
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Missing
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.want import Want

REFUSED = re.compile(r"not authorized to perform:? (?P<action>[a-z0-9-]{2,40}:\w{2,80})")


class Target(Struct, frozen=True, omit_defaults=True):
    """What was asked about."""

    functions: tuple[str, ...] = ()
    stack: str | None = None
    qualifier: str | None = None


class Window(Struct, frozen=True):
    """From when to when, RFC 3339 UTC."""

    start: str
    end: str


class Kept(Struct, frozen=True, omit_defaults=True):
    """One answer: its file in the bundle, and what was asked, as canonical JSON.

    cut  why pages are missing from its end
    """

    file: str
    operation: str
    about: str
    asked: str
    cut: str = ""


class Lacking(Struct, frozen=True):
    """One want without an answer. `actions`: the IAM permissions that the call needs."""

    operation: str
    about: str
    why: Why
    detail: str
    actions: tuple[str, ...] = ()
    asked: str = "{}"


class Manifest(Struct, frozen=True, kw_only=True):
    """A bundle's own words. `complete` is false until the collection ended.

    collected_at  the only *now* of a diagnosis of the bundle
    redacted      whether secrets were taken out on the way in
    """

    kind: Literal["lambda-triage bundle"]  # place.KIND
    schema: int
    tool_version: str
    complete: bool
    target: Target
    account: str
    region: str
    partition: str
    window: Window
    collected_at: str
    redacted: bool
    answers: tuple[Kept, ...] = ()
    missing: tuple[Lacking, ...] = ()


def begun(scope: Scope, *, redacted: bool) -> Manifest:
    """The manifest of a collection that begins."""
    return Manifest(
        kind="lambda-triage bundle",
        schema=SCHEMA,
        tool_version=_version(),
        complete=False,
        target=Target(scope.functions, scope.stack, scope.qualifier),
        account=scope.account,
        region=scope.region,
        partition=scope.partition,
        window=Window(rfc3339(scope.start_ms * 1000), rfc3339(scope.end_ms * 1000)),
        collected_at=rfc3339(scope.end_ms * 1000),
        redacted=redacted,
    )


def ended(
    manifest: Manifest,
    answers: Iterable[Want],
    missing: Iterable[Missing],
    cuts: Mapping[str, str],
    redact: Callable[[Json], Json],
) -> Manifest:
    """The manifest of all that was asked, the same for the same answers in any order."""
    kept = [
        Kept(file, w.operation, w.about, _asked(w, redact), cuts.get(file, ""))
        for w in answers
        if (file := place(w))
    ]
    lacking = [
        Lacking(
            m.want.operation,
            m.want.about,
            m.why,
            _line(redact(m.detail)),
            permissions(m.want.operation, m.detail if m.why == "denied" else ""),
            _asked(m.want, redact),
        )
        for m in missing
    ]
    return msgspec.structs.replace(
        manifest,
        tool_version=_version(),
        complete=True,
        answers=tuple(sorted(kept, key=lambda k: k.file)),
        missing=tuple(sorted(lacking, key=msgspec.json.encode)),
    )


def encode(manifest: Manifest) -> bytes:
    """The file's bytes: its kind first, so that the first bytes tell what it is."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decode(data: bytes) -> Manifest | None:
    """The manifest in these bytes; None for anything else. Members of later versions are left."""
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def permissions(operation: str, refusal: str = "") -> tuple[str, ...]:
    """The IAM actions of an operation; the one that AWS itself names where it refused."""
    named = REFUSED.search(refusal)
    if named:
        return (named["action"],)
    from lambda_triage.sources.aws.reads import READS

    read = READS.get(operation)
    return read.actions if read else (operation.replace(".", ":", 1),)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("lambda-triage")
    except PackageNotFoundError:  # run from a folder that is not installed
        return "unknown"


def _asked(want: Want, redact: Callable[[Json], Json]) -> str:
    return json.dumps(redact(want.parameters), sort_keys=True, ensure_ascii=False)


def _line(detail: Json) -> str:
    return " ".join(str(detail).split())
