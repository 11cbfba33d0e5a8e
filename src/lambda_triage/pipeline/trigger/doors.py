"""What a request to an API passes before the function's own policy: a stage, an authorizer."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import Authorizer, Stage
from lambda_triage.evidence.naming import UNNAMED, same
from lambda_triage.pipeline.trigger.way import Step, state

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json, Route
    from lambda_triage.pipeline.trigger.way import Answer
    from lambda_triage.sources.samples import Sample

LISTED = ("item[", "Items[")  # GetStages of a REST and of an HTTP API: it tells all of them
SIGNED = "AWS4-HMAC-SHA256"  # begins the header of a signed request
TOKENS = ("JWT", "COGNITO_USER_POOLS")


def stages(scene: Scene, api: str) -> tuple[Stage, ...]:
    """The stages of an API; those of a file that names no API may be of any."""
    found = scene.case.documents(Stage)
    return tuple(s for s in found if s.resource == UNNAMED or same(s.resource, api))


def stage_name(scene: Scene, sample: Sample, api: str) -> str | None:
    """The stage that a request goes to: the one it names, else the only one there is."""
    told = sample.record.get("stage")
    names = {s.stage for s in stages(scene, api) if s.stage}
    return told if isinstance(told, str) else next(iter(names)) if len(names) == 1 else None


def staged(scene: Scene, sample: Sample, api: str) -> Step:
    """Whether the stage is there, and something is deployed to it."""
    known, name = stages(scene, api), stage_name(scene, sample, api)
    if not known:
        return Step("stage", "unknown", "the API's stages are not in the evidence")
    if name is None:
        return Step("stage", "unknown", "the sample names no stage, and the API has several")
    own = next((s for s in known if s.stage == name), None)
    if own is None:
        whole = any(s.path.startswith(LISTED) for s in known)
        why = f"the API has no stage {name}: {', '.join(sorted(s.stage or '' for s in known))}"
        unsure = f"the stage {name} is not in the evidence"
        return Step("stage", "no" if whole else "unknown", why if whole else unsure,
                    place=known[0].place("stage"))  # fmt: skip
    if own.deployment is None and own.complete and not own.auto_deploy:
        return Step("stage", "no", f"nothing is deployed to {name}", place=own.place("deployment"))
    return Step("stage", "yes", f"stage {name} is deployed", place=own.place("stage"))


def authorized(scene: Scene, sample: Sample, route: Route) -> Step:
    """Whether the request gets past the route's authorizer and API key."""
    kind, place = (route.authorization or "").upper(), route.place("authorization")
    told = sample.record.get("headers")
    headers = {k.lower(): v for k, v in told.items()} if isinstance(told, dict) else None
    if route.api_key:
        return _keyed(sample, headers, route)
    if not kind or kind == "NONE":
        known = None if route.authorization is None else True
        return state(known, "anybody may call the route" if known else
                     "whether the route has an authorizer is not told", place)  # fmt: skip
    if sample.record.get("authorizer"):
        return Step("authorizer", *_scoped(sample, route), place=place)
    if headers is None:
        why = f"the route wants {kind}, and the sample tells no headers"
        return Step("authorizer", "unknown", why, place=place)
    if kind == "AWS_IAM":
        signed = SIGNED in str(headers.get("authorization") or "") or "x-amz-security-token" in (
            headers
        )
        why = "is signed, and whether the caller may is not known" if signed else "is not signed"
        why = f"the route wants AWS_IAM, and the request {why}"
        return Step("authorizer", "unknown" if signed else "no", why, place=place)
    return _presented(scene, headers, route, kind)


def _keyed(sample: Sample, headers: dict[str, Json] | None, route: Route) -> Step:
    place, identity = route.place("api_key"), sample.record.get("identity")
    key = (headers or {}).get("x-api-key")
    if isinstance(identity, dict) and identity.get("apiKey"):
        return Step("authorizer", "yes", "API Gateway took the request's API key", place=place)
    if key or headers is None:
        why = "the route wants an API key, and whether the request's is valid is not known"
        return Step("authorizer", "unknown", why, place=place)
    why = "the route wants an API key, and the request has none in x-api-key"
    return Step("authorizer", "no", why, place=place)


def _presented(scene: Scene, headers: dict[str, Json], route: Route, kind: str) -> Step:
    """A token, or what a Lambda authorizer looks at: there or not; its validity is not known."""
    place = route.place("authorization")
    header = _header(scene, route)
    if header is None:
        why = f"what the {kind} authorizer looks at is not in the evidence"
        return Step("authorizer", "unknown", why, place=place)
    value = headers.get(header)
    if not value:
        why = f"the {kind} authorizer wants the header {header}, and the request has none"
        return Step("authorizer", "no", why, place=place)
    claims = _claims(str(value)) if kind in TOKENS else None
    if claims is not None and route.scopes:
        lacking = _lacks(claims, route.scopes)
        if lacking:
            return Step("authorizer", "no", lacking, place=place)
    why = f"whether the {kind} authorizer takes the request's {header} is not known"
    return Step("authorizer", "unknown", why, place=place)


def _header(scene: Scene, route: Route) -> str | None:
    """The one header that the authorizer reads; None where it is not told, or not a header."""
    own = next((a for a in scene.case.documents(Authorizer) if a.id == route.authorizer), None)
    told = own.identity if own else None
    told = told[0] if isinstance(told, list) and len(told) == 1 else told
    if not isinstance(told, str) or "," in told or "header." not in told.lower():
        return None
    return told.lower().rpartition("header.")[2]


def _scoped(sample: Sample, route: Route) -> tuple[Answer, str]:
    """A request that an authorizer let in, by the event itself: does its token have the scope?"""
    told = sample.record.get("authorizer")
    token = told.get("jwt", told) if isinstance(told, dict) else None
    claims = token.get("claims") if isinstance(token, dict) else None
    lacking = _lacks(claims, route.scopes) if isinstance(claims, dict) and route.scopes else None
    return ("no", lacking) if lacking else ("yes", "the sample was let in by an authorizer")


def _lacks(claims: dict[str, Json], scopes: tuple[str, ...]) -> str | None:
    held = claims.get("scope", claims.get("scp"))
    given = set(held.split()) if isinstance(held, str) else {str(h) for h in held or ()} if (
        isinstance(held, list)) else set()  # fmt: skip
    if given & set(scopes):
        return None
    held_now = " ".join(sorted(given)) or "none"
    return f"the route wants one of the scopes {', '.join(scopes)}, the token has {held_now}"


def _claims(header: str) -> dict[str, Json] | None:
    """The claims of a JSON Web Token, unverified; None for what is none."""
    parts = header.strip().rpartition(" ")[2].split(".")
    if len(parts) != 3:
        return None
    try:
        body = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return body if isinstance(body, dict) else None
