"""Which failed calls of a trail bear on a function, and how: most are other people's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.evidence.naming import UNNAMED, key, name
from lambda_triage.sources.altering import altered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.evidence.function import FunctionConfiguration

Weight = Literal["failure", "handled", "note"]

READING = re.compile(
    r"(?:BatchGet|Get|Describe|Head|List|Lookup|Search|Filter|Query|Scan|Select|Check|Test|Validate"
    r"|Simulate|Estimate|Preview|Detect|View|Assume)"
)
# What was to be made is there already, what was to be taken away is not, or nothing was to be done.
# IAM, EC2, Lambda, CloudFormation and S3 error codes and messages, 2026.
AS_WISHED = re.compile(
    r"DryRunOperation|\.Duplicate\b|already (?:been )?(?:exists?|associated|attached|subscribed)"
    r"|AlreadyExists|AlreadyOwnedByYou|No updates are to be performed",
    re.IGNORECASE,
)
GONE = re.compile(r"(?:Delete|Remove|Detach|Revoke|Untag|Unsubscribe|Disassociate|Deregister)")
MISSING = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist|does not exist|not found")
# What functions ask for and do without: an object, a parameter, a condition that does not hold.
OPTIONAL = re.compile(
    r"NoSuchKey|NoSuchVersion|Parameter(?:Version)?NotFound|ConditionalCheckFailed|PreconditionFailed"
    r"|ConditionalRequestConflict|NotModified|NoSuchTagSet|NoSuch\w{1,40}Configuration"
)
DENIED = re.compile(r"AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized")
MADE = ("code", "stack")  # making these twice is a mistake: the name is taken
TRIGGERING = ("apigateway", "events", "pipes", "s3", "scheduler", "sns")


class FailedCall(Struct, frozen=True):
    """One row of the view `failed_calls`, as far as its bearing rests on it."""

    resource: str | None
    service: str
    action: str
    target: str | None
    actor: str | None
    role: str | None
    maker: str
    code: str
    message: str | None
    time_us: int | None
    input: int


class Bearing(Struct, frozen=True):
    """The function a failed call is about.

    weight  failure: something failed; handled: unless the function's invocations all went well;
            note: only if an invocation failed with it
    """

    resource: str
    weight: Weight


class Owners:
    """Functions by the name and by the role of their sessions."""

    def __init__(
        self, functions: Iterable[FunctionConfiguration], known: Iterable[str] = ()
    ) -> None:
        self._names: dict[str, str] = {name(k): k for k in sorted(known) if k != UNNAMED}
        self._roles: dict[tuple[str, str], set[str]] = {}
        for function in functions:
            self._names[name(function.resource)] = function.resource
            if function.role:
                self._roles.setdefault(_role(function.role), set()).add(function.resource)

    def of(self, call: FailedCall) -> str | None:
        """The function whose role made the call; None where it was somebody else."""
        if call.maker == "person":
            return None
        session = (call.actor or "").rpartition("/")[2] if call.role else ""
        if session in self._names:
            return self._names[session]
        owners = self._roles.get(_role(call.role), set()) if call.role else set()
        if len(owners) == 1:
            return next(iter(owners))
        if call.maker != "lambda":
            return UNNAMED if owners else None
        return call.resource if call.resource == f"?:{session}" else UNNAMED


def bearing(call: FailedCall, owners: Owners) -> Bearing | None:
    """The function that a failed call bears on; None where it is context."""
    if _is_as_wished(call):
        return None
    owner = owners.of(call)
    if owner is not None:
        return Bearing(owner, "note" if OPTIONAL.search(call.code) else "handled")
    if READING.match(call.action) or call.maker == "person":
        return None
    if call.service == "lambda" and call.action.startswith("Invoke"):
        return None if call.maker == "shell" else Bearing(_function(call), "failure")
    return Bearing(_function(call), "failure") if _deploys(call) else None


def _is_as_wished(call: FailedCall) -> bool:
    """Whether the call found what it wanted to bring about."""
    if GONE.match(call.action) and MISSING.search(call.code):
        return True
    told = f"{call.code}: {call.message or ''}"
    if not AS_WISHED.search(told):
        return False
    return altered(call.service, call.action) not in MADE or "No updates" in told


def _deploys(call: FailedCall) -> bool:
    kind = altered(call.service, call.action)
    if call.service == "lambda" or kind == "stack":
        return True
    if kind in ("trigger", "api") and call.service in TRIGGERING:
        return True
    refused = DENIED.search(call.code) is not None and not call.action.startswith("Tag")
    return call.maker == "deployment" and refused


def _function(call: FailedCall) -> str:
    """The function that was called, invoked or deployed; never another kind of resource."""
    target = call.target or ""
    if call.service == "cloudformation" and target:
        return name(target)
    by_id = call.action in ("UpdateEventSourceMapping", "DeleteEventSourceMapping")
    is_named = call.service == "lambda" and target.startswith("?:") and not by_id
    return key(target) if is_named or ":function:" in target else UNNAMED


def _role(arn: str) -> tuple[str, str]:
    """Account and name: the ARN of a session tells nothing of its role's path."""
    return ":".join(arn.split(":")[4:5]), name(arn)
